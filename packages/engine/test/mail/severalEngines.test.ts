import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { makeMemoryStore } from "../../src/store/MemoryStore.ts"
import { StoreError } from "../../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "../harness.ts"
import { deaf, pass, turns } from "../severalEngines.ts"
import { relay } from "./relayDecider.ts"

const parent = relay("parent", [
  { type: "call", id: "called", process: "child" },
  { type: "receive", id: "word", name: "word" },
])
const child = relay("child", [{ type: "send", id: "out", name: "heard", key: "1", payload: "child" }])
const many = relay("many", [{ type: "receive", id: "item", name: "item", key: "k", times: 60 }])

describe("several engines on one store", () => {
  it.effect("bring each message once, whoever is faster", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      // As slow as a database: several decide on the same delivery before any of them has committed.
      const store: StoreShape = {
        ...inner,
        log: { ...inner.log, commit: (batch) => Effect.andThen(turns(1), inner.log.commit(batch)) },
        deliveries: { ...inner.deliveries, due: (request) => Effect.andThen(turns(1), inner.deliveries.due(request)) },
      }
      const engines = yield* Effect.forEach([1, 2, 3], () => openEngine([many], { store }))
      const [a, b] = engines
      if (a === undefined || b === undefined) return
      yield* pass(4000)
      const { id } = yield* a.start("many", {})
      for (let n = 0; n < 60; n++) {
        const engine = engines[n % 3]
        yield* engine?.publish("item", n, { key: "k", id: `m${n}` }) ?? Effect.void
        // Each of them looks at once.
        for (const each of engines) yield* each.broadcast("nobody", null)
      }
      yield* pass(40_000)
      const output = (yield* a.result(id)) as { readonly item: ReadonlyArray<number> }
      expect(output.item.toSorted((x, y) => x - y)).toEqual(Array.from({ length: 60 }, (_, n) => n))
      expect(yield* inner.deliveries.due({ after: 0, limit: 10 })).toEqual([])
    }),
  )

  for (const hears of [true, false]) {
    it.effect(`leave deliveries to who has the code, ${hears ? "at once" : "within a sweep when every announcement is lost"}`, () =>
      Effect.gen(function* () {
        const inner = makeMemoryStore()
        const store = hears ? inner : deaf(inner)
        const parents = yield* openEngine([parent], { store })
        const children = yield* openEngine([child], { store })
        yield* pass(6000)
        const { id } = yield* parents.start("parent", {})
        yield* turns(30)
        if (!hears) {
          expect(yield* Effect.exit(children.get(`${id}/1`))).toMatchObject({ _tag: "Failure" })
          yield* advance(20_000, parents, children)
        }
        expect(yield* children.get(`${id}/1`)).toMatchObject({ status: "completed" })
        if (!hears) yield* advance(20_000, parents, children)
        yield* turns(30)
        expect((yield* parents.get(id)).waiting).toMatchObject([{ element: "word" }])
        yield* children.publish("word", "from elsewhere")
        yield* turns(30)
        if (!hears) yield* advance(20_000, parents, children)
        expect(yield* parents.result(id)).toMatchObject({ word: "from elsewhere" })
      }),
    )
  }

  it.effect("let a client publish and cancel, which does no work itself", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const worker = yield* openEngine([parent, relay("child", [{ type: "receive", id: "in", name: "in" }])], { store })
      const client = yield* openEngine([relay("another", [])], { store, client: true })
      const { id } = yield* worker.start("parent", {})
      yield* worker.settled
      yield* client.publish("in", 1)
      yield* pass(1000)
      expect((yield* worker.get(`${id}/1`)).status).toBe("completed")
      yield* client.cancel(id)
      yield* pass(1000)
      expect((yield* worker.get(id)).status).toBe("cancelled")
    }),
  )

  it.effect("cancel what an engine without its code called", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const parents = yield* openEngine([parent], { store })
      const children = yield* openEngine([relay("child", [{ type: "receive", id: "in", name: "in" }])], { store })
      yield* pass(6000)
      const { id } = yield* parents.start("parent", {})
      yield* pass(1000)
      expect((yield* children.get(`${id}/1`)).status).toBe("active")
      yield* parents.cancel(id)
      yield* pass(1000)
      expect((yield* children.get(`${id}/1`)).status).toBe("cancelled")
    }),
  )

  it.effect("do not begin what was cancelled before it began", () =>
    Effect.gen(function* () {
      const store = makeMemoryStore()
      const first = yield* openEngine([child], { store })
      yield* first.close
      const parents = yield* openEngine([parent], { store })
      const { id } = yield* parents.start("parent", {})
      yield* parents.settled
      expect((yield* parents.incidents.list()).items).toEqual([])
      yield* parents.cancel(id)
      yield* advance(5000, parents)
      expect(yield* store.deliveries.due({ after: 0, limit: 10 })).toEqual([])
      const children = yield* openEngine([relay("child", [{ type: "receive", id: "in", name: "in" }], { version: 2 })], { store })
      yield* advance(200_000, parents, children)
      expect((yield* children.list({ process: "child" })).items).toEqual([])
    }),
  )

  it.effect("look for what has not begun once for all that are cancelled, however many they are", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let looks = 0
      const store: StoreShape = {
        ...inner,
        deliveries: {
          ...inner.deliveries,
          due: (request) => {
            if (request.processes === undefined) looks++
            return inner.deliveries.due(request)
          },
        },
      }
      const first = yield* openEngine([child], { store })
      yield* first.close
      const parents = yield* openEngine([parent], { store })
      const many = yield* Effect.forEach(Array.from({ length: 1500 }), () => parents.start("parent", {}))
      yield* parents.settled
      looks = 0
      yield* Effect.forEach(many, ({ id }) => parents.cancel(id), { concurrency: "unbounded" })
      yield* advance(1000, parents)
      expect(yield* inner.deliveries.due({ after: 0, limit: 10 })).toEqual([])
      expect(looks).toBeLessThan(100)
    }),
  )
})

