import { expect, it } from "@effect/vitest"
import type { Json } from "@millrace/kernel"
import { Effect, Latch } from "effect"
import { TestClock } from "effect/testing"
import { describe } from "vitest"
import { emptyBatch } from "../../src/commit/emptyBatch.ts"
import { makeMemoryStore } from "../../src/store/MemoryStore.ts"
import { advance, openEngine, type StoreShape } from "../harness.ts"
import { turns } from "../severalEngines.ts"
import { relay } from "./relayDecider.ts"

const parent = relay("parent", [{ type: "call", id: "called", process: "child" }])
const quick = relay("child", [])
const slow = relay("child", [{ type: "receive", id: "word", name: "word", keyOf: "n" }])

describe("an instance that another one calls", () => {
  it.effect("runs, and gives its output to its caller", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([parent, quick])
      const { id } = yield* engine.start("parent", { n: 1 })
      expect(yield* engine.result(id)).toMatchObject({ called: { input: { n: 1 } } })
      expect((yield* engine.list({ process: "child" })).items).toMatchObject([{ id: `${id}/1`, status: "completed" }])
      expect((yield* engine.children.list()).items).toEqual([])
    }),
  )

  it.effect("is listed as long as it is waited for", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([parent, slow])
      const { id } = yield* engine.start("parent", { n: 1 })
      yield* engine.settled
      expect((yield* engine.children.list({ instance: id })).items).toMatchObject([
        { instance: `${id}/1`, process: "child", parent: id, element: "called" },
      ])
      yield* engine.publish("word", "said", { key: 1 })
      expect(yield* engine.result(id)).toMatchObject({ called: { word: "said" } })
    }),
  )

  it.effect("is of the version that the call names, or of the highest one", () =>
    Effect.gen(function* () {
      const two = relay("child", [{ type: "receive", id: "never", name: "never" }], { version: 2 })
      const exact = relay("exact", [{ type: "call", id: "called", process: "child", version: 1 }])
      const engine = yield* openEngine([parent, exact, quick, two])
      const a = yield* engine.start("exact", {})
      const b = yield* engine.start("parent", {})
      yield* engine.result(a)
      yield* engine.settled
      expect(yield* engine.get(`${b.id}/1`)).toMatchObject({ version: 2, status: "active" })
    }),
  )

  it.effect("fails its caller with its typed error", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([parent, relay("child", [{ type: "fail", id: "f", code: "Declined" }])])
      const { id } = yield* engine.start("parent", {})
      expect(yield* Effect.flip(engine.result(id))).toMatchObject({ code: "ProcessFailed", error: "Declined" })
    }),
  )

  it.effect("is cancelled with its caller, and its caller's caller", () =>
    Effect.gen(function* () {
      const top = relay("top", [{ type: "call", id: "p", process: "parent" }])
      const engine = yield* openEngine([top, parent, slow])
      const { id } = yield* engine.start("top", { n: 1 })
      yield* engine.settled
      yield* engine.cancel(id)
      yield* engine.settled
      for (const each of [id, `${id}/1`, `${id}/1/1`]) expect((yield* engine.get(each)).status).toBe("cancelled")
      expect(yield* engine.inMemory).toMatchObject({ instances: 0 })
    }),
  )

  it.effect("that is cancelled by somebody else leaves an incident with its caller, and is called anew when that is retried", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([parent, slow])
      const { id } = yield* engine.start("parent", { n: 1 })
      yield* engine.settled
      yield* engine.cancel(`${id}/1`, "no use")
      yield* engine.settled
      expect((yield* engine.incidents.list()).items).toMatchObject([
        { instance: id, element: "called", code: "ChildCancelled", message: `Instance ${id}/1 of child was cancelled: no use` },
      ])
      const [incident] = (yield* engine.incidents.list()).items
      yield* engine.incidents.retry(incident?.id ?? "")
      yield* engine.settled
      expect((yield* engine.children.list({ instance: id })).items).toHaveLength(1)
      yield* engine.publish("word", "said", { key: 1 })
      expect(yield* engine.result(id)).toMatchObject({ called: { word: "said" } })
      expect((yield* engine.get(`${id}/1`)).status).toBe("cancelled")
    }),
  )

  it.effect("tells its caller of escalations and goes on", () =>
    Effect.gen(function* () {
      const child = relay("child", [
        { type: "escalate", id: "up", code: "Help" },
        { type: "receive", id: "word", name: "word" },
      ])
      const engine = yield* openEngine([parent, child])
      const { id } = yield* engine.start("parent", {})
      yield* engine.settled
      expect((yield* engine.get(id)).vars).toMatchObject({ heard: ["Help"] })
      yield* engine.publish("word", 1)
      yield* engine.result(id)
    }),
  )

  it.effect("is compensated after its end when its caller asks for that", () =>
    Effect.gen(function* () {
      const undoing = relay("undoing", [
        { type: "call", id: "called", process: "child" },
        { type: "compensate", id: "undone", child: 1 },
      ])
      const engine = yield* openEngine([undoing, quick])
      const { id } = yield* engine.start("undoing", { n: 1 })
      yield* engine.result(id)
      const child = yield* engine.get(`${id}/1`)
      expect(child).toMatchObject({ status: "completed", vars: { compensated: true } })
      expect(child.endedAt).toBeDefined()
      expect(yield* engine.result(`${id}/1`)).toEqual({ input: { n: 1 } })
    }),
  )

  it.effect("keeps its end where it is compensated before that is durable", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const latch = Latch.makeUnsafe(true)
      const store: StoreShape = {
        ...inner,
        log: { ...inner.log, commit: (batch) => Effect.andThen(latch.await, inner.log.commit(batch)) },
      }
      const engine = yield* openEngine([parent, slow], { store })
      const { id } = yield* engine.start("parent", { n: 1 })
      yield* engine.settled
      const child = `${id}/1`
      const key = (yield* inner.instances.byId(child))?.key ?? 0
      yield* engine.publish("word", "said", { key: 1 })
      yield* latch.close
      yield* turns(20)
      const word = { process: "parent", ref: 1, source: id, payload: "null", createdAt: 0, key: null, instance: child, version: null }
      const delivery = {
        ...word,
        kind: "compensate",
        name: "",
        correlation: null,
        expiresAt: null,
        parent: null,
        businessKey: null,
      } as const
      yield* inner.log.commit(emptyBatch("other", { deliveries: [{ from: key, delivery }] }))
      yield* TestClock.adjust(20_000)
      yield* turns(20)
      yield* latch.open
      yield* engine.settled
      const row = yield* inner.instances.byId(child)
      expect(row).toMatchObject({ status: "completed" })
      expect(row?.endedAt).not.toBeNull()
      expect(row?.result).toContain("said")
      expect(yield* engine.get(child)).toMatchObject({ vars: { compensated: true } })
    }),
  )

  it.effect("that never began has nothing to undo", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([relay("undoing", [{ type: "compensate", id: "undone", child: 7 }])])
      const { id } = yield* engine.start("undoing", {})
      expect(yield* engine.result(id)).toMatchObject({ input: {} })
    }),
  )

  it.effect("that no engine knows is an incident that can be retried", () =>
    Effect.gen(function* () {
      const first = yield* openEngine([parent])
      const { id } = yield* first.start("parent", {})
      yield* first.settled
      const { items } = yield* first.incidents.list()
      expect(items).toMatchObject([{ instance: id, code: "ChildNotStarted" }])
      expect(items[0]?.message).toContain("This one knows: parent@1")
      const second = yield* openEngine([parent, quick], { store: first.store })
      yield* second.incidents.retry(items[0]?.id ?? "")
      yield* advance(10_000, first, second)
      expect(yield* second.result(id)).toMatchObject({ called: {} })
    }),
  )

  it.effect("that does not take its input is an incident of its caller", () =>
    Effect.gen(function* () {
      const strict = relay("child", [], {
        input: {
          encode: (value) => value as Json,
          decode: () => {
            throw new Error("n is missing")
          },
        },
      })
      const engine = yield* openEngine([parent, strict])
      const { id } = yield* engine.start("parent", {})
      yield* engine.settled
      const { items } = yield* engine.incidents.list()
      expect(items).toMatchObject([{ instance: id, code: "ChildNotStarted" }])
      expect(items[0]?.message).toContain("the input does not fit child@1: n is missing")
    }),
  )

  it.effect("whose business key is taken is an incident of its caller", () =>
    Effect.gen(function* () {
      const keyed = relay("keyed", [{ type: "call", id: "called", process: "child", businessKey: "B-1" }])
      const engine = yield* openEngine([keyed, quick])
      const first = yield* engine.start("keyed", {})
      yield* engine.result(first)
      expect(yield* engine.get(`${first.id}/1`)).toMatchObject({ businessKey: "B-1" })
      const second = yield* engine.start("keyed", {})
      yield* engine.settled
      expect((yield* engine.incidents.list()).items).toMatchObject([{ instance: second.id, code: "ChildNotStarted" }])
    }),
  )

  it.effect("whose first decision is a bug is an incident of its caller, and keeps nobody else waiting", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([
        parent,
        relay("child", [{ type: "bug", id: "b" }]),
        relay("other", [{ type: "call", id: "c", process: "fine" }]),
        relay("fine", []),
      ])
      const broken = yield* engine.start("parent", {})
      const fine = yield* engine.start("other", {})
      yield* engine.result(fine)
      yield* engine.settled
      expect((yield* engine.incidents.list()).items).toMatchObject([{ instance: broken.id, code: "ChildNotStarted" }])
    }),
  )

  it.effect("may be called by itself, deeply", () =>
    Effect.gen(function* () {
      const depth = 150
      const models = Array.from({ length: depth }, (_, n) => relay(`level${n}`, [{ type: "call", id: "c", process: `level${n + 1}` }]))
      const engine = yield* openEngine([...models, relay(`level${depth}`, [])])
      const { id } = yield* engine.start("level0", {})
      yield* engine.result(id)
      const { items } = yield* engine.list({ limit: 1000 })
      expect(items.length).toBe(depth + 1)
      expect(Math.max(...items.map((item) => item.id.length))).toBeLessThanOrEqual(400)
    }),
  )
})
