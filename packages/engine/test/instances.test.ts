import { describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { makeMemoryStore } from "../src/store/MemoryStore.ts"
import { StoreError } from "../src/store/StoreError.ts"
import { advance, openEngine, type StoreShape } from "./harness.ts"
import { line } from "./lineDecider.ts"

const task = line("task", [{ type: "task", id: "approve", groups: ["managers"] }])

describe("starting", () => {
  it.effect("an unknown process says which ones there are", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([task])
      expect(yield* Effect.flip(engine.start("nope", {}))).toMatchObject({
        code: "ProcessNotFound",
        message: expect.stringContaining("task@1"),
      })
    }),
  )

  it.effect("twice under one id or business key gives one instance, also at the same time", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([task])
      for (const name of [{ id: "order-1" }, { businessKey: "B-7" }, { id: "order-2", businessKey: "B-8" }]) {
        const [a, b] = yield* Effect.all([engine.start("task", { x: 1, y: 2 }, name), engine.start("task", { y: 2, x: 1 }, name)], {
          concurrency: "unbounded",
        })
        const c = yield* engine.start("task", { x: 1, y: 2 }, name)
        expect([a.id, b.id]).toEqual([c.id, c.id])
      }
      expect((yield* engine.list()).items.length).toBe(3)
    }),
  )

  it.effect("under a name that another input has is refused", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([task])
      yield* engine.start("task", { x: 1 }, { id: "order-1", businessKey: "B-1" })
      for (const name of [{ id: "order-1" }, { businessKey: "B-1" }]) {
        expect(yield* Effect.flip(engine.start("task", { x: 2 }, name))).toMatchObject({
          code: "InstanceConflict",
          message: expect.stringContaining("order-1"),
        })
      }
    }),
  )

  it.effect("with an input that is not JSON is refused", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([task])
      expect(yield* Effect.flip(engine.start("task", 1n))).toMatchObject({ code: "InputInvalid" })
    }),
  )

  it.effect("a changed graph under a stored version is refused, and allowed as a revision in development", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([task])
      const started = yield* engine.start("task", {})
      const changed = line("task", [{ type: "job", id: "other" }], { other: () => 1 })
      expect(yield* Effect.flip(openEngine([changed], { store: engine.store }))).toMatchObject({
        code: "DefinitionChanged",
        message: expect.stringContaining("raise the version"),
      })
      const second = yield* openEngine([changed], { store: engine.store, development: true })
      expect(yield* second.result(yield* second.start("task", {}))).toMatchObject({ other: 1 })
      expect((yield* second.get(started.id)).waiting).toMatchObject([{ for: "task" }])
    }),
  )
})

describe("timers", () => {
  it.effect("fire when they are due, also beyond what JavaScript's own timers can", () =>
    Effect.gen(function* () {
      const century = 100 * 365 * 86_400_000
      const model = line("sleep", [
        { type: "timer", id: "short", delay: 60_000 },
        { type: "timer", id: "long", delay: century },
      ])
      const engine = yield* openEngine([model], { sweepInterval: century * 2, leaseTime: century * 2 })
      const started = yield* engine.start("sleep", {})
      yield* advance(60_000, engine)
      expect((yield* engine.get(started.id)).waiting).toMatchObject([{ element: "long", for: "timer" }])
      yield* TestClock.setTime(60_000 + century - 1)
      yield* engine.settled
      expect((yield* engine.get(started.id)).status).toBe("active")
      yield* TestClock.adjust(1)
      yield* engine.settled
      expect((yield* engine.get(started.id)).status).toBe("completed")
    }),
  )

  it.effect("of many instances fire all", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([line("sleep", [{ type: "timer", id: "nap", delay: 1000 }])], { cacheSize: 10 })
      const started = yield* Effect.forEach(Array.from({ length: 2000 }), () => engine.start("sleep", {}), { concurrency: "unbounded" })
      yield* advance(1000, engine)
      const ends = yield* Effect.forEach(started, (instance) => engine.result(instance), { concurrency: "unbounded" })
      expect(ends.length).toBe(2000)
    }),
  )
})

describe("user tasks", () => {
  it.effect("are listed by candidate group, assignee, process, business key; claimed, given back, reassigned, completed", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([task])
      const { userTasks } = engine
      const started = yield* engine.start("task", {}, { businessKey: "B-1" })
      yield* engine.start("task", {}, { businessKey: "B-2" })
      const [open] = (yield* userTasks.list({ groups: ["managers", "others"], businessKey: "B-1", process: "task" })).items
      expect(open).toMatchObject({ instance: started.id, element: "approve", assignee: undefined, groups: ["managers"] })
      const id = open?.id ?? ""
      yield* userTasks.claim(id, "ann")
      expect(yield* Effect.flip(userTasks.claim(id, "bob"))).toMatchObject({
        code: "UserTaskNotYours",
        message: expect.stringContaining("ann"),
      })
      expect((yield* userTasks.list({ assignee: "ann" })).items.length).toBe(1)
      expect((yield* userTasks.list({ groups: ["managers"] })).items.length).toBe(1)
      yield* userTasks.unclaim(id, "ann")
      yield* userTasks.assign(id, "bob")
      yield* userTasks.setDue(id, new Date(5000))
      expect((yield* userTasks.list({ dueBefore: new Date(6000) })).items).toMatchObject([{ assignee: "bob", due: new Date(5000) }])
      yield* userTasks.complete(id, { ok: true }, { by: "bob" })
      expect(yield* engine.result(started)).toMatchObject({ approve: { ok: true } })
      expect(yield* Effect.flip(userTasks.complete(id, { ok: true }, { by: "bob" }))).toMatchObject({ code: "UserTaskNotFound" })
      expect(yield* Effect.flip(userTasks.complete("nonsense", {}, { by: "bob" }))).toMatchObject({ code: "UserTaskNotFound" })
      expect(yield* Effect.flip(userTasks.complete("nobody:1", {}, { by: "bob" }))).toMatchObject({ code: "InstanceNotFound" })
    }),
  )
})

