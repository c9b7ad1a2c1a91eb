/**
 * Every kind of element, every trigger and every field of the graph can be written with the builder, or there is a reason why
 * it is not written so.
 */
import { Schema } from "effect"
import { expect, it } from "vitest"
import { activity, eachOf, feel, process } from "../src/index.ts"
import { makeProcess } from "../src/makeProcess.ts"
import { Chain } from "../src/recipe/Chain.ts"
import type { Doing, Work } from "../src/recipe/Work.ts"
import { graphOf } from "./fixtures/draw.ts"
import * as events from "./fixtures/events.ts"
import { allFields, fieldsIn } from "./fixtures/fieldsOf.ts"
import * as processes from "./fixtures/processes.ts"
import * as singles from "./fixtures/singles.ts"
import * as together from "./fixtures/together.ts"

const works: ReadonlyArray<(one: Work) => Doing> = [
  (one) => one.serviceTask(() => 1),
  (one) => one.sendBy(() => 1),
  (one) => one.userTask(),
  (one) => one.receive(together.Bell),
  (one) => one.call(singles.plain, () => ({ n: 1 })),
  (one) => one.add(activity({ type: "BusinessRuleTask", fields: (bind) => ({ decision: bind.code("decision", () => 1) }) })),
  (one) => one.script({ x: () => 1 }),
  (one) => one.manualTask(),
  (one) => one.task(),
  (one) => one.subProcess((b: Chain) => b.set("x", 1)),
  (one) => one.transaction((b: Chain) => b.set("x", 1)),
  (one) => one.adHoc({ x: (b: Chain) => b.userTask("x") }),
]
const options = { name: "n", lock: "l", startQuantity: 1, completionQuantity: 2 }

/** Every activity in every way. */
const inEveryWay = (work: (one: Work) => Doing): ReadonlyArray<Chain> => {
  const inner = (id: string) => (b: Chain) => b.step(id, (one) => work(one).into({ y: () => 1 }))
  return [
    new Chain({ of: "p" }).each("a", () => [1], work, { as: "i", sequential: true, until: () => true, remaining: "finish" }),
    new Chain({ of: "p" }).several("a", 2, (one) => work(one).gives(() => 1), { concurrency: 1 }),
    new Chain({ of: "p" }).again("a", work, { until: () => true, max: 3 }),
    new Chain({ of: "p" }).asLongAs("a", () => true, work),
    new Chain({ of: "p" }).step("a", (one) => work(one.given({ x: () => 1 })).spread()),
    new Chain({ of: "p" }).subProcess("a", inner("b")),
    new Chain({ of: "p" }).serviceTask("a", () => 1).compensateBy(work),
    new Chain({ of: "p" })
      .step("a", work)
      .inclusive("i", eachOf({ x: () => true }, "y"), { x: (b) => b, y: (b) => b }, { withoutGateway: true }),
  ]
}

