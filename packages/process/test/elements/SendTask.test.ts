/** Send tasks: with a message, or with a handler that sends something. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const sent = (p: ReturnType<typeof play>) => p.run.log.flatMap((event) => (event.type === "MessageSent" ? [event] : []))

describe("a send task", () => {
  it("sends its message and goes on", () => {
    const fields = { message: "paid", key: { code: "number" }, payload: { code: "content" }, ttl: { value: "2 days" } }
    const p = play({
      elements: { tell: { type: "SendTask", ...fields } },
      flows: ["start tell a end"],
      code: { number: ({ vars }) => vars.order, content: ({ vars }) => ({ amount: vars.amount }) },
    })
    p.start({ order: 17, amount: 3 })
    expect(sent(p)).toMatchObject([{ name: "paid", key: "17", payload: { amount: 3 }, ttl: 172_800_000 }])
    expect(p.waits()).toEqual(["a job"])
  })

  it("sends one message for each item", () => {
    const multiInstance = { items: { value: ["x", "y"] }, item: "to" }
    const tell = { type: "SendTask", message: "paid", key: { code: "to" }, multiInstance }
    const p = play({ elements: { tell }, flows: ["start tell end"], code: { to: ({ vars }) => vars.to } })
    p.start()
    expect(sent(p).map(({ key }) => key)).toEqual(["x", "y"])
    expect(p.status()).toBe("completed")
  })

  it("sends nothing where something about it cannot be told, and all of it when that is mended", () => {
    let key: unknown
    const tell = { type: "SendTask", message: "paid", key: { code: "key" } }
    const p = play({ elements: { tell }, flows: ["start tell end"], code: { key: () => key } })
    p.start()
    expect(sent(p)).toEqual([])
    expect(p.waits()).toEqual(["tell incident"])
    key = "now"
    p.resolve("tell")
    expect(sent(p)).toHaveLength(1)
    expect(p.status()).toBe("completed")
  })

  it("runs a handler as a service task does", () => {
    const tell = { type: "SendTask", handler: "work", retry: { attempts: 1 } }
    const p = play({ elements: { tell }, flows: ["start tell end"] })
    p.start()
    expect(p.waits()).toEqual(["tell job"])
    p.fail("tell")
    expect(p.waits()).toEqual(["tell incident"])
    p.resolve("tell")
    p.complete("tell")
    expect(sent(p)).toEqual([])
    expect(p.status()).toBe("completed")
  })
})
