/**
 * People and programs in a simulation: they start instances, do tasks, cancel, look, and try again what was refused,
 * at whichever engine they come to.
 */
import type { InstanceRow, Store, UserTaskRow } from "@millrace/engine/store"
import type { ProcessGraph } from "@millrace/process"
import { Cause, Effect, Exit } from "effect"
import type { Seeded } from "../store/seeded.ts"
import { makeCorrespondents } from "./Correspondents.ts"
import type { Ledger } from "./Ledger.ts"
import { hasEnded, stillOpen } from "./proveStore.ts"
import type { SimulatedEngine } from "./SimulatedEngine.ts"

export interface PeopleOptions {
  readonly random: Seeded
  readonly ledger: Ledger
  readonly store: Store["Service"]
  readonly processes: ReadonlyArray<string>
  /** By the ids of the processes. */
  readonly graphs: ReadonlyMap<string, ProcessGraph>
  /** At most so many instances are started. */
  readonly instances: number
  /** One of the engines that live. */
  readonly anyEngine: () => SimulatedEngine | undefined
  /** What callers are told that should never happen. */
  readonly surprise: (message: string) => void
}

export interface People {
  /** Somebody does something. */
  readonly act: () => Promise<void>
  /** Does every open task and retries every incident, in this round of work; in late rounds, people give up what does not end. */
  readonly finish: (round: number) => Promise<void>
}

/** What callers may be told while the store is in trouble or engines come and go. */
const expected: ReadonlySet<string> = new Set([
  "StoreUnavailable",
  "StoreOutcomeUnknown",
  "StoreFailed",
  "EngineClosed",
  "InstanceEnded",
  "UserTaskNotFound",
  "UserTaskNotYours",
  "IncidentNotFound",
  "ElementNotFound",
  "InstanceNotFound",
])

/** What stands in an ad-hoc sub-process, and nothing leads to. */
const membersOf = (graph: ProcessGraph | undefined, scope: string): ReadonlyArray<string> =>
  (graph?.elements ?? []).flatMap((element) =>
    element.scope !== scope ||
    "attachedTo" in element ||
    "isForCompensation" in element ||
    graph?.flows.some(({ to }) => to === element.id) === true
      ? []
      : [element.id],
  )

/** After so many rounds with an instance people give it up: business keys are taken for good, some never hear a word, and some begin anew before they are done. */
export const patience = 20

/** What stands beside the work of a scope or an activity, and may begin something more than once. */
const listens: ReadonlySet<string> = new Set(["StartEvent", "BoundaryEvent"])

const users = ["ann", "bob", "cat"]

