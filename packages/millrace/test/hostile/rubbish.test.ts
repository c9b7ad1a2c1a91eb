/** Whatever plain JavaScript can hand over, at every place where something is handed over: a code and a sentence, never a TypeError. */
import { tmpdir } from "node:os"
import { inspect } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { aesGcm, Millrace, memoryStoreLayer, message, process, Schema, signal, sqliteStoreLayer } from "../../src/index.ts"

/** What plain JavaScript, or a body of JSON, may hold where the types want something else. */
const js = (value: unknown): never => value as never

const throwing = () => {
  throw new Error("do not look")
}
const revoked = Proxy.revocable({}, {})
revoked.revoke()
const cyclic = {}
Object.assign(cyclic, { self: cyclic })

/** Nothing of this is a name, a process, a message, options or a length of time. */
const rubbish: Readonly<Record<string, unknown>> = {
  null: null,
  "a number": 0.5,
  NaN: Number.NaN,
  "a bigint": 10n,
  true: true,
  "a symbol": Symbol("s"),
  "a function": () => 1,
  "a list": [{}],
  "a date": new Date(Number.NaN),
  "a Map": new Map([["a", 1]]),
  "a Set": new Set([1]),
  "a promise": Promise.resolve(1),
  "a WeakMap": new WeakMap(),
  "an object": { some: "field" },
  "a cyclic object": cyclic,
  "an object that throws": {
    get some() {
      return throwing()
    },
  },
  "a proxy that throws": new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing, getPrototypeOf: throwing }),
  "a proxy that is over": revoked.proxy,
}
const except = (...names: ReadonlyArray<string>) => Object.entries(rubbish).filter(([name]) => !names.includes(name))

/** The error of a call, which may throw at once or reject. */
const errorOf = async (call: () => unknown): Promise<unknown> => {
  try {
    await call()
  } catch (cause) {
    return cause
  }
  return "nothing was refused"
}

const expectRefusal = async (call: () => unknown, ...codes: ReadonlyArray<string>): Promise<void> => {
  const error = await errorOf(call)
  expect(error).toMatchObject({
    code: expect.stringMatching(new RegExp(`^(${codes.join("|")})$`)),
    message: expect.stringMatching(/\S{3}/),
  })
}

const paid = message("paid", { payload: Schema.Struct({ id: Schema.String }), key: ({ id }) => id })
const alarm = signal("alarm", { payload: Schema.Struct({ level: Schema.Finite }) })
const task = process("task", { version: 1 }).userTask("look").end()
const order = process("order", { version: 1, input: Schema.Struct({ amount: Schema.Finite }) })
  .userTask("check", { form: Schema.Struct({ ok: Schema.Boolean }) })
  .end()

describe("Millrace.open", () => {
  const open = (options: object) => async () => (await Millrace.open(js({ processes: [], file: ":memory:", ...options }))).close()

  it.each(except("an object that throws", "a proxy that throws", "a proxy that is over"))(
    "takes %s for nothing that it needs",
    async (_name, given) => {
      const { open: at } = Millrace
      if (typeof given !== "object" || given === null || Array.isArray(given))
        await expectRefusal(() => at(js(given)), "ConfigurationInvalid")
      for (const option of ["plugins", "layer", "encryption", "prepare", "processes"]) {
        if (option === "prepare" && typeof given === "function") continue
        await expectRefusal(open({ [option]: given }), "ConfigurationInvalid")
      }
      await expectRefusal(open({ file: undefined, store: given }), "ConfigurationInvalid")
      await expectRefusal(open({ file: given }), "ConfigurationInvalid")
      for (const option of ["plugins", "processes"]) await expectRefusal(open({ [option]: [given] }), "ConfigurationInvalid")
      for (const option of ["development", "client", "signals"]) {
        if (given !== true) await expectRefusal(open({ [option]: given }), "ConfigurationInvalid")
      }
      for (const options of [given, { keys: given, current: "a" }, { keys: { a: given }, current: "a" }])
        await expectRefusal(() => aesGcm(js(options)), "ConfigurationInvalid")
      await expectRefusal(open({ file: undefined, store: sqliteStoreLayer(js(given)) }), "ConfigurationInvalid")
    },
  )

  it.each([
    [{ name: "a", deciders: 3 }, "deciders"],
    [{ name: "a", deciders: [{}] }, "deciders"],
    [{ name: "a", elements: [{}] }, "elements"],
    [{ name: "a", expressions: [{ name: "x" }] }, "expressions"],
    [{ name: "a", requires: [3] }, "requires"],
    [{ name: "a", layer: {} }, "layer"],
    [{ name: "a", element: [] }, "element"],
    [{ name: "" }, "name"],
  ])("says which part of a plugin is none: %j", async (plugin, says) => {
    const error = await errorOf(open({ plugins: [plugin] }))
    expect(error).toMatchObject({
      code: "ConfigurationInvalid",
      message: expect.stringContaining(`'${says}'`.replace("'name'", "no name")),
    })
  })

  it("says where instances live twice, and that an address is no file", async () => {
    expect(await errorOf(open({ store: memoryStoreLayer }))).toMatchObject({
      code: "ConfigurationInvalid",
      message: expect.stringContaining("'file'"),
    })
    expect(await errorOf(open({ file: "postgres://localhost/orders" }))).toMatchObject({
      code: "ConfigurationInvalid",
      message: expect.stringContaining("postgres({ url })"),
    })
  })

  it("says within a moment that a folder cannot be made", async () => {
    expect(await errorOf(open({ file: "/proc/nope/x.db" }))).toMatchObject({ code: "StoreUnavailable" })
  })

  it("says that a process is unfinished, or builds to nothing", async () => {
    const chain = process("chain", { version: 1 }).userTask("look")
    expect(await errorOf(open({ processes: [chain] }))).toMatchObject({
      message: expect.stringContaining("a chain that has not ended: end it with .output("),
    })
    expect(await errorOf(open({ processes: [{ id: "own", version: 1, build: () => ({}) }] }))).toMatchObject({
      code: "ConfigurationInvalid",
    })
  })
})