describe("waiting for a user task", () => {
  it.effect("ends when the task opens, at once where it is open, and fails when the instance ends without it", () =>
    Effect.gen(function* () {
      let answer: (value: number) => void = () => {}
      const model = line(
        "later",
        [
          { type: "job", id: "work" },
          { type: "task", id: "approve" },
        ],
        { work: () => new Promise((resolve) => (answer = resolve)) },
      )
      const engine = yield* openEngine([model])
      const started = yield* engine.start("later", {})
      const waiting = yield* Effect.forkChild(engine.userTasks.opened(started.id, "approve"), { startImmediately: true })
      const never = yield* Effect.forkChild(Effect.flip(engine.userTasks.opened(started.id, "other")), { startImmediately: true })
      yield* engine.settled
      answer(1)
      const task = yield* Fiber.join(waiting)
      expect(task).toMatchObject({ instance: started.id, element: "approve" })
      expect((yield* engine.userTasks.opened(started.id, "approve")).id).toBe(task.id)
      yield* engine.userTasks.complete(task.id, true, { by: "ann" })
      expect(yield* Fiber.join(never)).toMatchObject({ code: "InstanceEnded", element: "other" })
    }),
  )
})

describe("continuations", () => {
  it.effect("take many commits and are fed before anything else; others go on meanwhile", () =>
    Effect.gen(function* () {
      const model = line("burst", [{ type: "burst", id: "much", commits: 50 }])
      const engine = yield* openEngine([model, task])
      const burst = yield* engine.start("burst", {})
      const other = yield* engine.start("task", {})
      yield* engine.userTasks.completeAt(other.id, "approve", 1, { by: "ann" })
      yield* engine.cancel(burst.id).pipe(Effect.exit)
      yield* engine.settled
      expect((yield* engine.get(burst.id)).status).toBe("completed")
      expect((yield* engine.history(burst.id)).length).toBe(51)
    }),
  )

  it.effect("go on after a crash in the middle", () =>
    Effect.gen(function* () {
      const model = line("burst", [{ type: "burst", id: "much", commits: 500 }])
      const first = yield* openEngine([model])
      const burst = yield* first.start("burst", {})
      yield* first.kill
      const second = yield* openEngine([model], { store: first.store })
      yield* advance(30_000, second)
      expect((yield* second.get(burst.id)).status).toBe("completed")
      expect((yield* second.history(burst.id)).map(({ seq }) => seq)).toEqual(Array.from({ length: 501 }, (_, i) => i + 1))
    }),
  )
})

describe("an instance whose decision throws", () => {
  it.effect("is quarantined, visible as an incident, and leaves others alone", () =>
    Effect.gen(function* () {
      const engine = yield* openEngine([
        line("buggy", [
          { type: "task", id: "before" },
          { type: "bug", id: "bug" },
        ]),
        task,
      ])
      const buggy = yield* engine.start("buggy", {})
      const fine = yield* engine.start("task", {})
      expect(yield* Effect.flip(engine.userTasks.completeAt(buggy.id, "before", 1, { by: "ann" }))).toMatchObject({
        code: "InstanceQuarantined",
      })
      yield* engine.settled
      expect((yield* engine.list()).items).toMatchObject([{ quarantined: true }, { quarantined: false }])
      const [incident] = (yield* engine.incidents.list()).items
      expect(incident).toMatchObject({ instance: buggy.id, code: "InstanceQuarantined", message: expect.stringContaining("a bug") })
      expect(yield* engine.why(buggy.id)).toMatchObject([expect.stringContaining("a bug")])
      expect(yield* Effect.flip(engine.cancel(buggy.id))).toMatchObject({ code: "InstanceQuarantined" })
      yield* engine.userTasks.completeAt(fine.id, "approve", 1, { by: "ann" })
      yield* engine.incidents.retry(incident?.id ?? "")
      expect((yield* engine.incidents.list()).items).toEqual([])
      yield* engine.cancel(buggy.id)
      expect((yield* engine.get(buggy.id)).status).toBe("cancelled")
    }),
  )

  it.effect("is as visible when that happens again: no batch has the id of another", () =>
    Effect.gen(function* () {
      const inner = makeMemoryStore()
      const written = new Set<string>()
      const commit: StoreShape["log"]["commit"] = (batch) => {
        if (written.has(batch.id)) return Effect.fail(new StoreError({ code: "StoreFailed", message: `${batch.id} is there` }))
        written.add(batch.id)
        return inner.log.commit(batch)
      }
      const steps = [
        { type: "task", id: "before" },
        { type: "bug", id: "bug" },
      ] as const
      const engine = yield* openEngine([line("buggy", steps)], { store: { ...inner, log: { ...inner.log, commit } } })
      const buggy = yield* engine.start("buggy", {})
      for (let time = 0; time < 2; time++) {
        yield* Effect.flip(engine.userTasks.completeAt(buggy.id, "before", 1, { by: "ann" }))
        yield* engine.settled
        const { items } = yield* engine.incidents.list()
        expect(items).toMatchObject([{ code: "InstanceQuarantined" }])
        yield* engine.incidents.retry(items[0]?.id ?? "")
        expect((yield* engine.incidents.list()).items).toEqual([])
      }
    }),
  )
})