describe("after a crash", () => {
  it.effect("whatever was on its way arrives, once", () =>
    Effect.gen(function* () {
      const hearer = relay("hearer", [
        { type: "receive", id: "heard", name: "heard", key: "1" },
        { type: "hear", id: "bell", name: "bell" },
      ])
      const bell = relay("bell", [
        { type: "call", id: "called", process: "child" },
        { type: "signal", id: "ring", name: "bell", payload: "ding" },
      ])
      const models = [hearer, bell, child]
      for (let dies = 1; dies < 14; dies++) {
        const inner = makeMemoryStore()
        let asked = 0
        let kill: Effect.Effect<void> | undefined
        // It dies right after its n-th commit, match or look at deliveries.
        const count = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
          Effect.flatMap(effect, (result) =>
            kill !== undefined && ++asked === dies ? Effect.andThen(kill, Effect.never) : Effect.succeed(result),
          )
        const store: StoreShape = {
          ...inner,
          log: { ...inner.log, commit: (batch) => count(inner.log.commit(batch)) },
          messages: { ...inner.messages, match: (request) => count(inner.messages.match(request)) },
          deliveries: { ...inner.deliveries, due: (request) => count(inner.deliveries.due(request)) },
        }
        const first = yield* openEngine(models, { store })
        kill = first.kill
        yield* Effect.forkChild(first.start("hearer", {}, { id: "h" }))
        yield* Effect.forkChild(first.start("bell", {}, { id: "b" }))
        yield* turns(60)
        const second = yield* openEngine(models, { store: inner })
        yield* second.start("hearer", {}, { id: "h" })
        yield* second.start("bell", {}, { id: "b" })
        yield* advance(40_000, second)
        yield* second.broadcast("bell", "again")
        yield* advance(20_000, second)
        expect((yield* second.get("h")).output, `dies after ${dies}`).toMatchObject({ heard: "child" })
        expect((yield* second.list({ process: "child" })).items).toMatchObject([{ status: "completed" }])
        expect(yield* inner.deliveries.due({ after: 0, limit: 10 })).toEqual([])
      }
    }),
  )

  it.effect("tell a caller that its child cannot begin, although another engine has gone on with the caller", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const keyed = relay("keyed", [{ type: "call", id: "called", process: "quick", businessKey: "taken" }])
      const quick = relay("quick", [])
      const both = yield* openEngine([keyed, quick], { store: deaf(inner) })
      const callers = yield* openEngine([keyed], { store: deaf(inner) })
      yield* pass(6000)
      const first = yield* both.start("keyed", {})
      const { id } = yield* both.start("keyed", {})
      yield* turns(30)
      const [before] = (yield* callers.incidents.list()).items
      // It calls once more: the engine that has the code of the child does not know.
      yield* callers.incidents.retry(before?.id ?? "")
      yield* turns(30)
      expect((yield* callers.incidents.list()).items).toEqual([])
      const other = yield* both.start("keyed", {})
      yield* turns(60)
      expect((yield* callers.get(first.id)).status).toBe("completed")
      const { items } = yield* callers.incidents.list()
      expect(items.map(({ instance, code }) => [instance, code])).toEqual([
        [id, "ChildNotStarted"],
        [other.id, "ChildNotStarted"],
      ])
    }),
  )

  it.effect("a store that was away, and refuses something once, puts nobody into quarantine", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const troubles = ["StoreUnavailable", "StoreUnavailable", "StoreUnavailable", "StoreFailed"] as const
      let met = 0
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) => {
            const code = batch.takes.length > 0 ? troubles[met++] : undefined
            return code === undefined ? inner.log.commit(batch) : Effect.fail(new StoreError({ code, message: "trouble" }))
          },
        },
      }
      const engine = yield* openEngine([relay("w", [{ type: "receive", id: "in", name: "in", keyOf: "n" }])], { store })
      const { id } = yield* engine.start("w", { n: 1 })
      yield* engine.publish("in", "fine", { key: 1 })
      yield* advance(60_000, engine)
      expect(met).toBeGreaterThan(troubles.length)
      expect((yield* engine.incidents.list()).items).toEqual([])
      expect((yield* engine.get(id)).output).toMatchObject({ in: "fine" })
    }),
  )

  it.effect("what is poison for the store puts its target into quarantine, and blocks nobody else", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      let broken = true
      const store: StoreShape = {
        ...inner,
        log: {
          ...inner.log,
          commit: (batch) =>
            broken && batch.log.some(({ events }) => events.includes("poison"))
              ? Effect.fail(new StoreError({ code: "StoreFailed", message: "no poison here" }))
              : inner.log.commit(batch),
        },
      }
      const engine = yield* openEngine([relay("w", [{ type: "receive", id: "in", name: "in", keyOf: "n" }])], { store })
      const bad = yield* engine.start("w", { n: 1 })
      const good = yield* engine.start("w", { n: 2 })
      yield* engine.publish("in", "poison", { key: 1 })
      yield* engine.publish("in", "fine", { key: 2 })
      yield* advance(10_000, engine)
      expect((yield* engine.get(good.id)).output).toMatchObject({ in: "fine" })
      const { items } = yield* engine.incidents.list()
      expect(items).toMatchObject([{ instance: bad.id, code: "InstanceQuarantined" }])
      expect(items[0]?.message).toContain("no poison here")
      broken = false
      yield* engine.incidents.retry(items[0]?.id ?? "")
      yield* advance(1000, engine)
      expect((yield* engine.get(bad.id)).output).toMatchObject({ in: "poison" })
    }),
  )
})
