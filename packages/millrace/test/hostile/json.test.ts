/**
 * Hostile JSON, whichever way it comes in: attacks on prototypes and stacks are refused with a code that names the place,
 * everything else that JSON can say is stored and read back as it was, and names that mean something to JavaScript are
 * names like any other.
 */
import { DatabaseSync } from "node:sqlite"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { type Json, Millrace, process, Schema } from "../../src/index.ts"
import { closing, expectError, freshFile, incidentOf, places, taskOf } from "./Scene.ts"

const parsed = (text: string): Json => JSON.parse(text)
const deep = (levels: number) => parsed(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`)

const Any = Schema.Struct({ data: Schema.Unknown })
const Fields = Schema.Struct({ data: Schema.Record(Schema.String, Schema.Unknown) })

class Odd extends Schema.TaggedError<Odd>()("Odd", { data: Schema.Unknown }) {}

const echo = process("echo", { version: 1, input: Any })
  .userTask("form", { form: Any })
  .serviceTask("step", ({ vars }) => vars.form.data as Json)
  .output(({ vars }) => ({ input: vars.data as Json, form: vars.form.data as Json, step: vars.step }))

const attacks: ReadonlyArray<readonly [what: string, data: Json, says: string]> = [
  ["__proto__ at the top", parsed('{"__proto__":{"polluted":1}}'), "__proto__"],
  ["__proto__ in a list", parsed('[1,{"x":[{"__proto__":null}]}]'), "data[1].x[0]"],
  ["constructor.prototype", parsed('{"a":{"constructor":{"prototype":{"polluted":1}}}}'), "constructor"],
  ["1,100 levels", deep(1100), "nested"],
  ["100,000 levels", deep(100_000), "nested"],
]

describe.each(places)("on $kind,", ({ place }) => {
  it.each(attacks)("%s is refused in inputs and forms, by schemas too that would let it pass", async (_what, data, says) => {
    const strict = process("strict", { version: 1, input: Fields }).output(() => 1)
    const millrace = await closing(Millrace.open({ processes: [echo, strict], ...place() }))
    await expectError(millrace.start(echo, { data }), "InputInvalid", says)
    await expectError(millrace.start(strict, { data: { inner: data } }), "InputInvalid", "inner")
    expect((await millrace.list()).items).toEqual([])
    const { id } = await millrace.start(echo, { data: 1 })
    const task = await taskOf(millrace, id)
    await expectError(millrace.complete(id, echo, "form", { data }, { by: "ann" }), "FormInvalid", says)
    await expectError(millrace.userTasks.complete(task.id, { data }, { by: "ann" }), "FormInvalid", says)
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })

  it.each(attacks)("%s is refused in results, typed errors, variables, outputs and progress", async (_what, data, says) => {
    const said: Array<string> = []
    const Through = Schema.Record(Schema.String, Schema.Unknown)
    const processes = [
      process("result", { version: 1 })
        .serviceTask("a", () => data)
        .output(() => 1),
      process("coded", { version: 1 })
        .serviceTask("a", () => ({ data }), { schema: Through })
        .output(() => 1),
      process("error", { version: 1 })
        .serviceTask("a", () => Effect.fail(new Odd({ data })))
        .output(() => 1),
      process("variable", { version: 1 })
        .set("a", () => ({ data }))
        .output(() => 1),
      process("output", { version: 1 }).output(() => [data]),
    ]
    const beats = process("beats", { version: 1 })
      .serviceTask("a", async ({ heartbeat }) => {
        await heartbeat({ data }).catch((error: unknown) => said.push(String(error)))
        return 1
      })
      .output(() => 1)
    const millrace = await closing(Millrace.open({ processes: [...processes, beats], ...place() }))
    for (const subject of processes) {
      const { id } = await Effect.runPromise(millrace.engine.start(subject.id, {}))
      const incident = await incidentOf(millrace, id)
      expect([incident.process, incident.code]).toEqual([
        subject.id,
        /variable|output/.test(subject.id) ? "CodeFailed" : "ResultNotStorable",
      ])
      expect(incident.message).toMatch(/'__proto__'|'constructor'|nested/)
    }
    await (await millrace.start(beats, {})).result()
    expect(said.join()).toMatch(/'__proto__'|'constructor'|nested/)
    expect(says).not.toBe("")
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })

  it.each<[string, Json]>([
    [
      "numbers at the edges",
      [1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 53) - 2, 0.1 + 0.2, parsed("1e400") === Number.POSITIVE_INFINITY ? 0 : 1],
    ],
    ["a list of 200,000", Array.from({ length: 200_000 }, (_, place) => place)],
    ["20,000 keys", Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [`k${key}`, key]))],
    ["keys of which the last counts", parsed('{"a":1,"a":2}')],
    ["half surrogate pairs and NUL, also as keys", { "\ud800": "\udfff", "a\0b": "\0", "": "\u2028\u2029\ufeff" }],
    ["names of JavaScript", { constructor: "a", toString: 1, valueOf: null, hasOwnProperty: [], prototype: {}, length: -1 }],
    ["900 levels", deep(900)],
    ["what looks like ours", { "~value": 1, _tag: "Unstorable", reason: "x", "~encrypted": "[]" }],
    ["text that costs regular expressions dear", `${"a".repeat(50_000)}!${"\n".repeat(10_000)}`],
  ])("%s come back as they were, also after a restart", async (_what, data) => {
    const options = { processes: [echo], ...place() }
    let millrace = await closing(Millrace.open(options))
    const { id } = await millrace.start(echo, { data })
    await taskOf(millrace, id)
    if ("file" in options) {
      await millrace.close()
      millrace = await closing(Millrace.open(options))
    }
    expect((await millrace.get(id)).vars.data).toEqual(data)
    await millrace.complete(id, echo, "form", { data }, { by: "ann" })
    expect(JSON.stringify(await millrace.handle(echo, id).result())).toBe(JSON.stringify({ input: data, form: data, step: data }))
  })

  it("what looks like a refusal of ours is data, also where code gives it", async () => {
    const data = { _tag: "Unstorable", reason: "x", code: "ValueTooLarge" }
    const given = process("given", { version: 1 })
      .set("data", () => data)
      .output(({ vars }) => vars.data)
    const millrace = await closing(Millrace.open({ processes: [given], ...place() }))
    expect(await (await millrace.start(given, {})).result()).toEqual(data)
  })

  it.each(["constructor", "toString", "valueOf", "hasOwnProperty", "prototype"])("'%s' can be the name of anything", async (name) => {
    const input: Schema.Codec<{ readonly n: number }, unknown> = Schema.Struct({ [name]: Schema.Number }) as never
    const named = process(name, { version: 1, input })
      .subProcess("inner", (b) => b.serviceTask(name as "step", ({ vars }) => [Reflect.get(vars, name)]))
      .userTask("task")
      .output(({ vars }) => vars.inner as Json)
    const options = { processes: [named], ...place() }
    let millrace = await closing(Millrace.open(options))
    const { id } = await millrace.start(named, { [name]: 7 } as never)
    await taskOf(millrace, id)
    if ("file" in options) {
      await millrace.close()
      millrace = await closing(Millrace.open(options))
    }
    expect(Object.entries((await millrace.get(id)).vars)).toContainEqual([name, 7])
    await millrace.complete(id, named, "task", {}, { by: name })
    expect(await millrace.handle(named, id).result()).toEqual({ [name]: [7] })
  })
})

describe("'__proto__'", () => {
  it("can be no name of a step, a variable or a field of the input", () => {
    expect(() =>
      process("p", { version: 1 })
        .serviceTask("__proto__", () => 1)
        .output(() => 1)
        .build(),
    ).toThrow(/__proto__/)
    expect(() =>
      process("p", { version: 1 })
        .set("__proto__", 1)
        .output(() => 1)
        .build(),
    ).toThrow(/__proto__/)
  })
})

describe("rows that somebody wrote into the file", () => {
  it("pollute nothing when they are read back", async () => {
    const file = freshFile()
    const first = await closing(Millrace.open({ processes: [echo], file }))
    const { id } = await first.start(echo, { data: "marker" })
    await taskOf(first, id)
    await first.close()
    const database = new DatabaseSync(file)
    database.exec(
      `UPDATE log SET events = replace(events, '"marker"', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')`,
    )
    database.close()
    const second = await closing(Millrace.open({ processes: [echo], file }))
    const { vars } = await second.get(id)
    expect(Reflect.get(Object(vars.data), "polluted")).toBeUndefined()
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
    await second.complete(id, echo, "form", { data: 1 }, { by: "ann" })
    // Handed on by code, it is refused.
    expect(await incidentOf(second, id)).toMatchObject({ code: "CodeFailed" })
  })
})
