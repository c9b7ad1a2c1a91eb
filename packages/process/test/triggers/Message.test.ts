import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const message = (fields: object = {}) => ({ type: "message", message: "paid", ...fields })
const catching = (fields: object = {}, more: object = {}) => ({ type: "IntermediateCatchEvent", trigger: message(fields), ...more })
const boundary = (attachedTo: string, fields: object = {}) => ({
  type: "BoundaryEvent",
  attachedTo,
  trigger: message(),
  result: "paid",
  ...fields,
})
const opened = (p: ReturnType<typeof play>) => p.events().flatMap((event) => (event.type === "SubscriptionOpened" ? [event] : []))
const sent = (p: ReturnType<typeof play>) => p.run.log.flatMap((event) => (event.type === "MessageSent" ? [event] : []))
const amount = {
  decode: (json: unknown) => {
    if (typeof json !== "object" || json === null || !("amount" in json) || typeof json.amount !== "number")
      throw new Error("amount: expected a number")
    return json.amount
  },
  encode: (value: unknown) => ({ amount: Number(value) }),
}

describe("a message that is caught in the flow", () => {
  it("is waited for by its name and key, and its payload is the value of the event", () => {
    const p = play({
      elements: { wait: catching({ key: { code: "key" } }, { result: "payment" }) },
      flows: ["start wait a end"],
      code: { key: ({ vars }) => vars.order },
    })
    p.start({ order: 17 })
    expect(opened(p)).toMatchObject([{ kind: "message", name: "paid", key: "17" }])
    expect(p.view().waiting).toMatchObject([
      { element: "wait", for: "message", reason: "The message 'paid' with the key '17' has to come." },
    ])
    p.receive("wait", { amount: 3 })
    expect(p.waits()).toEqual(["a job"])
    expect(p.vars().payment).toEqual({ amount: 3 })
  })

  it("without a key is waited for without one", () => {
    const p = play({ elements: { wait: catching() }, flows: ["start wait end"] })
    p.start()
    expect(opened(p)[0]).not.toHaveProperty("key")
    p.receive("wait")
    expect(p.status()).toBe("completed")
  })

  it("is an incident where its key is nothing that could be one", () => {
    let key: unknown
    const p = play({ elements: { wait: catching({ key: { code: "key" } }) }, flows: ["start wait end"], code: { key: () => key } })
    p.start()
    expect(p.incident()?.message).toBe("'wait': code 'key' gave undefined instead of a key: text or a number.")
    for (const [given, problem] of [
      ["", "is an empty text."],
      ["k".repeat(501), "has 501 characters; at most 500 are allowed: keep the rest in the input."],
      ["a\0", '("a\\u0000") has a character that databases do not store: a NUL, or half of a surrogate pair. Take it out.'],
    ]) {
      key = given
      p.resolve("wait")
      expect(p.incident()?.message).toBe(`'wait': what code 'key' gave ${problem}`)
    }
    key = "a"
    p.resolve("wait")
    expect(p.waits()).toEqual(["wait message"])
  })

  it("is taken once", () => {
    const p = play({ elements: { wait: catching() }, flows: ["start wait a end"] })
    p.start()
    const subscription = p.find("message", "wait")
    p.receive("wait")
    expect(p.send({ type: "ReceiveMessage", subscription, message: "again", payload: null })).toBe("SubscriptionNotFound")
  })

  it("is waited for no more when its scope ends", () => {
    const p = play({ elements: { wait: catching() }, flows: ["start wait end"] })
    p.start()
    p.cancel()
    expect(p.types()).toContain("SubscriptionClosed")
    expect(p.status()).toBe("cancelled")
  })
})

describe("the payload of a message", () => {
  const sketch = { elements: { wait: catching({ codec: "amount" }, { result: "payment" }) }, flows: ["start wait end"] }

  it("is what its codec makes of it", () => {
    const p = play({ ...sketch, codecs: { amount } })
    p.start()
    p.receive("wait", { amount: 3, more: "left out" })
    expect(p.vars().payment).toEqual({ amount: 3 })
  })

  it("that does not fit is an incident that names the field; it is kept until somebody has mended the codec", () => {
    let wanted = amount
    const p = play({ ...sketch, codecs: { amount: { decode: (json) => wanted.decode(json), encode: (value) => wanted.encode(value) } } })
    p.start()
    p.receive("wait", { amount: "three" })
    expect(p.waits()).toEqual(["wait incident"])
    expect(p.incident()?.message).toMatch(/^'wait' received the message 'paid', and its payload does not fit: amount: expected a number\./)
    wanted = { decode: () => 3, encode: amount.encode }
    p.resolve("wait")
    expect(p.status()).toBe("completed")
    expect(p.vars().payment).toEqual({ amount: 3 })
  })
})

