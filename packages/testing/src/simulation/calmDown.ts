/**
 * The end of a simulation: no more faults. First nobody does anything, and whatever stands still has to wait for
 * something that can be seen; then everything is done that waits, and every instance has to end.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict"
import type { Store } from "@millrace/engine"
import { Effect, Exit } from "effect"
import type { Chronicle } from "./Chronicle.ts"
import { makeEndRestless } from "./endRestless.ts"
import type { Fleet } from "./Fleet.ts"
import type { Ledger } from "./Ledger.ts"
import { type People, patience } from "./People.ts"
import { hasEnded, proveMail, proveStore } from "./proveStore.ts"

export interface CalmOptions {
  readonly fleet: Fleet
  readonly people: People
  readonly store: Store["Service"]
  readonly ledger: Ledger
  readonly chronicle: Chronicle
}

/** Longer than leases, sweeps and handlers take together. */
const aWhile = 120_000
/** Instances that have not ended after so many rounds of work never do. */
const mostRounds = 120
/** So often people come in a round when their patience is over: they are done with what comes every ten minutes before it comes again. */
const lateGoes = 10

export const calmDown = async (options: CalmOptions): Promise<void> => {
  const { fleet, people, store, ledger, chronicle } = options
  fleet.calm(makeEndRestless({ engines: () => fleet.engines, store }))
  // Engines that are closing take their time.
  for (let round = 0; round < 5; round++) {
    await fleet.replenish()
    await fleet.passCalmly(3000)
  }
  ok(
    fleet.engines.some(({ client }) => !client),
    "no engine could be opened",
  )
  for (let before = -1, commits = await commitsOf(store); commits > before; commits = await commitsOf(store)) {
    before = commits
    await fleet.passCalmly(aWhile)
  }
  await proveStore(store, ledger, chronicle)
  await proveVisible(options)
  for (let round = 0; ; round++) {
    const instances = await proveStore(store, ledger, chronicle)
    const left = instances.filter((row) => !hasEnded(row))
    if (left.length === 0) break
    ok(round < mostRounds, `${left[0]?.id} does not end: ${await whyOf(fleet, left[0]?.id ?? "")}`)
    for (let go = 1; round >= patience && go < lateGoes; go++) {
      await people.finish(round)
      await fleet.passCalmly(10_000)
    }
    await people.finish(round)
    await fleet.rest()
    const due = await Effect.runPromise(store.timers.nextDue())
    await fleet.passCalmly(due === undefined ? 10_000 : Math.max(10_000, due - fleet.now))
  }
  await fleet.passCalmly(aWhile)
  await proveStore(store, ledger, chronicle)
  await proveMail(store, ledger, chronicle)
  proveHeard(options)
  for (const { engine, life } of fleet.engines)
    deepStrictEqual(
      await Effect.runPromise(engine.inMemory),
      { instances: 0, jobs: 0, places: 0, waiters: 0 },
      `engine ${life} keeps something in memory`,
    )
}

const commitsOf = async (store: Store["Service"]): Promise<number> =>
  (await Effect.runPromise(store.instances.list({ limit: 1000 }))).rows.reduce((sum, { seq }) => sum + seq, 0)

const whyOf = async ({ engines: [first] }: Fleet, instance: string): Promise<string> => {
  const exit = await first?.run(first.engine.get(instance))
  return exit !== undefined && Exit.isSuccess(exit) ? JSON.stringify(exit.value.waiting) : `it cannot be looked at: ${JSON.stringify(exit)}`
}

/** Others do something about these; a lock is held and a child runs by something that waits in its turn. */
const seen: ReadonlySet<string> = new Set(["task", "incident", "activation", "lock", "child", "message", "signal", "condition"])

/** What has not ended waits for something that others do, or for a time that is to come. */
const proveVisible = async ({ fleet, store }: CalmOptions): Promise<void> => {
  const { rows } = await Effect.runPromise(store.instances.list({ limit: 1000 }))
  for (const row of rows) {
    if (hasEnded(row)) continue
    for (const engine of fleet.engines) {
      const exit = await engine.run(engine.engine.get(row.id))
      ok(Exit.isSuccess(exit), `${row.id} cannot be looked at: ${JSON.stringify(exit)}`)
      const { waiting } = exit.value
      ok(waiting.length > 0, `${row.id} waits for nothing`)
      for (const place of waiting) {
        if (seen.has(place.for)) continue
        ok(place.due !== undefined && place.due > fleet.now, `${row.id} waits in silence: ${JSON.stringify(place)} (now ${fleet.now})`)
      }
    }
  }
}

/** Whoever waits for an end at an engine that lives has heard of it. */
const proveHeard = ({ fleet, ledger }: CalmOptions): void => {
  const alive = new Set(fleet.engines.map(({ life }) => life))
  for (const { instance, life, heard } of ledger.waiters)
    if (alive.has(life)) strictEqual(typeof heard, "string", `who waits for ${instance} at engine ${life} never heard of its end`)
}
