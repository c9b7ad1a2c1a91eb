/**
 * What `.step`, `.each`, `.several`, `.again` and `.asLongAs` say of an activity beside what it does.
 */
import type { Code, Handler, JsonObject } from "@millrace/kernel"
import type { ActivityItem, AnySchema, MultipleSpec, TaskSpec, Told } from "./Item.ts"

/** Code that sees what an activity gave. */
export type MadeOf = (look: Parameters<Code>[0] & { readonly vars: JsonObject; readonly value: unknown }) => unknown

/** How often an activity runs. */
export type Repeated =
  | { readonly kind: "each"; readonly items: Told; readonly as: string; readonly schema?: AnySchema; readonly options: MultipleSpec }
  | { readonly kind: "several"; readonly count: number | Told; readonly options: MultipleSpec }
  | { readonly kind: "loop"; readonly until?: Told; readonly while?: Told; readonly before: boolean; readonly max?: number }

export interface Single {
  readonly repeated?: Repeated
  /** Variables of its own, in their order. */
  readonly inputs?: ReadonlyArray<readonly [variable: string, value: Told]>
  /** What is kept in place of what it gives. */
  readonly gives?: MadeOf
  /** Variables that take what it gives: all of it, or what is made of it. */
  readonly outputs?: ReadonlyArray<readonly [variable: string, value: MadeOf | Told | undefined]>
  /** Its fields become variables: of the scope around it, or of the process. */
  readonly spread?: "scope" | "process"
}

/** How an activity is undone: by a handler, or by another activity. */
export type Undoing =
  | { readonly kind: "compensate"; readonly handler: Handler; readonly options: TaskSpec }
  | { readonly kind: "compensateBy"; readonly work: ActivityItem }
