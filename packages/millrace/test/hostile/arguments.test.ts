/** Arguments that make no sense: each is refused with a code and a sentence, and nothing of it reaches the store. */
import { describe, expect, it } from "vitest"
import { Millrace, process, Schema } from "../../src/index.ts"
import { closing, expectError, freshFile, places, taskOf } from "./Scene.ts"

const order = process("order", { version: 1, input: Schema.Struct({ amount: Schema.Finite }) })
  .userTask("approve", { form: Schema.Struct({ ok: Schema.Boolean }) })
  .output(({ vars }) => vars.approve)
const unknown = process("unknown", { version: 3 }).end()

/** What plain JavaScript, or a body of JSON, may hold where the types want something else. */
const js = (value: unknown): never => value as never

describe("opening with options that make no sense", () => {
  it("says what is missing when there are none", async () => {
    await expectError(Millrace.open(js(undefined)), "ConfigurationInvalid", "'processes' is missing")
    await expectError(Millrace.open(js({ file: ":memory:" })), "ConfigurationInvalid", "'processes' is missing")
  })

  it("names the process whose chain has no end", async () => {
    const unfinished = process("unfinished", { version: 1 }).userTask("approve")
    await expectError(
      Millrace.open({ processes: [order, js(unfinished)], file: ":memory:" }),
      "ConfigurationInvalid",
      "Number 2",
      ".output(",
    )
  })

  it("names the process that is given twice", async () => {
    await expectError(Millrace.open({ processes: [order, order], file: ":memory:" }), "ConfigurationInvalid", "order@1", "leave one out")
  })

  it.each([
    ["concurrency", 0],
    ["concurrency", "7"],
    ["window", Number.NaN],
    ["leaseTime", 0],
    ["sweepInterval", 0],
    ["gracePeriod", -1],
    ["cacheSize", -1],
    ["maxValueLength", Number.POSITIVE_INFINITY],
    ["jobTimeout", -5],
  ])("refuses %s: %j", async (option, value) => {
    await expectError(Millrace.open(js({ processes: [], file: ":memory:", [option]: value })), "ConfigurationInvalid", `'${option}'`)
  })

  it("can be repaired at once: what was refused holds no lock", async () => {
    const file = freshFile()
    await expectError(Millrace.open({ processes: [], file, concurrency: 0 }), "ConfigurationInvalid")
    await closing(Millrace.open({ processes: [], file }))
  })
})