describe("a running engine", () => {
  let millrace: Millrace
  let taskId = ""
  beforeAll(async () => {
    millrace = await Millrace.open({ processes: [task, order], store: memoryStoreLayer })
    await millrace.start(task, {}, { id: "one" })
    taskId = (await millrace.userTasks.opened("one", "look")).id
  })
  afterAll(() => millrace.close())

  it.each(Object.entries(rubbish))("refuses %s as an id, a path, a person, options, a process or a message", async (_name, value) => {
    const given = js(value)
    const { userTasks, incidents } = millrace
    for (const call of [
      () => millrace.get(given),
      () => millrace.why(given),
      () => millrace.cancel(given),
      () => millrace.cancel("one", given),
      () => millrace.history(given),
      () => millrace.setVariables(given, {}),
      () => millrace.activate(given, "look"),
      () => millrace.activate("one", given),
      () => millrace.finishAdHoc("one", given),
      () => millrace.addItem("one", given, 1),
      () => millrace.handle(task, given),
      () => millrace.handle(given, "one"),
      () => millrace.startedBy(given, paid, "m"),
      () => millrace.startedBy(task, given, "m"),
      () => millrace.startedBy(task, paid, given),
      () => millrace.start(given, {}),
      () => millrace.start(task, {}, given),
      () => millrace.start(task, {}, { id: given }),
      () => millrace.start(task, {}, { businessKey: given }),
      () => millrace.start(task, {}, { at: given }),
      () => millrace.publish(given, {}),
      () => millrace.publish("name", {}, given),
      () => millrace.publish("name", {}, { id: given }),
      () => millrace.broadcast(given, {}),
      () => millrace.complete("one", given, given, given, { by: "ann" }),
      () => millrace.complete("one", task, given, js({}), { by: "ann" }),
      () => millrace.complete("one", task, "look", {}, given),
      () => millrace.complete("one", task, "look", {}, { by: given }),
      () => userTasks.opened(given, "look"),
      () => userTasks.opened("one", given),
      () => userTasks.get(given),
      () => userTasks.claim(given, "ann"),
      () => userTasks.claim(taskId, given),
      () => userTasks.unclaim(taskId, given),
      () => userTasks.assign(taskId, given),
      () => userTasks.setDue(taskId, given),
      () => userTasks.complete(taskId, {}, given),
      () => incidents.retry(given),
      () => millrace.subscriptions.list({ kind: given }),
      ...[millrace.list, userTasks.list, incidents.list, millrace.messages.list, millrace.subscriptions.list, millrace.children.list].map(
        (list) => () => list(given),
      ),
      () => millrace.history("one", given),
    ]) {
      await expectRefusal(call, "ArgumentInvalid")
    }
    expect((await millrace.list()).items).toHaveLength(1)
  })

  it.each(except("a number", "a bigint"))("refuses %s as the time to live of a message", async (_name, given) => {
    await expectRefusal(() => millrace.publish("name", {}, { ttl: js(given) }), "ArgumentInvalid")
  })

  it.each(except("null", "a number"))("refuses %s as the key of a message", async (_name, given) => {
    await expectRefusal(() => millrace.publish("name", {}, { key: js(given) }), "ArgumentInvalid")
    await expectRefusal(() => millrace.messages.list({ key: js(given) }), "ArgumentInvalid")
  })

  it.each(Object.entries(rubbish))("refuses %s as what fits a schema", async (_name, given) => {
    await expectRefusal(() => millrace.start(order, js(given)), "InputInvalid")
    await expectRefusal(() => millrace.start(order, { amount: given === 0.5 ? js("1") : js(given) }), "InputInvalid")
    await expectRefusal(() => millrace.publish(paid, js(given)), "PayloadInvalid")
    await expectRefusal(() => millrace.broadcast(alarm, js(given)), "PayloadInvalid")
    if (given === null || given === rubbish["an object"]) return
    await expectRefusal(() => millrace.start(task, js(given)), "InputInvalid")
    await expectRefusal(() => millrace.complete("one", task, "look", js(given), { by: "ann" }), "FormInvalid")
    await expectRefusal(() => millrace.userTasks.complete(taskId, js(given), { by: "ann" }), "FormInvalid")
    await expectRefusal(() => millrace.setVariables("one", js(given)), "ArgumentInvalid", "PayloadInvalid")
  })

  it.each(except("null", "a number", "true", "an object", "a list"))("refuses %s as JSON", async (_name, given) => {
    await expectRefusal(() => millrace.publish("name", given), "PayloadInvalid")
    await expectRefusal(() => millrace.broadcast("name", given), "PayloadInvalid")
    await expectRefusal(() => millrace.setVariables("one", { a: 1, b: given }), "PayloadInvalid")
    await expectRefusal(() => millrace.addItem("one", "look", given), "PayloadInvalid")
    expect((await millrace.get("one")).vars).toEqual({})
  })

  it.each([
    ["list", () => millrace.list(js({ proces: "task" }))],
    ["userTasks.list", () => millrace.userTasks.list(js({ asignee: "ann" }))],
    ["incidents.list", () => millrace.incidents.list(js({ proces: "task" }))],
    ["messages.list", () => millrace.messages.list(js({ names: "paid" }))],
    ["subscriptions.list", () => millrace.subscriptions.list(js({ element: "look" }))],
    ["children.list", () => millrace.children.list(js({ parent: "one" }))],
    ["history", () => millrace.history("one", js({ from: 1 }))],
    ["complete", () => millrace.userTasks.complete(taskId, {}, js({ by: "ann", at: 1 }))],
    ["start", () => millrace.start(task, {}, js({ version: 1 }))],
  ])("says which options %s has when one is mistyped", async (call, attempt) => {
    expect(await errorOf(attempt)).toMatchObject({
      code: "ArgumentInvalid",
      message: expect.stringMatching(new RegExp(`^${call} has no option '\\w+'. Options: \\w`)),
    })
  })

  it("does not wait for a user task that no process has", async () => {
    expect(await errorOf(() => millrace.userTasks.opened("one", "lok"))).toMatchObject({
      code: "ElementNotFound",
      element: "lok",
      message: expect.stringContaining("There are 'look'."),
    })
  })
})

