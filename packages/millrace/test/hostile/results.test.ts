/**
 * What handlers may return and throw: whatever it is, it is stored as it is or becomes an incident that says what is
 * wrong, the host goes on, and after the repair the instance is completed.
 */
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { type Json, Millrace, process } from "../../src/index.ts"
import { closing, freshFile, incidentOf, places, taskOf } from "./Scene.ts"

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const suspicious = new Proxy(
  {},
  {
    has: () => {
      throw new Error("do not look")
    },
  },
)
const cyclic = () => {
  const o: Record<string, unknown> = {}
  o.self = o
  return o
}
const nested = (levels: number) => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = { value }
  return value
}
const sparse: Array<number> = []
sparse[3] = 1
const failing = (fields: PropertyDescriptorMap) => Object.defineProperties(new Error("original"), fields)
const raise = (thrown: unknown) => () => {
  throw thrown
}

/** An object that can be awaited, or looks as if it could. */
const thenable = (then: PropertyDescriptor) => Object.defineProperty({}, "then", then)

/** A process whose handler does what the test says, and is repaired later. */
const scene = () => {
  const now: { does: () => unknown } = { does: () => "nothing yet" }
  const odd = process("odd", { version: 1 })
    .serviceTask("work", (): Json => now.does() as Json, { retry: { attempts: 1 }, timeout: "100 millis" })
    .userTask("look")
    .output(({ vars }) => vars.work)
  return { now, odd }
}

