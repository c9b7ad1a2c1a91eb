/**
 * Recipes: what the builder methods write down. A recipe is a list of items, plain data beside the code it holds;
 * `compile/` makes the graph of it, one file for each kind of item.
 */
import type { Code, Handler, RetryPolicy } from "@millrace/kernel"
import type { Input as Duration } from "effect/Duration"
import type { Codec } from "effect/Schema"
import type { ExpressionText } from "../Choice.ts"

export type Recipe = ReadonlyArray<Item>

/** Any schema, as the runtime half sees it. */
export type AnySchema = Codec<unknown, unknown>
export type DueSpec = string | Date | Code

export interface TaskSpec {
  readonly redacted?: boolean
  readonly name?: string
  readonly schema?: AnySchema
  readonly timeout?: Duration
  readonly heartbeat?: Duration
  readonly transactional?: boolean
  readonly retry?: Partial<RetryPolicy>
  readonly concurrency?: number
}
export interface UserTaskSpec {
  readonly redacted?: boolean
  readonly name?: string
  readonly form?: AnySchema
  readonly assignee?: string | Code
  readonly exclude?: ReadonlyArray<string> | Code
  readonly groups?: ReadonlyArray<string>
  readonly due?: DueSpec
}
/** A class made with `Schema.TaggedError`. */
export type ErrorSchema = AnySchema

/** What hangs on an activity. */
export type Attachment =
  | { readonly kind: "compensate"; readonly handler: Handler; readonly options: TaskSpec }
  | { readonly kind: "onError"; readonly id: string; readonly error: ErrorSchema; readonly flow: Recipe }
  | { readonly kind: "onTimer"; readonly id: string; readonly due: DueSpec; readonly flow: Recipe; readonly interrupting: boolean }

interface Activity {
  readonly id: string
  readonly attachments: ReadonlyArray<Attachment>
}
export interface ServiceTaskItem extends Activity {
  readonly kind: "serviceTask"
  readonly handler: Handler
  readonly options: TaskSpec
}
export interface UserTaskItem extends Activity {
  readonly kind: "userTask"
  readonly options: UserTaskSpec
}
export interface SubProcessItem extends Activity {
  readonly kind: "subProcess"
  readonly body: Recipe
  readonly saga: boolean
}
/** What `.add` puts in: made by a plugin or by `activity`. */
export interface AddedItem extends Activity {
  readonly kind: "added"
  readonly type: string
  readonly schema?: AnySchema
  readonly fields: (bind: {
    readonly code: (role: string, code: Code) => { readonly code: string }
    readonly handler: (handler: Handler) => string
  }) => { readonly [field: string]: unknown }
}
export interface WaitItem {
  readonly kind: "wait"
  readonly id: string
  readonly due: DueSpec
}
export interface Assignment {
  readonly redacted?: boolean
  readonly variable: string
  readonly value: { readonly fixed: unknown } | { readonly code: Code }
  readonly schema?: AnySchema
}
/** `variable`, `set` and `update`; variables declared one after another share one item. */
export interface AssignItem {
  readonly kind: "assign"
  readonly how: "variable" | "set" | "update"
  readonly assignments: readonly [Assignment, ...ReadonlyArray<Assignment>]
}
export interface Branch {
  readonly name: string
  readonly flow: Recipe
}
export interface ExclusiveItem {
  readonly kind: "exclusive"
  readonly id: string
  readonly choose:
    | { readonly code: Code }
    | {
        readonly conditions: ReadonlyArray<{ readonly branch: string; readonly holds: ExpressionText | Code }>
        readonly otherwise: string
      }
  readonly branches: ReadonlyArray<Branch>
}
export interface ParallelItem {
  readonly kind: "parallel"
  readonly id: string
  readonly branches: ReadonlyArray<Branch>
}
export interface LoopItem<K extends "repeat" | "while" = "repeat" | "while"> {
  readonly kind: K
  readonly id: string
  readonly body: Recipe
  /** `repeat` leaves the loop when it holds, `while` goes on as long as it holds. */
  readonly condition: Code
  readonly max?: number
}
export interface LabelItem<K extends "label" | "goto" = "label" | "goto"> {
  readonly kind: K
  readonly label: string
}
export interface RollbackItem {
  readonly kind: "rollback"
  readonly id: string
  readonly only?: string
}
export interface FailItem {
  readonly kind: "fail"
  readonly id: string
  readonly error: Code
}
export interface EndItem {
  readonly kind: "end"
  readonly name?: string
  readonly terminate: boolean
  readonly output?: Code
}
/** A fragment, with labels of its own. */
export interface UseItem {
  readonly kind: "use"
  readonly flow: Recipe
}

export type ActivityItem = ServiceTaskItem | UserTaskItem | SubProcessItem | AddedItem
export type Item =
  | ActivityItem
  | WaitItem
  | AssignItem
  | ExclusiveItem
  | ParallelItem
  | LoopItem<"repeat">
  | LoopItem<"while">
  | LabelItem<"label">
  | LabelItem<"goto">
  | RollbackItem
  | FailItem
  | EndItem
  | UseItem

/** Whether things can be attached to the item. */
export const isActivity = (item: Item): item is ActivityItem => "attachments" in item