describe.each(places)("arguments that make no sense, on $kind", ({ place }) => {
  const open = () => closing(Millrace.open({ processes: [order], ...place() }))

  it("a process that was not given, or is none", async () => {
    const millrace = await open()
    await expectError(millrace.start(unknown, {}), "ProcessNotFound", "unknown@3", "order@1")
    await expectError(millrace.start(js(undefined), {}), "ArgumentInvalid", "finished process")
    await expectError(millrace.start(js({ id: "order", version: 1 }), {}), "ArgumentInvalid", "finished process")
  })

  it("input that does not fit", async () => {
    const millrace = await open()
    for (const input of [undefined, null, 5, "x", [], {}, { amount: "1" }, { amount: Number.NaN }]) {
      await expectError(millrace.start(order, js(input)), "InputInvalid", "order@1", "input schema")
    }
    expect((await millrace.list()).items).toEqual([])
  })

  it.each([["id"], ["businessKey"]])("an %s that no database keeps", async (option) => {
    const millrace = await open()
    for (const name of ["", 5, null, {}, "a\0b", "\ud800", "x".repeat(501)]) {
      await expectError(millrace.start(order, { amount: 1 }, js({ [option]: name })), "ArgumentInvalid")
    }
    await expectError(millrace.start(order, { amount: 1 }, js(null)), "ArgumentInvalid", "options of start")
    expect((await millrace.list()).items).toEqual([])
  })

  it("takes every other name, and finds its instance, task and incident again", async () => {
    const millrace = await open()
    for (const name of [
      "a:b/c",
      "../../etc/passwd",
      "🎉 Ünïcode",
      "__proto__",
      "'; DROP TABLE instances; --",
      "%",
      "x".repeat(500),
      ":7",
      "a:7",
    ]) {
      const handle = await millrace.start(order, { amount: 1 }, { id: name, businessKey: name })
      expect(handle.id).toBe(name)
      expect(await millrace.get(name)).toMatchObject({ id: name, businessKey: name })
      expect((await millrace.list({ businessKey: name })).items).toMatchObject([{ id: name }])
      const task = await taskOf(millrace, name)
      await millrace.userTasks.claim(task.id, "ann")
      await millrace.userTasks.complete(task.id, { ok: true }, { by: "ann" })
      expect(await handle.result()).toEqual({ ok: true, completedBy: "ann" })
    }
  })

  it("instances that are not there", async () => {
    const millrace = await open()
    const form = { ok: true }
    for (const ask of [
      millrace.get("nobody"),
      millrace.why("nobody"),
      millrace.cancel("nobody"),
      millrace.history("nobody"),
      millrace.handle(order, "nobody").result(),
      millrace.complete("nobody", order, "approve", form, { by: "ann" }),
      millrace.userTasks.claim("nobody:1", "ann"),
      millrace.incidents.retry("nobody:1"),
    ]) {
      await expectError(ask, "InstanceNotFound", "'nobody'", "list()")
    }
    for (const id of [undefined, 5, {}]) await expectError(millrace.get(js(id)), "ArgumentInvalid", "The id of an instance")
  })

  it("tasks and forms that do not fit; the task is still open afterwards", async () => {
    const millrace = await open()
    const { id } = await millrace.start(order, { amount: 1 })
    const task = await taskOf(millrace, id)
    const complete = (form: unknown, options: unknown) => millrace.complete(id, order, "approve", js(form), js(options))
    for (const form of [undefined, null, { ok: 1 }, {}, JSON.parse('{"__proto__":{"ok":true}}')]) {
      await expectError(complete(form, { by: "ann" }), "FormInvalid", "'approve'", `instance ${id}`, "order")
      await expectError(millrace.userTasks.complete(task.id, form, { by: "ann" }), "FormInvalid")
    }
    for (const options of [undefined, {}, { by: "" }, { by: 5 }, { by: "a\0b" }])
      await expectError(complete({ ok: true }, options), "ArgumentInvalid")
    await expectError(millrace.complete(id, order, js("nothing"), js({}), { by: "ann" }), "UserTaskNotFound", "'nothing'", `why('${id}')`)
    for (const user of [undefined, "", {}]) {
      await expectError(millrace.userTasks.claim(task.id, js(user)), "ArgumentInvalid")
      await expectError(millrace.userTasks.unclaim(task.id, js(user)), "ArgumentInvalid")
    }
    await expectError(millrace.userTasks.assign(task.id, ""), "ArgumentInvalid")
    for (const date of ["tomorrow", new Date(Number.NaN), 5])
      await expectError(millrace.userTasks.setDue(task.id, js(date)), "ArgumentInvalid")
    for (const other of ["x", "", "7", ":7", `${id}:x`, `${id}:99`, `${id}:99999999999999999999`]) {
      await expect(millrace.userTasks.claim(other, "ann")).rejects.toMatchObject({ code: expect.stringMatching(/NotFound$/) })
    }
    await complete({ ok: true }, { by: "ann" })
    expect(await millrace.handle(order, id).result()).toEqual({ ok: true, completedBy: "ann" })
    await expectError(complete({ ok: true }, { by: "ann" }), "UserTaskNotFound", `instance ${id}`)
    await expectError(millrace.userTasks.complete(task.id, { ok: true }, { by: "ann" }), "UserTaskNotFound", task.id)
    await expectError(millrace.cancel(id), "InstanceEnded", id, "completed")
  })

  it("pages, filters and cursors", async () => {
    const millrace = await open()
    await millrace.start(order, { amount: 1 }, { id: "one" })
    const { list, userTasks, incidents, history } = millrace
    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "7"]) {
      for (const ask of [list, userTasks.list, incidents.list]) await expectError(ask(js({ limit })), "ArgumentInvalid", "limit")
      await expectError(history("one", js({ limit })), "ArgumentInvalid", "limit")
    }
    for (const after of ["nonsense", "", "1/2/3", "1e3", "-1", 5, {}, null]) {
      for (const ask of [list, userTasks.list, incidents.list]) await expectError(ask(js({ after })), "ArgumentInvalid", "cursor")
    }
    for (const after of ["x", -1, 0.5]) await expectError(history("one", js({ after })), "ArgumentInvalid", "seq")
    await expectError(list(js({ status: "done" })), "ArgumentInvalid", "'done'", "completed")
    for (const filter of [{ process: {} }, { businessKey: 5 }]) {
      await expectError(list(js(filter)), "ArgumentInvalid")
      await expectError(userTasks.list(js(filter)), "ArgumentInvalid")
    }
    await expectError(userTasks.list(js({ groups: "managers" })), "ArgumentInvalid", "'groups'")
    await expectError(userTasks.list(js({ dueBefore: "tomorrow" })), "ArgumentInvalid", "'dueBefore'")
    await expectError(list(js(null)), "ArgumentInvalid")
    expect((await list({ limit: 1_000_000_000 })).items).toHaveLength(1)
    expect((await userTasks.list({ limit: 1 })).next).toBeUndefined()
  })

  it("incidents that are not there", async () => {
    const millrace = await open()
    await millrace.start(order, { amount: 1 }, { id: "one" })
    for (const id of ["x", "one:99", "one:0"]) await expectError(millrace.incidents.retry(id), "IncidentNotFound")
    await expectError(millrace.incidents.retry(js(undefined)), "ArgumentInvalid")
  })
})