describe("what stops is told", () => {
  it("names the flow that an ad-hoc sub-process cannot begin with, and those that it can", async () => {
    const desk = process("desk", { version: 1 })
      .adHoc("work", { read: (b) => b.userTask("reading"), write: (b) => b.userTask("writing") }, { begin: () => js(["red"]) })
      .end()
    await using millrace = await Millrace.open({ processes: [desk], store: memoryStoreLayer })
    const { id } = await millrace.start(desk, {})
    expect(await millrace.incidents.list({ instance: id })).toMatchObject({
      items: [
        {
          code: "CodeFailed",
          message: expect.stringContaining("'begin' of 'work' gave 'red', which is none of its flows: 'read', 'write'"),
        },
      ],
    })
  })

  it("names the instance that a call waits for", async () => {
    const caller = process("caller", { version: 1 }).call("kid", task).end()
    await using millrace = await Millrace.open({ processes: [task, caller], store: memoryStoreLayer })
    const { id, why } = await millrace.start(caller, {})
    const [child] = (await millrace.children.list({ instance: id })).items
    expect(await why()).toEqual([expect.stringContaining(`why('${child?.instance}')`)])
  })
})

describe("an error that is printed", () => {
  const asked = async (millrace: Millrace) => {
    await millrace.get("nobody")
  }

  it("shows its message once, its fields, and the line of the caller", async () => {
    await using millrace = await Millrace.open({ processes: [], store: memoryStoreLayer })
    const text = inspect(await errorOf(() => asked(millrace)))
    expect(text).toMatch(/^EngineError: No instance has the id 'nobody'/)
    expect(text).toContain("code: 'InstanceNotFound'")
    expect(text.split("No instance has")).toHaveLength(2)
    expect(text).toMatch(/at .*asked.*rubbish\.test\.ts/)
    expect(text).not.toMatch(/[\\/]effect[\\/]/)
  })

  it("of a store has what the driver said as its cause, and nothing between them", async () => {
    const text = inspect(await errorOf(() => Millrace.open({ processes: [], file: tmpdir() })))
    expect(text).toMatch(/^StoreError: The store .* \(it is a folder\)\./)
    expect(text).toMatch(/\[cause\]: Error: unable to open database file/)
    expect(text).toContain("rubbish.test.ts")
    expect(text).not.toMatch(/SqlError|[\\/]effect[\\/]/)
  })
})
