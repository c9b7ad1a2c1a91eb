/**
 * A decider under watch: what it decides on is held against a second state that is folded from the text of the events,
 * so that values in state are the parse of what is committed; and some of its commands come a second time.
 */
import { isDeepStrictEqual } from "node:util"
import { type AnyEvent, type Command, type Decider, type Diagnostic, referenceOf, StoredValue } from "@millrace/kernel"
import type { Storm } from "./Storm.ts"

/** What changes nothing when it comes again. */
const repeatable: ReadonlySet<Command["type"]> = new Set([
  "StartInstance",
  "CompleteJob",
  "FailJob",
  "RedeliverJob",
  "TriggerTimer",
  "CompleteUserTask",
  "ResolveIncident",
])

/** Everything twice costs: so many states have a second one, and so often the two are compared. */
const shadowed = 0.4
const compared = 0.3

export interface WatchOptions {
  readonly storm: Storm
  readonly surprise: (message: string) => void
}

/** What a store gives back for what it was given. Large values are rows of their own, which are read with it. */
const reread = (value: unknown): never => {
  const rows = new Map<number, StoredValue>()
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, inner: unknown) {
    const row = this[key]
    if (row instanceof StoredValue) rows.set(row.id, row)
    return inner
  })
  return JSON.parse(text, (_key, inner: unknown) => rows.get(referenceOf(inner) ?? 0) ?? inner) as never
}

export const watchedDecider = <C, S extends object, E extends AnyEvent>(
  decider: Decider<C, S, E>,
  { storm, surprise }: WatchOptions,
): Decider<C, S, E> => {
  const shadows = new WeakMap<S, S>()
  const problems = new Map<string, ReadonlyArray<Diagnostic>>()
  const compare = (state: S, instance: string): void => {
    const shadow = shadows.get(state)
    if (shadow !== undefined && !isDeepStrictEqual(reread(decider.snapshot(shadow)), reread(decider.snapshot(state))))
      surprise(`${instance}: its state is not what the text of its events gives`)
  }
  return {
    ...decider,
    // Each engine that is opened asks anew.
    validate: (definition, options) => {
      const known = problems.get(definition.digest) ?? decider.validate(definition, options)
      problems.set(definition.digest, known)
      return known
    },
    initial: (compiled) => {
      const state = decider.initial(compiled)
      if (storm.random.chance(shadowed)) shadows.set(state, decider.initial(compiled))
      return state
    },
    restore: (compiled, snapshot) => {
      const state = decider.restore(compiled, snapshot)
      if (storm.random.chance(shadowed)) shadows.set(state, decider.restore(compiled, reread(snapshot)))
      return state
    },
    evolve: (compiled, state, event) => {
      decider.evolve(compiled, state, event)
      const shadow = shadows.get(state)
      if (shadow !== undefined) decider.evolve(compiled, shadow, reread(event))
    },
    decide: (compiled, state, command, scene) => {
      let events = 0
      const counting: typeof scene = {
        ...scene,
        emit: (event) => {
          events++
          scene.emit(event)
        },
      }
      const rejection = decider.decide(compiled, state, command, counting)
      if (rejection !== undefined && events > 0) surprise(`${scene.instance}: ${command.type} was rejected after ${events} events`)
      if (rejection === undefined && repeatable.has(command.type) && storm.strikes("repeat", 0.1)) {
        const before = events
        decider.decide(compiled, state, command, counting)
        if (events > before) surprise(`${scene.instance}: ${command.type} changed something when it came again`)
      }
      if (storm.random.chance(compared)) compare(state, scene.instance)
      return rejection
    },
  }
}
