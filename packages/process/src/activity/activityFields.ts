/**
 * The fields that every activity has: how often it runs, how many tokens it takes and gives, and what it must not run
 * beside.
 *
 * BPMN 2.0.2 §10.3 (Activity, table 10.3), §10.3.7 (loop characteristics).
 */
import { Schema } from "effect"
import type { Fields } from "../Element.ts"
import { Expression, ValueExpression, VariableName } from "../Graph.ts"
import { mappingFields } from "./mappings.ts"

const positive = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

export const MultiInstance = Schema.Struct({
  /** A list: the activity runs once for each item. */
  items: Schema.optionalKey(ValueExpression),
  /** A number, in place of `items`: it runs so many times. */
  count: Schema.optionalKey(ValueExpression),
  /** The variable that has the item, in its run. `loopCounter` has its place, from 1. */
  item: Schema.optionalKey(VariableName),
  /** One after the other; left out: all at once. */
  sequential: Schema.optionalKey(Schema.Literal(true)),
  /** At most so many at once. */
  concurrency: Schema.optionalKey(positive),
  /** Looked at after each run: when it holds, no further run begins. */
  completion: Schema.optionalKey(Expression),
  /** What becomes of the runs at work when the completion condition holds; left out: they are cancelled. */
  remaining: Schema.optionalKey(Schema.Literals(["cancel", "finish"])),
  /** The value of one run; left out: its result. */
  output: Schema.optionalKey(Expression),
  /** Runs that did not complete are left out of the list of values; otherwise null stands for each of them. */
  compact: Schema.optionalKey(Schema.Literal(true)),
})
export type MultiInstance = typeof MultiInstance.Type

export const StandardLoop = Schema.Struct({
  /** It runs again as long as this holds. */
  condition: Schema.optionalKey(Expression),
  /** The condition is looked at before each run, the first one included; left out: after each run. */
  before: Schema.optionalKey(Schema.Literal(true)),
  /** It runs so many times at most. */
  max: Schema.optionalKey(positive),
})
export type StandardLoop = typeof StandardLoop.Type

export const activityFields = {
  multiInstance: Schema.optionalKey(MultiInstance),
  loop: Schema.optionalKey(StandardLoop),
  ...mappingFields,
  /** It begins when so many tokens have arrived, and takes them all. */
  startQuantity: Schema.optionalKey(positive),
  /** So many tokens leave through each flow that is taken. */
  completionQuantity: Schema.optionalKey(positive),
  /** At most one of the activities of the instance that name it is at work at a time. */
  mutex: Schema.optionalKey(Schema.String.check(Schema.isMinLength(1))),
  /** The id of the flow that is taken when no other applies. */
  default: Schema.optionalKey(Schema.String),
  isForCompensation: Schema.optionalKey(Schema.Literal(true)),
} satisfies Fields

export interface ActivityFields {
  readonly id: string
  readonly multiInstance?: MultiInstance
  readonly loop?: StandardLoop
  readonly inputs?: ReadonlyArray<{ readonly variable: string; readonly value: ValueExpression }>
  readonly outputs?: ReadonlyArray<{ readonly variable: string; readonly value?: ValueExpression; readonly declare?: true }>
  readonly spread?: true | "scope"
  readonly startQuantity?: number
  readonly completionQuantity?: number
  readonly mutex?: string
  readonly default?: string
  readonly isForCompensation?: true
}

/** Values that mean the same as leaving the field out. Frozen for ever. */
export const activityDefaults = { startQuantity: 1, completionQuantity: 1 }