const input = Schema.Struct({ n: Schema.Number })
/** What no other process of the tests says. */
const rest = [
  process("r1", { version: 1, input })
    .startOnSignal("s", together.Closed, () => ({ n: 1 }))
    .startOnTimer("t", "R/P1D", () => ({ n: 1 }))
    .receive("bell", together.Bell, options)
    .receive("left", together.Left, "ann")
    .send("left2", together.Left, () => ({ person: "ann" }), { ...options, ttl: "1 day" })
    .userTask("u", {
      ...options,
      form: input,
      assignee: "ann",
      exclude: ["bob"],
      groups: ["g"],
      candidates: ({ vars }) => [`p${vars.n}`],
      due: "1 day",
      redacted: true,
    })
    .serviceTask("h", () => 1, { ...options, retry: { attempts: 2 }, timeout: "1 minute", heartbeat: "5 seconds", concurrency: 2 })
    .serviceTask("tx", () => 1, { ...options, transactional: true })
    .sendBy("by", () => 1, { retry: { attempts: 2 }, timeout: "1 minute", heartbeat: "5 seconds", concurrency: 2 })
    .sendBy("byTx", () => 1, { ...options, transactional: true })
    .decide("d", feel("n > 1"), { ...options, schema: Schema.Boolean })
    .call("c", singles.plain, () => ({ n: 1 }), { ...options, version: 1, businessKey: "k" })
    .step("c2", (one) => one.call(singles.plain, () => ({ n: 1 })).gives(({ value }) => value))
    .script("sc", { v: () => 1 }, options)
    .manualTask("m", options)
    .task("ta", options)
    .subProcess("sub", (b) => b.set("q", 1, { redacted: true }), { ...options, saga: true })
    .adHoc(
      "ad",
      { x: (b) => b.set("q", 1, { redacted: true }) },
      { ...options, saga: true, ordering: "sequential", busy: "refuse", until: () => true, remaining: "finish", begin: () => ["x"] },
    )
    .transaction("tr", (b) => b.set("q", 1, { redacted: true }).cancel("off", { tell: (to) => [to.message(together.Bell)] }), {
      ...options,
      saga: true,
    })
    .onAny(
      "calledOff",
      (on) => [on.cancel(), on.timer("1 day")],
      (b) => b.terminate("t", { tell: (to) => [to.signal(together.Closed, () => ({ at: new Date(0) }))] }),
    )
    .some("so", 1, { a: (b) => b.userTask("sa"), b: (b) => b.userTask("sb") }, { remaining: "finish", blocking: true })
    .fail("failed", () => new processes.SoldOut({ sku: "" }), { tell: (to) => [to.escalation(together.Help, () => ({ question: "" }))] }),
  process("r2", { version: 1 })
    .subProcess("s", (b) =>
      b
        .on("a", (on) => on.timer("1 day"), { interrupting: false, saga: true })
        .on("b", (on) =>
          on
            .all((one) => [one.timer("1 day"), one.message(together.Bell), one.signal(together.Closed), one.condition(() => false)])
            .set("q", 1, { redacted: true }),
        )
        .on("c", (on) =>
          on.any((one) => [one.timer("1 day"), one.condition(() => false), one.signal(together.Closed), one.escalation(together.Help)]),
        )
        .on("d", (on) => on.message(together.Bell))
        .on("e", (on) => on.signal(together.Closed))
        .on("f", (on) => on.condition(() => false))
        .on("g", (on) => on.error(processes.SoldOut))
        .on("h", (on) => on.escalation(together.Help))
        .set("x", 1),
    )
    .onAny(
      "o1",
      (on) => [
        on.timer("1 day"),
        on.signal(together.Closed),
        on.condition(() => false),
        on.escalation(together.Help),
        on.message(together.Bell),
      ],
      (b) => b.end("1", { tell: (to) => [to.rollback("s"), to.signal(together.Closed, () => ({ at: new Date(0) }))] }),
    )
    .onAll(
      "o2",
      (on) => [on.timer("1 day"), on.condition(() => false), on.signal(together.Closed), on.message(together.Bell)],
      (b) => b.end("2", { tell: (to) => [to.rollback("s")] }),
    )
    .onMessage("o0", together.Left, "ann", (b) => b.terminate())
    .onSignal("o3", together.Closed, (b) => b.end("3", { tell: (to) => [to.signal(together.Closed, () => ({ at: new Date(0) }))] }))
    .onMessage("o4", together.Bell, undefined, (b) =>
      b.end("4", { tell: (to) => [to.message(together.Left, () => ({ person: "" }), { ttl: "1 day" })] }),
    )
    .onCondition(
      "o5",
      () => false,
      (b) => b.end("5", { tell: (to) => [to.escalation(together.Help, () => ({ question: "" }))] }),
    )
    .waitForAny("w1", (on) => [on.timer("1 day"), on.condition(() => true), on.signal(together.Closed), on.message(together.Bell)])
    .waitForAll("w2", (on) => [on.timer("1 day"), on.condition(() => true), on.signal(together.Closed), on.message(together.Bell)])
    .waitForAny("w3", (on) => [on.message(together.Left, "ann")])
    .tell("t1", (to) => [to.message(together.Left, () => ({ person: "" }), { ttl: "1 day" })])
    .tell("t2", (to) => [to.rollback("s"), to.message(together.Bell)])
    .exclusive("x", feel('"a"'), { a: (b) => b, b: (b) => b })
    .inclusive("y", feel('["a"]'), { a: (b) => b, b: (b) => b })
    .inclusive("z", eachOf({ a: () => true }, "b"), { a: (b) => b, b: (b) => b })
    .end(),
]

/** What is written otherwise, and how. */
const event = "what an event brings is its variable: `.script` behind it makes others of it"
const otherwise: Readonly<Record<string, string>> = {
  "BoundaryEvent.outputs": event,
  "BoundaryEvent.spread": event,
  "ComplexGateway.choose": "an `.inclusive` behind `.some`",
  "ComplexGateway.default": "an `.inclusive` behind `.some`",
  "EventSubProcess.result": "nobody reads its value: `.update` in it gives a declared variable another one",
  "IntermediateCatchEvent.outputs": event,
  "IntermediateCatchEvent.spread": event,
  "StartEvent.outputs": event,
  "StartEvent.spread": event,
}

it("every kind of element, trigger and field of the graph is written by some method", () => {
  const built = [...Object.values({ ...processes, ...events, ...singles, ...together }), ...rest].filter(
    (one) => typeof one === "object" && "build" in one,
  )
  const drawn = works.flatMap(inEveryWay).map((chain) => makeProcess({ id: "p", version: 1, saga: false }, chain.recipe))
  const graphs = [...built, ...drawn].map((one) => graphOf(one as Parameters<typeof graphOf>[0]))
  const reached = new Set(graphs.flatMap(({ elements }) => elements).flatMap(fieldsIn))
  const missing = [...allFields()].filter((field) => !reached.has(field))
  expect(missing.sort()).toEqual(Object.keys(otherwise).sort())
})
