/**
 * What the methods of a chain are told beside their flows, as they see it at run time, and where a chain began.
 */
import type { EventBranch, Recipe, Told, TriggerSpec } from "./Item.ts"
import type { Tells, Waits } from "./several.ts"

/** Makes the input of a process of what came. */
export type MakeInput = (payload: unknown) => unknown
/** Events that are waited for together. */
export type Several = (on: Waits) => unknown

/** Of what runs beside something, or in its place. */
export interface Beside {
  readonly interrupting?: boolean
  readonly saga?: boolean
}
/** Of an end. */
export interface Telling {
  readonly tell?: (to: Tells) => unknown
}
/** Of a split. */
export interface Splitting {
  readonly oneAtATime?: boolean
  readonly withoutGateway?: boolean
}
/** Of a start. */
export interface StartSpec {
  readonly task?: boolean
}
/** Of a step that is done again. */
export interface LoopSpec {
  readonly until?: Told
  readonly while?: Told
  readonly max?: number
}

/** Where a chain began: the top of a process, a branch, or an event. */
export interface Origin extends Pick<EventBranch, "input" | "keyIn"> {
  /** For messages: what the flow belongs to. */
  readonly of: string
  /** The event it begins with. */
  readonly trigger?: TriggerSpec
  /** At the top of a process: makes the process of the finished recipe. */
  readonly finish?: (recipe: Recipe) => object
}