export const makePeople = ({ random, ledger, store, processes, graphs, instances, anyEngine, surprise }: PeopleOptions): People => {
  const pick = <T>(list: ReadonlyArray<T>): T | undefined => list[random.below(list.length)]
  const tasks = async (): Promise<ReadonlyArray<UserTaskRow>> => (await Effect.runPromise(store.userTasks.list({ limit: 1000 }))).rows
  const incidents = async () => (await Effect.runPromise(store.incidents.list({ limit: 1000 }))).rows

  /** One that is terminating may have things to undo, which wait for people, too. */
  const unfinished = async () => (await Effect.runPromise(store.instances.list({ limit: 1000 }))).rows.filter((row) => !hasEnded(row))

  /** Asks, without waiting for the answer: it may never come. */
  const ask = <A, E>(at: SimulatedEngine, what: string, effect: Effect.Effect<A, E>, then: (value: A) => void = () => {}): void => {
    void at.run(effect).then((exit) => {
      if (!at.alive()) return
      if (Exit.isSuccess(exit)) return then(exit.value)
      const error: unknown = Cause.squash(exit.cause)
      const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "a defect"
      if (!expected.has(code)) surprise(`${what} failed with ${code}: ${error instanceof Error ? error.stack : String(error)}`)
    })
  }

  const correspondents = makeCorrespondents({ random, ledger, store, ask })

  const look = (
    instance: string,
    wrong: (details: { readonly waiting: ReadonlyArray<{ readonly for: string; readonly id: number }> }) => string | undefined,
  ) => {
    const at = anyEngine()
    const acknowledged = ledger.starts.get(instance)?.acknowledged
    if (at === undefined) return
    void at.run(at.engine.get(instance)).then((exit) => {
      if (!at.alive()) return
      if (Exit.isSuccess(exit)) {
        const problem = wrong(exit.value)
        if (problem !== undefined) ledger.unread.push(problem)
        return
      }
      const error: unknown = Cause.squash(exit.cause)
      if (acknowledged === true && typeof error === "object" && error !== null && "code" in error && error.code === "InstanceNotFound")
        ledger.unread.push(`${instance} was acknowledged and not found`)
    })
  }

  const start = (at: SimulatedEngine) => {
    const known = [...ledger.starts.keys()]
    const again = known.length >= instances || (known.length > 0 && random.chance(0.3))
    const id = (again ? pick(known) : undefined) ?? `i${known.length + 1}`
    const entry = ledger.starts.get(id) ?? {
      input: { a: random.below(4), b: random.below(4) },
      process: pick(processes) ?? "",
      acknowledged: false,
    }
    ledger.starts.set(id, entry)
    ask(at, `starting ${id}`, at.engine.start(entry.process, entry.input, { id }), () => {
      entry.acknowledged = true
      look(id, () => undefined)
    })
  }

  const complete = (at: SimulatedEngine, row: UserTaskRow) => {
    const by = row.assignee ?? pick(users) ?? "ann"
    const completion = { instance: row.instance, task: row.id, by, acknowledged: false }
    ledger.completions.push(completion)
    ask(
      at,
      `completing ${row.instance}:${row.id}`,
      at.engine.userTasks.complete(`${row.instance}:${row.id}`, { outcome: random.below(6) }, { by }),
      () => {
        completion.acknowledged = true
        look(row.instance, ({ waiting }) =>
          waiting.some((place) => place.for === "task" && place.id === row.id)
            ? `task ${row.id} of ${row.instance} is still open`
            : undefined,
        )
      },
    )
  }

  const doTask = (at: SimulatedEngine, row: UserTaskRow) => {
    const id = `${row.instance}:${row.id}`
    const user = pick(users) ?? "ann"
    const luck = random.below(8)
    const { userTasks } = at.engine
    if (luck === 0) ask(at, `claiming ${id}`, userTasks.claim(id, user))
    else if (luck === 1) ask(at, `giving back ${id}`, userTasks.unclaim(id, user))
    else if (luck === 2) ask(at, `assigning ${id}`, random.chance(0.5) ? userTasks.assign(id, user) : userTasks.assign(id))
    else if (luck === 3) ask(at, `changing ${id}`, userTasks.setDue(id, new Date(random.below(1_000_000))))
    else {
      complete(at, row)
      // Somebody presses the button twice, or another one was as fast.
      const other = random.chance(0.2) ? anyEngine() : undefined
      if (other !== undefined) complete(other, row)
    }
  }

  const wait = (at: SimulatedEngine, instance: string) => {
    const waiter = { instance, life: at.life, heard: undefined as string | undefined }
    ledger.waiters.push(waiter)
    void at.run(at.engine.result(instance)).then((exit) => {
      const error: unknown = Exit.isSuccess(exit) ? undefined : Cause.squash(exit.cause)
      waiter.heard = Exit.isSuccess(exit)
        ? "completed"
        : typeof error === "object" && error !== null && "_tag" in error
          ? String(error._tag)
          : String(error)
    })
  }

  /** Begins something in an ad-hoc sub-process that waits for that. */
  const begin = (row: InstanceRow): void => {
    const at = anyEngine()
    if (at === undefined) return
    void at.run(at.engine.get(row.id)).then((exit) => {
      if (!Exit.isSuccess(exit) || !at.alive()) return
      for (const { element } of exit.value.waiting.filter((place) => place.for === "activation")) {
        const [member] = membersOf(graphs.get(row.process), element)
        if (member !== undefined) ask(at, `beginning ${member} in ${row.id}`, at.engine.activate(row.id, member))
      }
    })
  }

  const act = async () => {
    const at = anyEngine()
    if (at === undefined) return
    if (random.chance(0.25)) return correspondents.act(at)
    const luck = random.below(20)
    const instance = pick([...ledger.starts.keys()])
    if (luck < 6 || instance === undefined) return start(at)
    if (luck < 13) {
      const row = pick(await tasks())
      return row === undefined ? undefined : doTask(at, row)
    }
    if (luck === 13) return ask(at, `cancelling ${instance}`, at.engine.cancel(instance, "by chance"))
    if (luck < 16) {
      const row = pick(await incidents())
      return row === undefined
        ? undefined
        : ask(at, `retrying ${row.instance}:${row.id}`, at.engine.incidents.retry(`${row.instance}:${row.id}`))
    }
    if (luck === 17) {
      const row = pick(await unfinished())
      return row === undefined ? undefined : begin(row)
    }
    if (luck < 18) return wait(at, instance)
    return look(instance, () => undefined)
  }

  /** Ends what a time that comes again and again begins anew, before what it began earlier is done. */
  const endRecurring = (row: InstanceRow): void => {
    const at = anyEngine()
    if (at === undefined) return
    void at.run(at.engine.get(row.id)).then((exit) => {
      if (!Exit.isSuccess(exit) || !at.alive()) return
      const recurs = exit.value.waiting.some((place) => place.for === "timer" && listens.has(place.elementType))
      if (recurs) ask(at, `giving ${row.id} up`, at.engine.cancel(row.id))
    })
  }

  /** The round in which people came to each instance: one that is called anew has their patience, too. */
  const metIn = new Map<string, number>()

  const finish = async (round: number) => {
    const left = await unfinished()
    const ending = new Set(left.flatMap(({ id, status }) => (status === "terminating" ? [id] : [])))
    for (const { id } of left) if (!metIn.has(id)) metIn.set(id, round)
    const givesUp = (instance: string) => round - (metIn.get(instance) ?? round) >= patience
    for (const row of stillOpen((await Effect.runPromise(store.instances.list({ limit: 1000 }))).rows)) begin(row)
    for (const row of left) if (givesUp(row.id)) endRecurring(row)
    for (const row of await tasks()) {
      const at = anyEngine()
      if (at !== undefined) complete(at, row)
    }
    for (const row of await incidents()) {
      const at = anyEngine()
      if (at === undefined) continue
      // What is ending cannot be given up any more: what it calls to undo something is called again.
      if (givesUp(row.instance) && row.code.startsWith("Child") && !ending.has(row.instance))
        ask(at, `giving ${row.instance} up`, at.engine.cancel(row.instance))
      else ask(at, `retrying ${row.instance}:${row.id}`, at.engine.incidents.retry(`${row.instance}:${row.id}`))
    }
    const at = anyEngine()
    if (at !== undefined) await correspondents.finish(at, givesUp)
  }
  return { act, finish }
}
