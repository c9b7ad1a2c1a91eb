/** Many callers at once: exactly one wins, all others are told, and lists stay whole meanwhile. */
import { describe, expect, it } from "vitest"
import { Millrace, process, Schema } from "../../src/index.ts"
import { closing, expectError, incidentOf, places, tally, taskOf } from "./Scene.ts"

const order = process("order", { version: 1, input: Schema.Struct({ amount: Schema.Finite }) })
  .userTask("approve", { groups: ["managers"] })
  .output(({ vars }) => vars.approve.completedBy)
const people = Array.from({ length: 100 }, (_, n) => `person ${n}`)

describe.each(places)("a hundred callers, on $kind,", ({ place }) => {
  const open = () => closing(Millrace.open({ processes: [order], ...place() }))

  it("complete one task once", async () => {
    const millrace = await open()
    const { id, result } = await millrace.start(order, { amount: 1 })
    expect(await tally(people.map((by) => millrace.complete(id, order, "approve", {}, { by })))).toEqual({ ok: 1, UserTaskNotFound: 99 })
    expect(people).toContain(await result())
  })

  it("claim one task once; only who has it completes it", async () => {
    const millrace = await open()
    const { id, result } = await millrace.start(order, { amount: 1 })
    const task = await taskOf(millrace, id)
    expect(await tally(people.map((person) => millrace.userTasks.claim(task.id, person)))).toEqual({ ok: 1, UserTaskNotYours: 99 })
    const { assignee = "" } = await millrace.userTasks.get(task.id)
    await expectError(millrace.complete(id, order, "approve", {}, { by: "somebody" }), "UserTaskNotYours", "'approve'", id, `'${assignee}'`)
    await millrace.complete(id, order, "approve", {}, { by: assignee })
    expect(await result()).toBe(assignee)
  })

  it("cancel and complete: the instance ends one way, and everybody hears the same", async () => {
    const millrace = await open()
    for (let round = 0; round < 20; round++) {
      const { id, result, cancel } = await millrace.start(order, { amount: 1 })
      const complete = () => millrace.complete(id, order, "approve", {}, { by: "ann" })
      const [first, second] = await Promise.allSettled(round % 2 === 0 ? [cancel("no"), complete()] : [complete(), cancel("no")])
      expect(first?.status).toBe("fulfilled")
      expect(second).toMatchObject({ status: "rejected", reason: { code: expect.stringMatching(/^(InstanceEnded|UserTaskNotFound)$/) } })
      const ending = await result().catch((error) => error.code)
      expect(ending).toBe(round % 2 === 0 ? "ProcessCancelled" : "ann")
    }
  })

  it("start ten thousand times under one business key: one instance", async () => {
    const millrace = await open()
    const handles = await Promise.all(Array.from({ length: 10_000 }, () => millrace.start(order, { amount: 1 }, { businessKey: "4711" })))
    expect(new Set(handles.map(({ id }) => id)).size).toBe(1)
    expect((await millrace.list({ businessKey: "4711" })).items).toHaveLength(1)
    await expectError(
      millrace.start(order, { amount: 2 }, { businessKey: "4711" }),
      "InstanceConflict",
      "order@1",
      "'4711'",
      "another name",
    )
  })

  it("retry one incident once", async () => {
    let mended = false
    const fragile = process("fragile", { version: 1 })
      .serviceTask(
        "work",
        () => {
          if (!mended) throw new Error("broken")
          return "mended"
        },
        { retry: { attempts: 1 } },
      )
      .output(({ vars }) => vars.work)
    const millrace = await closing(Millrace.open({ processes: [fragile], ...place() }))
    const { id, result } = await millrace.start(fragile, {})
    const incident = await incidentOf(millrace, id)
    mended = true
    expect(await tally(people.map(() => millrace.incidents.retry(incident.id)))).toMatchObject({ ok: 1 })
    expect(await result()).toBe("mended")
    await expect(millrace.incidents.retry(incident.id)).rejects.toMatchObject({ code: "InstanceEnded" })
  })

  it("page through a list while it grows: nothing is left out, nothing comes twice", async () => {
    const millrace = await open()
    const before = await Promise.all(Array.from({ length: 100 }, () => millrace.start(order, { amount: 1 })))
    let growing = true
    const grow = (async () => {
      while (growing) await millrace.start(order, { amount: 1 })
    })()
    const seen: Array<string> = []
    let after: string | undefined
    do {
      const page = await millrace.list({ limit: 7, ...(after === undefined ? {} : { after }) })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== undefined && seen.length < 200)
    growing = false
    await grow
    expect(new Set(seen).size).toBe(seen.length)
    expect(before.filter(({ id }) => !seen.includes(id))).toEqual([])
  })

  it("read the history of a long instance in pages", async () => {
    const loop = process("loop", { version: 1 })
      .variable("n", 0)
      .repeat("rounds", (b) => b.serviceTask("work", () => 1).update("n", ({ vars }) => vars.n + 1), {
        until: ({ vars }) => vars.n === 1500,
      })
      .output(({ vars }) => vars.n)
    const millrace = await closing(Millrace.open({ processes: [loop], ...place() }))
    const { id, result } = await millrace.start(loop, {})
    expect(await result()).toBe(1500)
    const seqs: Array<number> = []
    for (let after = 0; ; after = seqs.at(-1) ?? 0) {
      const page = await millrace.history(id, { after })
      if (page.length === 0) break
      seqs.push(...page.map(({ seq }) => seq))
    }
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1))
    expect(seqs.length).toBeGreaterThan(1500)
  })
})
