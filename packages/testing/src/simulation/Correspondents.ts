/**
 * People and programs that write to instances of a simulation: they publish messages, some of them twice, ring bells
 * and change variables; in the end they answer whatever is still waited for.
 */
import { addressOf as addressOfMessage, type Store, type SubscriptionRow } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Seeded } from "../store/seeded.ts"
import type { Ledger } from "./Ledger.ts"
import { stillOpen } from "./proveStore.ts"
import type { SimulatedEngine } from "./SimulatedEngine.ts"

export interface CorrespondentsOptions {
  readonly random: Seeded
  readonly ledger: Ledger
  readonly store: Store["Service"]
  /** Asks, without waiting for the answer. */
  readonly ask: <A, E>(at: SimulatedEngine, what: string, effect: Effect.Effect<A, E>, then?: (value: A) => void) => void
}

export interface Correspondents {
  readonly act: (at: SimulatedEngine) => Promise<void>
  /** Answers whatever is waited for; in the end, gives up what never hears since another one hears all. */
  readonly finish: (at: SimulatedEngine, givesUp: (instance: string) => boolean) => Promise<void>
}

/** Messages are not to expire, however far clocks jump. */
const forEver = 3650 * 86_400_000

const names = ["letter", "letter", "note", "paid", "sent"] as const

export const makeCorrespondents = ({ random, ledger, store, ask }: CorrespondentsOptions): Correspondents => {
  const pick = <T>(list: ReadonlyArray<T>): T | undefined => list[random.below(list.length)]

  const publish = (at: SimulatedEngine, name: string, key: string | undefined) => {
    const id = `m${ledger.published.size + 1}`
    const letter = { name, key, acknowledged: false }
    ledger.published.set(id, letter)
    send(at, id)
    // Whoever sends it does not know whether it came through.
    if (random.chance(0.2)) send(at, id)
  }

  const send = (at: SimulatedEngine, id: string) => {
    const letter = ledger.published.get(id)
    if (letter === undefined) return
    const { name, key } = letter
    const options = { id, ttl: forEver, ...(key === undefined ? {} : { key }) }
    ask(at, `publishing ${id}`, at.engine.publish(name, { id, key: key ?? null }, options), () => {
      letter.acknowledged = true
    })
  }

  /** Conditions of random processes ask for the level. */
  const change = (at: SimulatedEngine, instance: string) =>
    ask(at, `changing variables of ${instance}`, at.engine.setVariables(instance, { level: random.below(3) }))

  const act = async (at: SimulatedEngine) => {
    const luck = random.below(10)
    const instance = pick([...ledger.starts.keys()])
    if (luck < 3) {
      const { rows } = await Effect.runPromise(store.subscriptions.list({ limit: 1000, kind: "message" }))
      const waits = pick(rows)
      if (waits !== undefined) return publish(at, waits.name, waits.correlation ?? undefined)
    }
    if (luck < 5) {
      const name = pick(names) ?? "letter"
      return publish(at, name, pick([`k${random.below(4)}`, `key ${random.below(4)}`, undefined]))
    }
    if (luck === 5) {
      const id = pick([...ledger.published.keys()])
      return id === undefined ? undefined : send(at, id)
    }
    if (luck === 6) return ask(at, "ringing", at.engine.broadcast(pick(["bell", "go", "stop"]) ?? "bell", null))
    if (instance === undefined) return
    return change(at, instance)
  }

  const finish = async (at: SimulatedEngine, givesUp: (instance: string) => boolean) => {
    const { rows } = await Effect.runPromise(store.subscriptions.list({ limit: 1000 }))
    const hears = new Set(rows.filter(({ stays }) => stays).map(addressOf))
    const answered = new Set<string>()
    for (const row of rows) {
      const { kind, name, correlation, stays, taken, instance } = row
      if (stays || taken) continue
      if (hears.has(addressOf(row))) {
        if (givesUp(instance)) ask(at, `giving ${instance} up`, at.engine.cancel(instance))
        // Who hears all may begin something each time that waits for the same: one answer for all of them.
        if (answered.has(addressOf(row))) continue
        answered.add(addressOf(row))
      }
      if (kind === "signal") ask(at, "ringing", at.engine.broadcast(name, null))
      else publish(at, name, correlation ?? undefined)
    }
    const { rows: instances } = await Effect.runPromise(store.instances.list({ limit: 1000 }))
    for (const { id, status } of stillOpen(instances)) if (status !== "terminating") change(at, id)
  }
  return { act, finish }
}

const addressOf = ({ name, correlation }: SubscriptionRow): string => addressOfMessage(name, correlation)
