/**
 * The contract of a trigger: what an event waits for or does. Start, catch, boundary, throw and end events ask the
 * trigger, never its name. A trigger says for each position where it can stand what its fields are there and what it
 * does there.
 */
import { Schema } from "effect"
import type { CodeProblem } from "./CodeProblem.ts"
import type { Catches, Fields } from "./Element.ts"
import type { Preparation } from "./Preparation.ts"
import type { ElementInstance } from "./State.ts"
import type { Turn } from "./Turn.ts"

/** A trigger where it is caught in the flow. */
export interface PreparedCatchTrigger {
  /** Begins to wait; the event completes when the wait is over. */
  readonly wait: (turn: Turn, it: ElementInstance) => void
}

/** A trigger where it is thrown, in the flow or at its end. */
export interface PreparedThrowTrigger {
  /** Does what it does. Calls `proceed` when the event is to complete at once; what takes longer leads to `compensated`. */
  readonly throw: (turn: Turn, it: ElementInstance, proceed: () => void) => void
  /** Everything else in the scope of the event ends with it. */
  readonly clears?: true
  /** The one activity that it compensates. */
  readonly activity?: string
}

/** A trigger at the border of an activity. */
export interface PreparedBoundaryTrigger {
  readonly interrupting: boolean
  /** What has to be known before the activity begins. */
  readonly plan?: (turn: Turn, activity: ElementInstance) => BoundaryPlan | CodeProblem
  /** Whether it catches an error that leaves the activity. */
  readonly catches?: Catches
  /** The element that compensates the activity. */
  readonly compensatedBy?: string
}

/** Begins to listen. */
export type BoundaryPlan = (turn: Turn, activity: ElementInstance) => void

/** What the event around a trigger says. */
export interface TriggerPlace {
  readonly element: string
  readonly interrupting: boolean
}

export interface TriggerPosition<Prepared> {
  readonly schema: Schema.Codec<{ readonly type: string }, unknown>
  readonly type: string
  readonly prepare: (trigger: unknown, preparation: Preparation, place: TriggerPlace) => Prepared
}

/** Makes a trigger for one position of its fields and behaviour. */
export const defineTrigger = <const F extends Fields, Prepared>(spec: {
  readonly type: string
  readonly fields: F
  readonly prepare: (trigger: Schema.Struct.Type<F>, preparation: Preparation, place: TriggerPlace) => Prepared
}): TriggerPosition<Prepared> => {
  const struct = Schema.Struct({ type: Schema.Literal(spec.type), ...spec.fields })
  // The compiler cannot spread a type parameter into a struct; this is what the spread gives.
  const schema: Schema.Codec<Schema.Struct.Type<F> & { readonly type: string }, unknown> = struct as never
  const decode = Schema.decodeUnknownSync(schema)
  return {
    type: spec.type,
    schema,
    prepare: (trigger, preparation, place) => spec.prepare(decode(trigger), preparation, place),
  }
}

/** The field of an event that takes one of these triggers. */
export const triggerField = <Prepared>(positions: ReadonlyArray<TriggerPosition<Prepared>>) =>
  Schema.Union(positions.map((position) => position.schema))

/** Prepares whichever of these triggers `trigger` is. */
export const prepareTrigger = <Prepared>(
  positions: ReadonlyArray<TriggerPosition<Prepared>>,
  trigger: { readonly type: string },
  preparation: Preparation,
  place: TriggerPlace,
): Prepared => {
  const position = positions.find((candidate) => candidate.type === trigger.type)
  if (position === undefined) throw new Error(`'${place.element}' has the trigger '${trigger.type}', which cannot stand there.`)
  return position.prepare(trigger, preparation, place)
}
