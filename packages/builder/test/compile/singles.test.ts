/** The graphs of single steps, and of what stands together: what a picture and another tool see. */
import { describe, expect, it } from "vitest"
import { eachOf, feel, process } from "../../src/index.ts"
import { elementsOf, flowsOf, graphOf } from "../fixtures/draw.ts"
import { mapped, polling, prices } from "../fixtures/singles.ts"
import { admission, Bell, begun, Closed, intake, linked, split, telling } from "../fixtures/together.ts"

const p = process("p", { version: 1 })
const name = (role: string) => ({ code: role })

describe("a single step", () => {
  it("is one element with its items, and no scope", () => {
    expect(elementsOf(prices).gross).toEqual({
      type: "ServiceTask",
      handler: "prices@1/gross/handler",
      result: "gross",
      inputs: [{ variable: "factor", value: name("prices@1/gross/input:factor") }],
      multiInstance: {
        items: name("prices@1/gross/items"),
        item: "line",
        concurrency: 2,
        completion: name("prices@1/gross/until"),
        compact: true,
        output: name("prices@1/gross/value"),
      },
    })
  })

  it("is one element with its loop", () => {
    const { poll, pack } = elementsOf(polling)
    expect(poll).toMatchObject({ loop: { condition: name("polling@1/poll/while"), max: 9 } })
    expect(pack).toMatchObject({ type: "ScriptTask", loop: { condition: name("polling@1/pack/while"), before: true } })
  })

  it("writes what it gives elsewhere: at the top as variables of the process, in a scope as those of the scope", () => {
    const { charge, address, when, ...others } = elementsOf(mapped)
    expect(charge).toMatchObject({ outputs: [{ variable: "receipt" }, { variable: "total" }] })
    expect(charge).not.toHaveProperty("result")
    expect(address).toEqual({ type: "UserTask", form: "mapped@1/address/form", spread: true })
    expect(when).toMatchObject({ outputs: [{ variable: "moment" }] })
    expect(others["inner/note"]).toMatchObject({ spread: "scope" })
    expect(others["inner/size"]).toMatchObject({ outputs: [{ variable: "length", declare: true }] })
  })

  it("takes texts of expression languages where it takes code", () => {
    const texts = p.step("a", (one) => one.given({ x: feel("1") }).task()).step("b", (one) => one.task().into({ y: feel("2") }))
    const { a, b } = elementsOf(texts.end())
    expect(a).toMatchObject({ inputs: [{ variable: "x", value: feel("1") }] })
    expect(b).toMatchObject({ outputs: [{ variable: "y", value: feel("2") }] })
  })
})

describe("events that stand together", () => {
  it("are one event: with one trigger that one, with several a multiple one", () => {
    const one = p.waitForAny("w", (on) => [on.message(Bell)]).tell("t", (to) => [to.signal(Closed, () => ({ at: new Date(0) }))])
    expect(elementsOf(one.end())).toMatchObject({ w: { trigger: { type: "message" } }, t: { trigger: { type: "signal" } } })
    expect(elementsOf(p.tell("t").end()).t).toEqual({ type: "IntermediateThrowEvent" })
    expect(elementsOf(telling).end).toMatchObject({ output: name("telling@1/end/output"), trigger: { type: "message", message: "bell" } })
  })
})

describe("starts", () => {
  it("are gateways that begin the process, with keys that the first message gives", () => {
    expect(elementsOf(admission)).toMatchObject({
      papers: { type: "EventBasedGateway", instantiate: true, parallel: true },
      "papers:passport": { type: "IntermediateCatchEvent", trigger: { key: name("admission@1/papers:passport/key") } },
      "papers:join": { type: "ParallelGateway" },
      "papers:input": { type: "ScriptTask" },
    })
    expect(flowsOf(intake)).toContain("came:paper -> came:paper:input")
    expect(elementsOf(intake).came).toEqual({ type: "EventBasedGateway", instantiate: true })
    expect(elementsOf(begun)).toMatchObject({
      told: { type: "StartEvent", trigger: { type: "multiple" } },
      task: { type: "ReceiveTask", instantiate: true, message: "left" },
    })
  })
})

describe("splits and jumps", () => {
  it("stand on the flows of the step before them where there is no gateway", () => {
    const { ask, extras, ways, ...others } = elementsOf(split)
    expect([extras, ways]).toEqual([undefined, undefined])
    expect(ask).toEqual({ type: "Task", default: "ask:none->c" })
    expect(graphOf(split).flows.filter(({ from }) => from === "ask")).toMatchObject([
      { name: "big", condition: name("split@1/extras/condition:big") },
      { name: "odd", condition: name("split@1/extras/condition:odd") },
      { name: "none" },
    ])
    expect(others["extras:join"]).toEqual({ type: "InclusiveGateway" })
    expect(others["votes:join"]).toMatchObject({ type: "ComplexGateway", activation: name("split@1/votes:join/activation") })
  })

  it("are refused where no activity stands before them", () => {
    const built = () =>
      p
        .parallel("x", { a: (b) => b.task("a"), b: (b) => b.task("b") }, { withoutGateway: true })
        .end()
        .build()
    expect(built).toThrow("'x' splits without a gateway, and no activity stands straight before it. Put it directly behind a step")
    const byCode = () =>
      p
        .task("t")
        .inclusive("x", () => ["a" as const], { a: (b) => b, b: (b) => b }, { withoutGateway: true })
        .end()
        .build()
    expect(byCode).toThrow("'x' has no gateway that could name its branches by code. Give it a condition for each")
    expect(eachOf({ a: () => true })).toHaveProperty("each")
  })

  it("are link events where that is said", () => {
    expect(elementsOf(linked)).toMatchObject({
      "again:label": { type: "IntermediateCatchEvent", trigger: { type: "link", link: "again:label" } },
      "again:from": { type: "IntermediateThrowEvent", trigger: { type: "link", link: "again:label" } },
      "again:goto": { type: "IntermediateThrowEvent" },
    })
  })
})

describe("a loop that ends by a text", () => {
  it("says how to write it", () => {
    const built = () =>
      p
        .again("a", (one) => one.task(), { until: feel("x") as never })
        .end()
        .build()
    expect(built).toThrow("'a' ends by a text, which cannot be turned round. Write the text as the option 'while': as long as it holds.")
  })
})
