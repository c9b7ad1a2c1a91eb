/** Transactional steps on a store that refuses commits, or whose answers are lost. */
import { Store } from "@millrace/engine/store"
import { sqlite } from "@millrace/store-sqlite"
import { testProcess } from "@millrace/testing"
import { type FaultPlan, faulty, seededFaults } from "@millrace/testing/store"
import { Effect, Layer } from "effect"
import { fixed, process, type TransactionSql } from "millrace"
import { describe, expect, it } from "vitest"

const rounds = 12

/** Counts up in the database, again and again; some attempts throw after they have counted. */
const counting = (calls: Array<number>) =>
  process("counting", { version: 1 })
    .variable("round", 0)
    .repeat(
      "rounds",
      (b) =>
        b
          .serviceTask(
            "count",
            async ({ sql, attempt, vars }) => {
              calls.push(attempt)
              const [row] = await sql<{ readonly n: number }>`UPDATE counter SET n = n + 1 RETURNING n`
              if (vars.round % 4 === 1 && attempt === 1) throw new Error("once more")
              return row?.n ?? 0
            },
            { transactional: true, retry: fixed({ attempts: 3, delay: "1 second" }) },
          )
          .update("round", ({ vars }) => vars.round + 1),
      { until: ({ vars }) => vars.round === rounds },
    )
    .output(({ vars }) => vars.count)

const prepare = async (sql: TransactionSql) => {
  await sql`CREATE TABLE IF NOT EXISTS counter (n INTEGER NOT NULL)`
  await sql`INSERT INTO counter (n) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter)`
}

const faultyStore = (plan: FaultPlan) =>
  Layer.effect(
    Store,
    // The first two are that of `prepare` and the start, which would be told the test.
    Effect.map(Store, (store) => faulty(store, (commit) => (commit <= 2 ? undefined : plan(commit)))),
  ).pipe(Layer.provide(sqlite({ filename: ":memory:" })))

describe("transactional steps on a store in trouble", () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed + 1))("do their work exactly once (seed %i)", async (seed) => {
    const calls: Array<number> = []
    const plan = seededFaults(seed, { before: 0.15, after: 0.15, vanished: 0.15 })
    await using test = testProcess(counting(calls), { store: faultyStore(plan), prepare })
    await test.start({})
    await test.advance("1 hour")
    expect(await test.result()).toEqual({ output: rounds })
    // Nothing but failures of the handler counts as an attempt.
    expect(Math.max(...calls)).toBe(2)
    expect(calls.length).toBeGreaterThanOrEqual(rounds + 3)
  })

  it("are not done again where only the answer to the commit was lost", async () => {
    const calls: Array<number> = []
    await using test = testProcess(counting(calls), { store: faultyStore(() => ({ type: "after" })), prepare })
    await test.start({})
    await test.advance("1 hour")
    expect(await test.result()).toEqual({ output: rounds })
    expect(calls).toHaveLength(rounds + 3)
  })
})
