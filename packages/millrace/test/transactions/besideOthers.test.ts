import { setTimeout as sleep } from "node:timers/promises"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { Millrace, process, type TransactionSql } from "../../src/index.ts"
import { closing, freshFile } from "../hostile/Scene.ts"

const prepare = (sql: TransactionSql) => sql`CREATE TABLE IF NOT EXISTS effects (what TEXT NOT NULL)`

const slow = process("slow", { version: 1 })
  .serviceTask(
    "write",
    async ({ sql, instance }) => {
      await sql`INSERT INTO effects (what) VALUES (${instance})`
      await sleep(3)
      return 1
    },
    { transactional: true },
  )
  .end()
const plain = process("plain", { version: 1 })
  .serviceTask("one", () => 1)
  .serviceTask("two", () => 2)
  .output(({ vars }) => vars.one + vars.two)
const count = process("count", { version: 1 })
  .serviceTask("rows", async ({ sql }) => (await sql`SELECT what FROM effects`).length, { transactional: true })
  .output(({ vars }) => vars.rows)

it("lets other instances go on between one transactional step and the next", async () => {
  const millrace = await closing(Millrace.open({ file: freshFile(), processes: [slow, plain, count], prepare }))
  const all = await Promise.all(Array.from({ length: 40 }, () => millrace.start(slow, {})))
  let ended = 0
  const ends = all.map(async (handle) => {
    await handle.result()
    ended++
  })
  await ends[0]
  expect(await (await millrace.start(plain, {})).result()).toBe(3)
  expect(ended).toBeLessThan(20)
  await Promise.all(ends)
  expect(await (await millrace.start(count, {})).result()).toBe(40)
})

it("rolls back what is under way when the engine closes, and runs it again when it opens", async () => {
  const file = freshFile()
  let entered = () => {}
  const inside = new Promise<void>((resolve) => {
    entered = resolve
  })
  let calls = 0
  const hanging = process("hanging", { version: 1 })
    .serviceTask(
      "write",
      async ({ sql }) => {
        await sql`INSERT INTO effects (what) VALUES ('one')`
        if (++calls > 1) return calls
        entered()
        return new Promise<number>(() => {})
      },
      { transactional: true },
    )
    .output(({ vars }) => vars.write)
  const first = await Millrace.open({ file, processes: [hanging, count], prepare, gracePeriod: 10 })
  const { id } = await first.start(hanging, {})
  await inside
  await first.close()
  const second = await closing(Millrace.open({ file, processes: [hanging, count], prepare }))
  expect(await second.handle(hanging, id).result()).toBe(2)
  expect(await (await second.start(count, {})).result()).toBe(1)
})

it("records a branch that went on meanwhile in the same commit", async () => {
  const both = process("both", { version: 1 })
    .parallel("split", {
      slow: (b) =>
        b.serviceTask(
          "write",
          async ({ sql }) => {
            await sql`INSERT INTO effects (what) VALUES ('x')`
            await sleep(20)
            return "a"
          },
          { transactional: true },
        ),
      quick: (b) =>
        b.serviceTask("wait", async () => {
          await sleep(5)
          return "b"
        }),
    })
    .output(({ vars }) => vars.write + vars.wait)
  const millrace = await closing(Millrace.open({ file: freshFile(), processes: [both, count], prepare }))
  const handle = await millrace.start(both, {})
  expect(await handle.result()).toBe("ab")
  const completions = (await millrace.history(handle.id)).filter(({ events }) => events.some(({ type }) => type === "JobCompleted"))
  expect(completions).toHaveLength(1)
  expect(await Effect.runPromise(millrace.engine.inMemory)).toMatchObject({ jobs: 0, places: 0 })
})

it("says why its option 'prepare' failed", async () => {
  const opening = Millrace.open({ file: freshFile(), processes: [plain], prepare: (sql: TransactionSql) => sql`CREATE NONSENSE` })
  await expect(opening).rejects.toMatchObject({ code: "ConfigurationInvalid", message: expect.stringContaining("'prepare' failed") })
})
