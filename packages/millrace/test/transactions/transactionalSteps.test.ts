import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type EngineError, fixed, Millrace, process, Schema, type TransactionContext } from "../../src/index.ts"

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-transactions-"))
  file = join(folder, "m.db")
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const Transfer = Schema.Struct({ from: Schema.String, to: Schema.String, amount: Schema.Number })
class NoFunds extends Schema.TaggedError<NoFunds>()("NoFunds", { account: Schema.String }) {}

const move = async ({ vars, sql, idempotencyKey }: TransactionContext<typeof Transfer.Type>) => {
  const [source] = await sql<{
    readonly balance: number
  }>`UPDATE accounts SET balance = balance - ${vars.amount} WHERE id = ${vars.from} RETURNING balance`
  await sql`UPDATE accounts SET balance = balance + ${vars.amount} WHERE id = ${vars.to}`
  await sql`INSERT INTO ledger (id, amount) VALUES (${idempotencyKey}, ${vars.amount})`
  if (source === undefined || source.balance < 0) throw new NoFunds({ account: vars.from })
  return source.balance
}

const transfer = process("transfer", { version: 1, input: Transfer })
  .serviceTask("move", move, { transactional: true, retry: fixed({ attempts: 2, delay: 1 }) })
  .output(({ vars }) => vars.move)

const prepare = async (sql: TransactionContext<object>["sql"]) => {
  await sql`CREATE TABLE IF NOT EXISTS accounts (id TEXT PRIMARY KEY, balance INTEGER NOT NULL)`
  await sql`CREATE TABLE IF NOT EXISTS ledger (id TEXT PRIMARY KEY, amount INTEGER NOT NULL)`
  for (const id of ["a", "b"]) await sql`INSERT INTO accounts (id, balance) VALUES (${id}, 100) ON CONFLICT DO NOTHING`
}

/** What the tables hold, read by a process of its own. */
const look = process("look", { version: 1 })
  .serviceTask(
    "rows",
    async ({ sql }) => ({ accounts: await sql`SELECT * FROM accounts ORDER BY id`, ledger: (await sql`SELECT * FROM ledger`).length }),
    {
      transactional: true,
    },
  )
  .output(
    ({ vars }) =>
      vars.rows as { readonly accounts: ReadonlyArray<{ readonly id: string; readonly balance: number }>; readonly ledger: number },
  )

