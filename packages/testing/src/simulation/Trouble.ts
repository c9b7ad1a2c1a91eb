/**
 * A store in trouble: it answers some turns of the event loop late, refuses calls, and forgets to say what became of
 * them. Commits fail as `faulty` has it.
 */
import { type CommitBatch, type Store, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import { type FaultRates, faulty, seededFaults } from "../store/FaultyStore.ts"
import { seeded } from "../store/seeded.ts"

export interface TroubleRates {
  readonly commits: FaultRates
  /** The share of all other calls that fail, from 0 to 1. */
  readonly calls: number
  /** The longest answer takes so many turns of the event loop. */
  readonly turns: number
}

export interface Trouble {
  readonly store: Store["Service"]
  /** Commits and faults so far. */
  readonly commits: () => number
  readonly faults: () => number
  /** No more faults from now on; answers still take their turns. */
  readonly end: () => void
}

/** Methods that write: their outcome may be unknown. */
const writing: ReadonlySet<string> = new Set(["reserve", "takeOver", "quarantine", "take", "put", "register", "renew", "release"])

type Method = (...args: ReadonlyArray<never>) => Effect.Effect<unknown, StoreError>
type AnyPort = Record<string, Method | number>

/** What every store relies on: an instance stands in a batch once. */
const inOnce = ({ id, starts, advances }: CommitBatch): Effect.Effect<void> => {
  const keys = [...starts, ...advances].map(({ key }) => key)
  return new Set(keys).size === keys.length ? Effect.void : Effect.die(new Error(`Batch ${id} has an instance twice: ${keys.join(", ")}.`))
}

/** Lets some turns of the event loop pass. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** The store with the trouble that the seed brings. */
export const troubled = (inner: Store["Service"], seed: number, rates: TroubleRates): Trouble => {
  const random = seeded(seed)
  let over = false
  let commits = 0
  let faults = 0
  const plan = seededFaults(seed, rates.commits)
  const strict: Store["Service"] = {
    ...inner,
    log: { ...inner.log, commit: (batch) => Effect.andThen(inOnce(batch), inner.log.commit(batch)) },
  }
  const withFaults = faulty(strict, (commit) => {
    commits++
    const fault = over ? undefined : plan(commit)
    if (fault !== undefined) faults++
    return fault
  })
  const pickyCommit: Store["Service"]["log"]["commit"] = (batch) =>
    Effect.suspend(() => {
      if (over || !random.chance(rates.calls)) return withFaults.log.commit(batch)
      faults++
      return Effect.fail(new StoreError({ code: "StoreFailed", message: `There is a row in batch ${batch.id} that cannot be written.` }))
    })
  const pause = Effect.suspend(() => {
    const count = random.below(rates.turns + 1)
    return count === 0 ? Effect.void : Effect.promise(() => turns(count))
  })
  const troubledCall = (name: string, call: Effect.Effect<unknown, StoreError>): Effect.Effect<unknown, StoreError> =>
    Effect.suspend(() => {
      const fails = !over && name !== "commit" && random.chance(rates.calls)
      const delayed = Effect.tap(Effect.andThen(pause, call), () => pause)
      if (!fails) return delayed
      faults++
      if (writing.has(name) && random.chance(0.5)) {
        const lost = new StoreError({ code: "StoreOutcomeUnknown", message: `The answer of ${name} was lost on its way.` })
        return Effect.andThen(delayed, Effect.fail(lost))
      }
      const refused = new StoreError({ code: "StoreUnavailable", message: `The store did not answer ${name}: try it again.` })
      return Effect.andThen(pause, Effect.fail(refused))
    })
  const port = <Port>(methods: Port): Port =>
    Object.fromEntries(
      Object.entries(methods as AnyPort).map(([name, method]) => [
        name,
        typeof method === "number"
          ? method
          : (...args: ReadonlyArray<never>) =>
              troubledCall(
                name,
                Effect.suspend(() => method(...args)),
              ),
      ]),
    ) as Port
  const { log, instances, jobs, timers, userTasks, incidents, definitions, engines, wakes } = withFaults
  return {
    store: {
      log: port({ ...log, commit: pickyCommit }),
      instances: port(instances),
      jobs: port(jobs),
      timers: port(timers),
      userTasks: port(userTasks),
      incidents: port(incidents),
      definitions: port(definitions),
      engines: port(engines),
      wakes,
    },
    commits: () => commits,
    faults: () => faults,
    end: () => {
      over = true
    },
  }
}