describe("a message at the border of an activity", () => {
  it("ends the activity", () => {
    const p = play({ elements: { a: {}, paid: boundary("a") }, flows: ["start a end", "paid b endb"] })
    p.start()
    expect(p.waits()).toEqual(["a job", "paid message"])
    p.receive("paid", 7)
    expect(p.waits()).toEqual(["b job"])
    expect(p.vars().paid).toBe(7)
  })

  it("comes as often as it likes where it does not interrupt", () => {
    const p = play({ elements: { a: {}, paid: boundary("a", { interrupting: false }) }, flows: ["start a end", "paid b endb"] })
    p.start()
    p.receive("paid", 1)
    p.receive("paid", 2)
    expect(p.waits()).toEqual(["a job", "b job", "b job", "paid message"])
    p.complete("a")
    expect(p.types()).toContain("SubscriptionClosed")
    p.completeAll()
    expect(p.status()).toBe("completed")
  })
})

describe("a message that is sent", () => {
  const fields = { key: { value: 17 }, payload: { code: "content" }, ttl: { value: "2 days" } }
  const code = { content: () => ({ amount: 3 }) }

  it("says its name, key, payload and how long it is kept", () => {
    const p = play({ elements: { tell: { type: "IntermediateThrowEvent", trigger: message(fields) } }, flows: ["start tell a end"], code })
    p.start()
    expect(p.waits()).toEqual(["a job"])
    expect(sent(p)).toMatchObject([{ name: "paid", key: "17", payload: { amount: 3 }, ttl: 172_800_000 }])
  })

  it("can end a path, and be what a send task does", () => {
    const p = play({
      elements: { tell: { type: "SendTask", message: "paid", ...fields }, end: { type: "EndEvent", trigger: message() } },
      flows: ["start tell end"],
      code,
    })
    p.start()
    expect(p.status()).toBe("completed")
    expect(sent(p).map(({ payload }) => payload)).toEqual([{ amount: 3 }, null])
    expect(new Set(sent(p).map((event) => event.message)).size).toBe(2)
  })

  it("is not sent where something about it cannot be told", () => {
    const p = play({
      elements: { tell: { type: "IntermediateThrowEvent", trigger: message({ ttl: { value: "soon" } }) } },
      flows: ["start tell end"],
    })
    p.start()
    expect(sent(p)).toEqual([])
    expect(p.incident()?.message).toBe(`'tell': the value "soon" gave 'soon' instead of a duration such as '2 days' or 'PT48H'.`)
  })
})

describe("a process that begins by a message", () => {
  const sketch = {
    elements: { ordered: { type: "StartEvent", trigger: message({ message: "ordered" }), result: "order" } },
    flows: ["ordered a end"],
  }

  it("begins where it is caught, with its payload", () => {
    const p = play(sketch)
    expect(p.run.decider.starts?.(p.run.compiled)).toMatchObject([{ element: "ordered", kind: "message", name: "ordered" }])
    p.startAt("ordered", { id: 1 })
    expect(p.vars().order).toEqual({ id: 1 })
    expect(p.waits()).toEqual(["a job"])
  })

  it("does not begin elsewhere", () => {
    const p = play(sketch)
    expect(p.start()).toBe("StartNotFound")
    expect(p.startAt("a")).toBe("StartNotFound")
    expect(p.status()).toBe("active")
    expect(p.run.log).toEqual([])
  })

  it("can begin at its none start event, too", () => {
    const p = play({ ...sketch, flows: ["start a", "ordered a end"] })
    p.start()
    expect(p.waits()).toEqual(["a job"])
    expect(p.vars()).not.toHaveProperty("order")
  })

  it("can begin with a receive task", () => {
    const p = play({
      elements: { first: { type: "ReceiveTask", message: "ordered", instantiate: true, result: "order" } },
      flows: ["first a end"],
    })
    expect(p.run.decider.starts?.(p.run.compiled)).toMatchObject([{ element: "first", kind: "message", name: "ordered" }])
    p.startAt("first", 5)
    expect(p.vars().order).toBe(5)
    expect(p.waits()).toEqual(["a job"])
  })
})