describe("a transactional step", () => {
  it("works on tables of its own in the transaction that records its result", async () => {
    const millrace = await Millrace.open({ file, processes: [transfer, look], prepare })
    const left = await (await millrace.start(transfer, { from: "a", to: "b", amount: 30 })).result()
    expect(left).toBe(70)
    expect(await (await millrace.start(look, {})).result()).toEqual({
      accounts: [
        { id: "a", balance: 70 },
        { id: "b", balance: 130 },
      ],
      ledger: 1,
    })
    await millrace.close()
    // The file has tables of the user beside ours, and opens again.
    const again = await Millrace.open({ file, processes: [transfer, look], prepare })
    expect((await (await again.start(look, {})).result()).ledger).toBe(1)
    await again.close()
  })

  it("leaves nothing behind when it ends with a typed error, which is recorded apart", async () => {
    const millrace = await Millrace.open({ file, processes: [transfer, look], prepare })
    const failed = await millrace.start(transfer, { from: "a", to: "b", amount: 130 })
    await expect(failed.result()).rejects.toMatchObject({ code: "ProcessFailed", error: "NoFunds", value: { account: "a" } })
    expect(await (await millrace.start(look, {})).result()).toMatchObject({ accounts: [{ balance: 100 }, { balance: 100 }], ledger: 0 })
    await millrace.close()
  })

  it("is tried again in a transaction of its own when it throws", async () => {
    let calls = 0
    const flaky = process("flaky", { version: 1 })
      .serviceTask(
        "write",
        async ({ sql, attempt }) => {
          calls++
          await sql`UPDATE accounts SET balance = balance + 1 WHERE id = 'a'`
          if (attempt === 1) throw new Error("the first time")
          return attempt
        },
        { transactional: true, retry: fixed({ attempts: 2, delay: 1 }) },
      )
      .output(({ vars }) => vars.write)
    const millrace = await Millrace.open({ file, processes: [flaky, look], prepare })
    expect(await (await millrace.start(flaky, {})).result()).toBe(2)
    expect(calls).toBe(2)
    expect(await (await millrace.start(look, {})).result()).toMatchObject({ accounts: [{ balance: 101 }, { balance: 100 }] })
    await millrace.close()
  })

  it("runs an Effect handler and a compensation the same way", async () => {
    const saga = process("saga", { version: 1, saga: true })
      .serviceTask(
        "take",
        ({ sql }) => Effect.promise(() => sql`UPDATE accounts SET balance = balance - 5 WHERE id = 'a'`).pipe(Effect.as(5)),
        {
          transactional: true,
        },
      )
      .compensate(({ sql, vars }) => sql`UPDATE accounts SET balance = balance + ${vars.take} WHERE id = 'a'`, { transactional: true })
      .fail("nothing", () => new NoFunds({ account: "x" }))
    const millrace = await Millrace.open({ file, processes: [saga, look], prepare })
    await expect((await millrace.start(saga, {})).result()).rejects.toMatchObject({ error: "NoFunds" })
    expect(await (await millrace.start(look, {})).result()).toMatchObject({ accounts: [{ balance: 100 }, { balance: 100 }] })
    await millrace.close()
  })

  it("is stopped after its time and rolled back, while other commits wait", async () => {
    const slow = process("slow", { version: 1 })
      .serviceTask(
        "hang",
        async ({ sql, attempt }) => {
          await sql`UPDATE accounts SET balance = 0 WHERE id = 'a'`
          if (attempt === 1) await new Promise(() => {})
          return attempt
        },
        { transactional: true, retry: fixed({ attempts: 2, delay: 1 }) },
      )
      .end()
    const plain = process("plain", { version: 1 })
      .serviceTask("one", () => 1)
      .output(({ vars }) => vars.one)
    const millrace = await Millrace.open({ file, processes: [slow, plain, look], prepare, transactionTimeout: 50 })
    const hanging = await millrace.start(slow, {})
    const others = await Promise.all([1, 2, 3].map(async () => (await millrace.start(plain, {})).result()))
    expect(others).toEqual([1, 1, 1])
    await hanging.result()
    const events = (await millrace.history(hanging.id)).flatMap((entry) => entry.events)
    expect(events).toContainEqual(
      expect.objectContaining({ type: "JobRetryScheduled", fault: expect.objectContaining({ code: "HandlerTimedOut" }) }),
    )
    await millrace.close()
  })

  it("cannot call the engine from inside, through Promises and Effects alike", async () => {
    const codes: Array<string> = []
    let millrace: Millrace | undefined
    const note = (error: unknown) => codes.push((error as EngineError).code)
    const inside = process("inside", { version: 1 })
      .serviceTask(
        "call",
        async ({ sql }) => {
          await sql`SELECT 1`
          await millrace?.list().catch(note)
          await new Promise((resolve) => setImmediate(resolve))
          await millrace?.start(look, {}).catch(note)
          return 1
        },
        { transactional: true },
      )
      .serviceTask(
        "effect",
        () => Effect.suspend(() => (millrace === undefined ? Effect.void : millrace.engine.list())).pipe(Effect.flip, Effect.map(note)),
        {
          transactional: true,
        },
      )
      .serviceTask("after", async () => (await millrace?.list())?.items.length ?? 0)
      .output(({ vars }) => vars.after)
    millrace = await Millrace.open({ file, processes: [inside, look], prepare })
    expect(await (await millrace.start(inside, {})).result()).toBe(1)
    expect(codes).toEqual(["CalledInTransaction", "CalledInTransaction", "CalledInTransaction"])
    await millrace.close()
  })

  it("becomes an incident where it lets such a call fail", async () => {
    let millrace: Millrace | undefined
    const inside = process("inside", { version: 1 })
      .serviceTask("call", async () => (await millrace?.list())?.items.length, { transactional: true, retry: { attempts: 1 } })
      .end()
    millrace = await Millrace.open({ file, processes: [inside], prepare })
    const { id } = await millrace.start(inside, {})
    await expect
      .poll(async () => (await millrace?.incidents.list())?.items[0]?.message)
      .toContain("The transactional step 'call' of inside")
    expect((await millrace.get(id)).status).toBe("active")
    await millrace.close()
  })

  it("refuses statements that would end the transaction, several at once, and late ones", async () => {
    const codes: Array<string> = []
    let late: TransactionContext<object>["sql"] | undefined
    const refused = process("refused", { version: 1 })
      .serviceTask(
        "try",
        async ({ sql }) => {
          late = sql
          for (const text of [
            "COMMIT",
            " /* x */ rollback",
            "SELECT 1; COMMIT",
            "SAVEPOINT s",
            "PRAGMA foreign_keys = OFF",
            "",
            "SELECT nothing FROM nowhere",
          ])
            await sql.query(text).catch((error) => codes.push(error.code))
          return (await sql.query("SELECT ';' AS semicolon WHERE 1 = ?;", [1])).length
        },
        { transactional: true },
      )
      .output(({ vars }) => vars.try)
    const millrace = await Millrace.open({ file, processes: [refused], prepare })
    expect(await (await millrace.start(refused, {})).result()).toBe(1)
    expect(codes).toEqual([...new Array(6).fill("StatementRefused"), "StatementFailed"])
    await expect(late?.query("SELECT 1")).rejects.toMatchObject({ code: "TransactionEnded" })
    await millrace.close()
  })

  it("needs a store that has transactions", async () => {
    const { memoryStoreLayer } = await import("../../src/index.ts")
    await expect(Millrace.open({ store: memoryStoreLayer, processes: [transfer] })).rejects.toMatchObject({
      code: "ConfigurationInvalid",
      message: expect.stringContaining("'move'"),
    })
  })

  it("keeps the sum of all balances through many transfers at once", async () => {
    const millrace = await Millrace.open({ file, processes: [transfer, look], prepare })
    const handles = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        millrace.start(transfer, { from: n % 2 === 0 ? "a" : "b", to: n % 2 === 0 ? "b" : "a", amount: (n % 7) * 10 }),
      ),
    )
    const ends = await Promise.allSettled(handles.map((handle) => handle.result()))
    const done = ends.filter((end) => end.status === "fulfilled").length
    const { accounts, ledger } = await (await millrace.start(look, {})).result()
    expect(accounts.reduce((sum, { balance }) => sum + balance, 0)).toBe(200)
    expect(ledger).toBe(done)
    expect(await Effect.runPromise(millrace.engine.inMemory)).toEqual({ instances: 0, jobs: 0, places: 0, waiters: 0 })
    await millrace.close()
  })
})
