/** Transactional steps in a test: on a database in memory, under virtual time. */
import { testProcess } from "@millrace/testing"
import { fixed, process, Schema, sqliteStoreLayer, type TransactionSql } from "millrace"
import { describe, expect, it } from "vitest"

const booking = process("booking", { version: 1, input: Schema.Struct({ seats: Schema.Number }) })
  .serviceTask(
    "book",
    async ({ vars, sql, attempt }) => {
      await sql`UPDATE flight SET free = free - ${vars.seats}`
      if (attempt === 1) throw new Error("the line is bad")
      const [row] = await sql<{ readonly free: number }>`SELECT free FROM flight`
      return row?.free ?? 0
    },
    { transactional: true, retry: fixed({ attempts: 2, delay: "1 minute" }) },
  )
  .wait("departure", "1 day")
  .serviceTask("left", async ({ sql }) => (await sql<{ readonly free: number }>`SELECT free FROM flight`)[0]?.free ?? 0, {
    transactional: true,
  })
  .output(({ vars }) => vars.left)

const database = {
  store: sqliteStoreLayer({ filename: ":memory:" }),
  prepare: async (sql: TransactionSql) => {
    await sql`CREATE TABLE IF NOT EXISTS flight (free INTEGER NOT NULL)`
    await sql`INSERT INTO flight (free) SELECT 10 WHERE NOT EXISTS (SELECT 1 FROM flight)`
  },
}

describe("transactional steps under test", () => {
  it("run for real on a database in memory, through retries and crashes", async () => {
    await using test = testProcess(booking, database)
    await test.start({ seats: 3 })
    expect((await test.waiting()).map(({ path }) => path)).toEqual(["book"])
    await test.advance("1 minute")
    expect(await test.vars()).toMatchObject({ book: 7 })
    await test.crash()
    await test.advance("1 day")
    expect(await test.result()).toEqual({ output: 7 })
  })

  it("need no database where all of them are mocked", async () => {
    await using test = testProcess(booking, { mocks: { book: () => 4, left: () => 4 } })
    await test.start({ seats: 3 })
    await test.advance("1 day")
    expect(await test.result()).toEqual({ output: 4 })
  })

  it("say what they need where one is not", async () => {
    await using test = testProcess(booking, { mocks: { book: () => 4 } })
    await expect(test.start({ seats: 3 })).rejects.toThrow("booking@1 has transactional steps ('left')")
  })

  it("are rolled back when their time is up, and when the engine is cut off", async () => {
    let calls = 0
    const slow = process("slow", { version: 1 })
      .serviceTask(
        "hang",
        async ({ sql, signal }) => {
          await sql`UPDATE flight SET free = 0`
          if (++calls < 3) await new Promise((_, reject) => signal.addEventListener("abort", reject))
          return (await sql`SELECT free FROM flight`).length
        },
        { transactional: true, timeout: "10 seconds", retry: fixed({ attempts: 3, delay: 1 }) },
      )
      .output(({ vars }) => vars.hang)
    await using test = testProcess(slow, database)
    await test.start({})
    await test.crash()
    expect(calls).toBe(2)
    await test.advance("11 seconds")
    expect(await test.result()).toEqual({ output: 1 })
    expect(calls).toBe(3)
  })
})
