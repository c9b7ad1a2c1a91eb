/** Cancelling an instance with many that wait, in many commits: a crash after each of them loses nothing of it. */
import { message, process } from "@millrace/builder"
import { makeMemoryStore, type Store } from "@millrace/engine"
import type { AnyExecutable } from "@millrace/kernel"
import { processDecider } from "@millrace/process"
import { Effect, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { openEngineRun } from "../../src/process/EngineRun.ts"

const many = 12

const Go = message("go", { payload: Schema.Struct({ n: Schema.Number }), key: ({ n }) => String(n) })
const items = () => Array.from({ length: many }, (_, n) => n)

const kid = process("kid", { version: 1, input: Schema.Struct({ n: Schema.Number }) })
  .receive("go", Go, ({ vars }) => String(vars.n))
  .end()

const calls = process("many", { version: 1 })
  .forEach("each", items, (b) => b.call("kid", kid, ({ vars }) => ({ n: vars.item })))
  .end()

const waits = process("many", { version: 1 })
  .forEach("each", items, (b) => b.receive("go", Go, ({ vars }) => String(vars.item)))
  .end()

const tasks = process("many", { version: 1 })
  .parallel("all", {
    each: (b) => b.forEach("each", items, (b) => b.userTask("look", { form: Schema.Struct({}) })),
    soon: (b) => b.wait("soon", "1 day").terminate("over"),
  })
  .end()

/** So few events in each commit that the end of many takes many commits. */
const inSmallCommits = (inner: AnyExecutable): AnyExecutable => ({
  id: inner.id,
  version: inner.version,
  build: (options) => ({
    ...inner.build(options),
    decider: { ...processDecider, compile: (...given) => ({ ...processDecider.compile(...given), eventsPerCommit: 5 }) },
  }),
})

/** Ends an instance with many that wait, and kills the engine after so many commits. Says how many there were. */
const endedWith = async (subject: AnyExecutable, killAfter: number, way: "cancel" | "time"): Promise<number> => {
  const memory = makeMemoryStore()
  let counts = false
  let commits = 0
  let kill = () => {}
  const store: Store["Service"] = {
    ...memory,
    log: {
      ...memory.log,
      commit: (batch) =>
        Effect.tap(memory.log.commit(batch), () =>
          Effect.sync(() => {
            if (counts && ++commits === killAfter) kill()
          }),
        ),
    },
  }
  const open = (now: number) =>
    openEngineRun({
      process: inSmallCommits(subject),
      mocks: undefined,
      children: [{ process: inSmallCommits(kid), mocks: {} }],
      layer: undefined,
      plugins: [],
      store,
      prepare: undefined,
      now,
    })
  const first = await open(0)
  const { id } = await first.millrace.start(calls, {})
  await first.settle()
  const killed = new Promise<void>((resolve) => {
    kill = () => {
      kill = () => {}
      first.crash().then(resolve, resolve)
    }
  })
  counts = true
  const day = 24 * 60 * 60 * 1000
  const ended = way === "cancel" ? first.millrace.cancel(id, "stop") : first.moveTo(day)
  await Promise.race([ended.catch(() => {}), killed])
  await Promise.race([first.settle(), killed])
  const last = commits < killAfter ? first : await open(day)
  await last.moveTo(day + 1000)
  await last.settle()
  const left = await last.millrace.list({ status: "active" })
  expect(left.items, `killed after commit ${killAfter}`).toEqual([])
  expect((await last.millrace.get(id)).status).toBe(way === "cancel" ? "cancelled" : "completed")
  expect((await last.millrace.userTasks.list()).items).toEqual([])
  expect((await last.millrace.subscriptions.list()).items).toEqual([])
  expect((await last.millrace.incidents.list()).items).toEqual([])
  await last.millrace.close()
  return commits
}

describe("an instance with many that wait", () => {
  for (const [what, subject, way] of [
    ["children, cancelled", calls, "cancel"],
    ["event subscriptions, cancelled", waits, "cancel"],
    ["user tasks, closed by a terminate end", tasks, "time"],
  ] as const)
    it(`ends whole, whichever of its commits the engine is killed after: ${what}`, async () => {
      const commits = await endedWith(subject, Number.POSITIVE_INFINITY, way)
      expect(commits).toBeGreaterThan(5)
      for (let after = 1; after < commits; after++) await endedWith(subject, after, way)
    })
})
