/** Transactional steps on Postgres, while their instances go on. */
import { testDatabase } from "@millrace/postgres-server/vitest"
import { postgres } from "@millrace/store-postgres"
import { Millrace, process, Schema, type TransactionSql } from "millrace"
import { describe, expect, it } from "vitest"

const latch = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

const prepare = (sql: TransactionSql) => sql`CREATE TABLE IF NOT EXISTS effects (what VARCHAR(40) NOT NULL)`

/** A transactional step beside a user task of the same instance. */
const makeBeside = (write: (sql: TransactionSql, attempt: number) => Promise<string>) =>
  process("beside", { version: 1 })
    .parallel("both", {
      work: (b) => b.serviceTask("write", ({ sql, attempt }) => write(sql, attempt), { transactional: true }),
      people: (b) => b.userTask("look", { form: Schema.Struct({ ok: Schema.Boolean }) }),
    })
    .output(({ vars }) => ({ wrote: vars.write, ok: vars.look.ok }))

const audit = process("audit", { version: 1 })
  .serviceTask("rows", async ({ sql }) => (await sql`SELECT what FROM effects`).length, { transactional: true })
  .output(({ vars }) => vars.rows)

const openTwo = async (beside: ReturnType<typeof makeBeside>) => {
  const url = await testDatabase()
  const first = await Millrace.open({ processes: [beside, audit], store: postgres({ url }), prepare })
  const second = await Millrace.open({ processes: [beside, audit], store: postgres({ url }) })
  return { first, second, close: () => Promise.all([first.close(), second.close()]) }
}

describe("a transactional step while its instance goes on", () => {
  it("runs again in the same attempt when another engine was faster, and its work is done once", async () => {
    const attempts: Array<number> = []
    const entered = latch()
    const go = latch()
    const beside = makeBeside(async (sql, attempt) => {
      attempts.push(attempt)
      await sql`INSERT INTO effects (what) VALUES (${"written"})`
      entered.open()
      await go.opened
      return "once"
    })
    const { first, second, close } = await openTwo(beside)
    const handle = await first.start(beside, {})
    await entered.opened
    const task = await second.userTasks.opened(handle.id, "look")
    await second.userTasks.complete(task.id, { ok: true }, { by: "ann" })
    go.open()
    expect(await handle.result()).toEqual({ wrote: "once", ok: true })
    expect(attempts).toEqual([1, 1])
    expect(await (await first.start(audit, {})).result()).toBe(1)
    await close()
  })

  it("does not make its engine forget timers and jobs that others add to its instance", async () => {
    const entered = latch()
    const go = latch()
    const beside = process("beside", { version: 1 })
      .parallel("both", {
        work: (b) =>
          b.serviceTask(
            "write",
            async ({ sql }) => {
              await sql`INSERT INTO effects (what) VALUES (${"written"})`
              entered.open()
              await go.opened
              return "once"
            },
            { transactional: true },
          ),
        jobs: (b) => b.userTask("look", { form: Schema.Struct({ ok: Schema.Boolean }) }).serviceTask("job", () => "done"),
        timers: (b) => b.userTask("wait", { form: Schema.Struct({ ok: Schema.Boolean }) }).wait("nap", "5 millis"),
      })
      .output(({ vars }) => ({ wrote: vars.write, job: vars.job }))
    const url = await testDatabase()
    const worker = await Millrace.open({ processes: [beside], store: postgres({ url }), prepare, leaseTime: 500 })
    const client = await Millrace.open({ processes: [beside], store: postgres({ url }), client: true })
    const handle = await worker.start(beside, {})
    await entered.opened
    for (const name of ["look", "wait"] as const) {
      const task = await client.userTasks.opened(handle.id, name)
      await client.userTasks.complete(task.id, { ok: true }, { by: "ann" })
    }
    const happened = async () => (await worker.history(handle.id)).flatMap(({ events }) => events.map(({ type }) => type))
    await expect.poll(happened, { timeout: 5000 }).toEqual(expect.arrayContaining(["TimerFired", "JobCompleted"]))
    go.open()
    expect(await handle.result()).toEqual({ wrote: "once", job: "done" })
    await Promise.all([worker.close(), client.close()])
  })

  it("commits together with what the same engine decided meanwhile, without waiting", async () => {
    const attempts: Array<number> = []
    const entered = latch()
    const go = latch()
    const beside = makeBeside(async (sql, attempt) => {
      attempts.push(attempt)
      await sql`INSERT INTO effects (what) VALUES (${"written"})`
      entered.open()
      await go.opened
      return "once"
    })
    const { first, close } = await openTwo(beside)
    const handle = await first.start(beside, {})
    await entered.opened
    const task = await first.userTasks.opened(handle.id, "look")
    // On a connection of its own: other commits do not wait for the open transaction.
    await first.userTasks.complete(task.id, { ok: true }, { by: "ann" })
    go.open()
    expect(await handle.result()).toEqual({ wrote: "once", ok: true })
    expect(attempts).toEqual([1])
    await close()
  })

  it("is rolled back when the instance is cancelled", async () => {
    const entered = latch()
    let aborted = false
    const beside = process("beside", { version: 1 })
      .serviceTask(
        "write",
        async ({ sql, signal }) => {
          await sql`INSERT INTO effects (what) VALUES (${"written"})`
          entered.open()
          await new Promise((resolve) => signal.addEventListener("abort", resolve))
          aborted = true
          return "too late"
        },
        { transactional: true },
      )
      .end()
    const url = await testDatabase()
    const millrace = await Millrace.open({ processes: [beside, audit], store: postgres({ url }), prepare })
    const handle = await millrace.start(beside, {})
    await entered.opened
    await handle.cancel("enough")
    await expect(handle.result()).rejects.toMatchObject({ code: "ProcessCancelled" })
    expect(aborted).toBe(true)
    expect(await (await millrace.start(audit, {})).result()).toBe(0)
    await millrace.close()
  })

  it("counts as failed where it goes on after a statement failed, since the database rolls back", async () => {
    const stubborn = process("stubborn", { version: 1 })
      .serviceTask(
        "write",
        async ({ sql }) => {
          await sql`INSERT INTO effects (what) VALUES (${"written"})`
          await sql`INSERT INTO nowhere VALUES (1)`.catch(() => {})
          return 1
        },
        { transactional: true, retry: { attempts: 1 } },
      )
      .end()
    const url = await testDatabase()
    const millrace = await Millrace.open({ processes: [stubborn, audit], store: postgres({ url }), prepare })
    await millrace.start(stubborn, {})
    await expect
      .poll(async () => (await millrace.incidents.list()).items[0]?.message, { timeout: 5000 })
      .toContain("could not be committed")
    expect(await (await millrace.start(audit, {})).result()).toBe(0)
    await millrace.close()
  })
})