describe.each(places)("a handler, on $kind,", ({ place }) => {
  it.each<[string, () => unknown, unknown]>([
    ["undefined, which is null", () => undefined, null],
    ["a date, which says itself how it is JSON", () => new Date(0), "1970-01-01T00:00:00.000Z"],
    ["-0, which is 0", () => -0, 0],
    ["an array with holes, which are null", () => sparse, [null, null, null, 1]],
    ["what answers twice: the first counts", () => thenable({ value: (done: (value: number) => void) => [done(1), done(2)] }), 1],
    ["half a surrogate pair and a NUL", () => ({ "\ud800": "a\0b" }), { "\ud800": "a\0b" }],
    ["data that look like references", () => ({ "~value": 1, deeper: [{ "~value": 7 }] }), { "~value": 1, deeper: [{ "~value": 7 }] }],
    ["one that looks like nothing else", () => ({ "~value": 1 }), { "~value": 1 }],
  ])("may return %s", async (_what, does, expected) => {
    const { now, odd } = scene()
    now.does = does
    const options = { processes: [odd], ...place() }
    let millrace = await closing(Millrace.open(options))
    const { id } = await millrace.start(odd, {})
    const task = await taskOf(millrace, id)
    if ("file" in options) {
      // Everything is read back from the log.
      await millrace.close()
      millrace = await closing(Millrace.open(options))
    }
    await millrace.userTasks.complete(task.id, {}, { by: "ann" })
    const result = await millrace.handle(odd, id).result()
    expect(JSON.stringify(result)).toBe(JSON.stringify(expected))
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })

  it.each<[what: string, does: () => unknown, code: string, says: string]>([
    ["returns a Map", () => ({ seen: new Map() }), "ResultNotStorable", "at seen: an object of class Map"],
    [
      "returns a key that sets prototypes",
      () => ({ a: [JSON.parse('{"__proto__":{}}')] }),
      "ResultNotStorable",
      "at a[0]: the key '__proto__'",
    ],
    ["returns such a key by toJSON", () => ({ toJSON: () => JSON.parse('{"__proto__":{}}') }), "ResultNotStorable", "'__proto__'"],
    [
      "returns a constructor with a prototype",
      () => JSON.parse('{"constructor":{"prototype":{"x":1}}}'),
      "ResultNotStorable",
      "'constructor'",
    ],
    ["returns NaN somewhere", () => ({ prices: [1, Number.NaN] }), "ResultNotStorable", "at prices[1]: NaN"],
    ["returns Infinity", () => Number.POSITIVE_INFINITY, "ResultNotStorable", "Infinity is not a JSON number"],
    ["returns a bigint", () => ({ n: 1n }), "ResultNotStorable", "BigInt"],
    ["returns a function", () => () => 1, "ResultNotStorable", "a function cannot be stored"],
    ["returns a symbol", () => Symbol("x"), "ResultNotStorable", "a symbol cannot be stored"],
    ["returns a promise that nobody awaits", () => ({ page: Promise.reject(new Error("x")) }), "ResultNotStorable", "at page: a promise"],
    ["returns an Effect in a Promise", async () => Effect.succeed(1), "ResultNotStorable", "return the Effect itself"],
    ["returns a cyclic object", cyclic, "ResultNotStorable", "circular"],
    ["returns what is nested deeply", () => nested(2000), "ResultNotStorable", "nested more than 1000 levels deep"],
    ["returns what is nested very deeply", () => nested(100_000), "ResultNotStorable", "nested too deeply"],
    ["returns what throws as JSON", () => ({ toJSON: raise(new Error("no JSON")) }), "ResultNotStorable", "no JSON"],
    [
      "returns a getter that throws",
      () => Object.defineProperty({}, "a", { get: raise(new Error("no a")), enumerable: true }),
      "ResultNotStorable",
      "no a",
    ],
    ["returns a `then` that cannot be read", () => thenable({ get: raise(new Error("no then")) }), "HandlerFailed", "no then"],
    ["returns a `then` that throws", () => thenable({ value: raise(new Error("then threw")) }), "HandlerFailed", "then threw"],
    ["returns a `then` that never answers", () => thenable({ value: () => {} }), "HandlerTimedOut", "within 100 ms"],
    ["never returns", () => new Promise(() => {}), "HandlerTimedOut", "the handler of work"],
    ["returns a revoked proxy", revoked, "HandlerFailed", "revoked"],
    ["throws a text", raise("just text"), "HandlerFailed", "'just text'"],
    ["throws undefined", raise(undefined), "HandlerFailed", "undefined"],
    ["rejects with nothing", () => Promise.reject(), "HandlerFailed", "undefined"],
    ["throws an object", raise({ reason: "none" }), "HandlerFailed", "{ reason: 'none' }"],
    ["throws an object without prototype", raise(Object.create(null)), "HandlerFailed", "not an Error"],
    ["throws a revoked proxy", () => raise(revoked())(), "HandlerFailed", "cannot be looked at"],
    ["throws what must not be looked at", raise(suspicious), "HandlerFailed", "do not look"],
    [
      "rejects with what throws when it is shown",
      () => Promise.reject({ [Symbol.for("nodejs.util.inspect.custom")]: raise(1) }),
      "HandlerFailed",
      "cannot be looked at",
    ],
    ["throws an error whose message is no text", raise(failing({ message: { value: { a: 1 } } })), "HandlerFailed", "{ a: 1 }"],
    [
      "throws an error whose message throws",
      raise(failing({ message: { get: raise(new Error("no message")) } })),
      "HandlerFailed",
      "no message",
    ],
    ["throws an error whose stack is no text", raise(failing({ stack: { value: 5 } })), "HandlerFailed", "original"],
    ["throws an error whose name is no text", raise(failing({ name: { value: {} } })), "HandlerFailed", "original"],
    ["throws an error of five million characters", raise(new Error("long".repeat(1_250_000))), "HandlerFailed", "longlong"],
    ["throws an error with NUL and half a surrogate pair", raise(new Error("a\0b\ud800")), "HandlerFailed", "a\u2400b\ufffd"],
    ["fails in an Effect", () => Effect.die({ odd: true }), "HandlerFailed", "odd: true"],
    ["gives an Effect that interrupts itself", () => Effect.interrupt, "HandlerFailed", "interrupted"],
  ])("that %s leaves an incident, and nothing is lost", async (_what, does, code, says) => {
    const { now, odd } = scene()
    now.does = does
    const millrace = await closing(Millrace.open({ processes: [odd], ...place() }))
    const { id, result } = await millrace.start(odd, {})
    const incident = await incidentOf(millrace, id)
    expect(incident).toMatchObject({ instance: id, process: "odd", element: "work", code })
    expect(incident.message).toContain(says)
    expect(incident.message.length).toBeLessThan(5000)
    expect((await millrace.why(id)).join()).toContain(code)
    now.does = () => "mended"
    await millrace.incidents.retry(incident.id)
    await millrace.userTasks.complete((await taskOf(millrace, id)).id, {}, { by: "ann" })
    expect(await result()).toBe("mended")
  })
})

describe("a result that is large, on a SQLite file,", () => {
  it.each<[string, () => unknown]>([
    ["16 MB of text", () => "x".repeat(16 * 1024 * 1024 - 2)],
    ["100,000 keys", () => Object.fromEntries(Array.from({ length: 100_000 }, (_, key) => [`key ${key}`, key]))],
    ["1,000 levels", () => nested(999)],
  ])("comes back whole after a restart: %s", async (_what, does) => {
    const { now, odd } = scene()
    now.does = does
    const options = { processes: [odd], file: freshFile() }
    const first = await closing(Millrace.open(options))
    const { id } = await first.start(odd, {})
    const task = await taskOf(first, id)
    await first.close()
    const second = await closing(Millrace.open(options))
    await second.userTasks.complete(task.id, {}, { by: "ann" })
    expect(JSON.stringify(await second.handle(odd, id).result())).toBe(JSON.stringify(does()))
  })

  it("is refused beyond the limit, with the name of the option that raises it", async () => {
    const { now, odd } = scene()
    now.does = () => "x".repeat(2000)
    const millrace = await closing(Millrace.open({ processes: [odd], file: freshFile(), maxValueLength: 1000 }))
    const { id } = await millrace.start(odd, {})
    expect(await incidentOf(millrace, id)).toMatchObject({ code: "ValueTooLarge", message: expect.stringContaining("maxValueLength") })
  })
})
