/**
 * The contract of a trigger: what an event waits for or does. Start, catch, boundary, throw and end events ask the
 * trigger, never its name. A trigger says for each position where it can stand what its fields are there and what it
 * does there.
 *
 * What is caught is said in one way in all positions: a trigger that waits has a `plan`, made before anything begins to
 * wait, whose waits are then opened, for the event itself or for a listener beside what it watches over. When one of
 * them is over, whoever it was opened for gets `triggered`. What does not wait, such as an error, `catches`: whoever
 * throws looks for it.
 */
import type { Codec, ErrorValue, StartTrigger, Value } from "@millrace/kernel"
import { Schema } from "effect"
import type { CodeProblem } from "./CodeProblem.ts"
import type { Fields } from "./Element.ts"
import type { Caught } from "./Event.ts"
import type { Evaluator, Preparation } from "./Preparation.ts"
import type { ElementInstance } from "./State.ts"
import type { Turn } from "./Turn.ts"
import type { Repeat } from "./time/Repeat.ts"
import type { Chain, Input } from "./Variables.ts"

/** A trigger where it is caught: in the flow, at the border of an activity, at the start of an event sub-process or of a process. */
export interface PreparedTrigger {
  /** What it waits for, on the variables seen by `look`. Left out by what is looked for by whoever throws. */
  readonly plan?: (turn: Turn, look: Chain | Input) => Plan | CodeProblem
  /** Whether it catches what leaves an activity or a scope. */
  readonly catches?: Catches
  /** By the index of the wait: what has to become true. */
  readonly conditions?: ReadonlyArray<Evaluator | undefined>
  /** By the index of the wait: what checks the payload. */
  readonly payloads?: ReadonlyArray<PreparedPayload | undefined>
  /** How a process begins by it; what cannot begin one leaves it out. */
  readonly starts?: ReadonlyArray<StartsBy>
  /** Of several that all have to come, by the index of the wait: how each begins a process, which then waits for the others. */
  readonly startsEach?: ReadonlyArray<StartsBy | undefined>
  /** The element that compensates the activity it is attached to. */
  readonly compensatedBy?: string
  /** It is caught when the scope that it stands in is compensated. */
  readonly compensation?: true
  /** It is caught when the transaction that it is attached to is cancelled. */
  readonly cancels?: true
  /** Why it can never come. */
  readonly problem?: string
  /** It waits for messages by a key. */
  readonly keyed?: true
  /** All of several have to come. */
  readonly all?: true
  /** It catches what is thrown to this name in its scope. */
  readonly link?: string
}

/** How an event will wait: all of it is known before any of it is opened. */
export interface Plan {
  /** All of them have to be over; otherwise one of them is enough. */
  readonly all?: true
  readonly waits: ReadonlyArray<PlannedWait>
}

export interface PlannedWait {
  /** Opens it for an element instance: the event itself, or what listens for it. */
  readonly open: (turn: Turn, owner: number) => void
  readonly repeat?: Repeat
}

/** A plan of one wait. */
export const oneWait = (open: PlannedWait["open"], repeat?: Repeat): Plan => ({
  waits: [repeat === undefined ? { open } : { open, repeat }],
})

/** What came, and when it was to come where that was known. */
export interface Fired extends Caught {
  readonly due?: number
}

/** What an element throws on its way out of scopes. */
export type Thrown =
  | { readonly kind: "error"; readonly error: ErrorValue }
  | { readonly kind: "escalation"; readonly code: string; readonly payload: Value }

/** How well an event fits what is thrown: by its code, as a catch-all, or not at all. */
export type Fit = "exactly" | "anyway" | undefined
export type Catches = (thrown: Thrown) => Fit

/** What checks the payload of a message or a signal. */
export interface PreparedPayload {
  /** For messages: "the message 'paid'". */
  readonly what: string
  readonly codec: Codec | undefined
}

/** A way to begin a process, without the element and what belongs together. */
export type StartsBy = StartTrigger extends infer T ? (T extends StartTrigger ? Omit<T, "element" | "together" | "again"> : never) : never

/** A trigger where it is thrown, in the flow or at its end. */
export interface PreparedThrowTrigger {
  /** Does what it does. Calls `proceed` when the event is to complete at once; what takes longer leads to `compensated`. */
  readonly throw: (turn: Turn, it: ElementInstance, proceed: () => void) => void
  /** Of what takes no time: finds out all that it needs, and gives what does it. */
  readonly plan?: (turn: Turn, it: ElementInstance) => (() => void) | CodeProblem
  /** Everything else in the scope of the event ends with it. */
  readonly clears?: true
  /** The one activity that it compensates. */
  readonly activity?: string
  /** The flow goes on at the catch event of this name in its scope. */
  readonly link?: string
  /** It ends the transaction around it. */
  readonly cancels?: true
}

/** What the event around a trigger says. */
export interface TriggerPlace {
  readonly element: string
  /** Left out: it is caught once. Otherwise it may be caught again and again. */
  readonly stays?: true
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
