/** Processes of the builder with everything that control flow has, on the engine, through crashes. */
import { cron, escalation, message, process, processRef, signal } from "@millrace/builder"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { testProcess } from "../../src/index.ts"

const places = (waiting: ReadonlyArray<{ readonly path: string; readonly for: string }>): ReadonlyArray<string> =>
  waiting.map((place) => `${place.for} ${place.path}`).sort()

describe("a subscription", () => {
  const Cancel = message("cancel", { payload: Schema.Struct({ id: Schema.String, why: Schema.String }), key: (m) => m.id })
  const subscription = process("subscription", { version: 1, input: Schema.Struct({ id: Schema.String }) })
    .variable("dates", [] as ReadonlyArray<string>)
    .on("cancelled", (on) =>
      on.message(Cancel, ({ vars }) => vars.id).output(({ vars }) => ({ dates: vars.dates, why: vars.cancelled.why })),
    )
    .label("period")
    .wait("due", cron("0 9 1 * *", { zone: "Europe/Berlin" }))
    .serviceTask("charge", () => "charged")
    .update("dates", ({ vars }) => [...vars.dates, vars.charge])
    .goto("period")

  it("is charged on the first of each month at nine in Berlin, in winter and in summer, until it is cancelled", async () => {
    await using test = testProcess(subscription, { startAt: "2026-02-10T00:00:00Z" })
    await test.start({ id: "s1" })
    const due = async () => (await test.waiting()).find((place) => place.for === "timer")?.due?.toISOString()
    expect(await due()).toBe("2026-03-01T08:00:00.000Z")
    await test.advanceTo("2026-03-15T00:00:00Z")
    expect(await due()).toBe("2026-04-01T07:00:00.000Z")
    await test.crash()
    await test.advanceTo("2026-05-15T00:00:00Z")
    await test.publish(Cancel, { id: "s1", why: "moved" })
    expect(await test.result()).toEqual({ output: { dates: ["charged", "charged", "charged"], why: "moved" } })
  })
})

describe("some of several", () => {
  const Vote = Schema.Struct({ yes: Schema.Boolean })
  const votes = process("votes", { version: 1 })
    .some("heads", 2, {
      legal: (b) => b.userTask("legal", { form: Vote }),
      finance: (b) => b.userTask("finance", { form: Vote }),
      tech: (b) => b.userTask("tech", { form: Vote }),
    })
    .output(({ vars }) => [vars.legal?.yes, vars.finance?.yes, vars.tech?.yes].filter((yes) => yes !== undefined).length)

  it("goes on with two of three, and cancels the third", async () => {
    await using test = testProcess(votes)
    await test.start({})
    await test.complete("tech", { yes: true }, { by: "t" })
    await test.crash()
    await test.complete("legal", { yes: false }, { by: "l" })
    expect(await test.result()).toEqual({ output: 2 })
    expect(await test.tasks()).toEqual([])
  })
})

describe("branches of which one is enough, again and again", () => {
  const rounds = process("rounds", { version: 1 })
    .variable("round", 0)
    .variable("done", 0)
    .repeat(
      "again",
      (b) =>
        b
          .update("round", ({ vars }) => vars.round + 1)
          .some(
            "first",
            1,
            {
              quick: (b) => b.wait("quick", "1 hour"),
              slow: (b) => b.wait("slow", "1 day").update("done", ({ vars }) => vars.done + 1),
            },
            { remaining: "finish", blocking: true },
          ),
      { until: ({ vars }) => vars.round === 2 },
    )
    .output(({ vars }) => vars.done)

  it("hold the next round back until the rest of this one is through", async () => {
    await using test = testProcess(rounds)
    await test.start({})
    await test.advance("2 hours")
    await test.crash()
    expect(await test.vars()).toMatchObject({ round: 2, done: 0 })
    await test.advance("10 hours")
    expect(places(await test.waiting())).toEqual(["timer slow", "timer slow"])
    // The first round is through, so the second one goes on; its slow branch goes to its end as well.
    await test.advance("1 day")
    expect(await test.result()).toEqual({ output: 1 })
    expect(await test.vars()).toMatchObject({ done: 2 })
  })
})

describe("a critical section", () => {
  const hall = process("hall", { version: 1 })
    .parallel("both", {
      a: (b) => b.subProcess("band", (b) => b.userTask("tune").userTask("play"), { lock: "stage" }),
      b: (b) => b.userTask("dress").subProcess("dance", (b) => b.userTask("step"), { lock: "stage" }),
    })
    .end()

  it("is entered by one branch at a time", async () => {
    await using test = testProcess(hall)
    await test.start({})
    await test.complete("dress", {}, { by: "ann" })
    expect(places(await test.waiting())).toEqual(["lock dance", "task band/tune"])
    await test.complete("band/tune", {}, { by: "bo" })
    await test.crash()
    await test.complete("band/play", {}, { by: "bo" })
    await test.complete("dance/step", {}, { by: "ann" })
    expect(await test.result()).toEqual({ output: null })
  })
})

describe("called processes", () => {
  const Ask = escalation("ask", { payload: Schema.Struct({ question: Schema.String }) })
  const Folder = Schema.Struct({ name: Schema.String, depth: Schema.Finite })
  const self = processRef("tree", { input: Folder, output: Schema.Array(Schema.String) })
  const tree = process("tree", { version: 1, input: Folder })
    .forEach(
      "below",
      ({ vars }) => (vars.depth === 0 ? [] : ["l", "r"]),
      (b) =>
        b.call("names", self, ({ vars }) => ({ name: `${vars.name}${vars.item}`, depth: vars.depth - 1 })).output(({ vars }) => vars.names),
    )
    .output(({ vars }) => [vars.name, ...vars.below.flat()])

  it("call themselves, and give a list in order", async () => {
    await using test = testProcess(tree, { children: [tree] })
    await test.start({ name: "x", depth: 2 })
    expect(await test.result()).toEqual({ output: ["x", "xl", "xll", "xlr", "xr", "xrl", "xrr"] })
  })

  it("tell their caller something, and go on", async () => {
    const helper = process("helper", { version: 1 })
      .escalate("stuck", Ask, () => ({ question: "which?" }))
      .userTask("work")
      .output(({ vars }) => vars.work.completedBy)
    const boss = process("boss", { version: 1 })
      .variable("asked", "")
      .call("helper", helper)
      .onEscalation("question", Ask, (b) => b.update("asked", ({ vars }) => vars.question.question), { interrupting: false })
      .output(({ vars }) => `${vars.asked} ${vars.helper}`)
    await using test = testProcess(boss, { children: [helper] })
    await test.start({})
    await test.crash()
    expect(await test.vars()).toMatchObject({ asked: "which?" })
    expect(places(await test.waiting())).toEqual(["child helper"])
  })
})

describe("steps without an order, one at a time", () => {
  const care = process("care", { version: 1 })
    .adHoc(
      "day",
      { wash: (b) => b.userTask("wash"), feed: (b) => b.userTask("feed", { form: Schema.Struct({ full: Schema.Boolean }) }) },
      { begin: () => ["wash"], until: ({ vars }) => vars.feed?.full === true },
    )
    .parallel("evening", { a: (b) => b.userTask("read"), b: (b) => b.userTask("sing") }, { oneAtATime: true })
    .output(({ vars }) => vars.day.feed?.full)

  it("begin when somebody asks for them, and wait for their turn", async () => {
    await using test = testProcess(care)
    await test.start({})
    await test.complete("day/wash", {}, { by: "ann" })
    await test.activate("day/feed")
    await test.crash()
    await test.complete("day/feed", { full: true }, { by: "ann" })
    const waiting = await test.waiting()
    expect(waiting.map((place) => place.for).sort()).toEqual(["lock", "task"])
    await test.complete("read", {}, { by: "ann" })
    await test.complete("sing", {}, { by: "ann" })
    expect(await test.result()).toEqual({ output: true })
  })
})

describe("what starts a process", () => {
  const Opened = signal("opened", { payload: Schema.Struct({ by: Schema.String }) })
  const Placed = message("placed", { payload: Schema.Struct({ id: Schema.String }), key: (m) => m.id })
  const shop = process("shop", { version: 1, input: Schema.Struct({ id: Schema.String }) })
    .startOnMessage("placed", Placed)
    .race("next", {
      opened: (on) => on.signal(Opened),
      full: (on) => on.condition(({ vars }) => vars.id === "full"),
    })
    .output(({ vars }) => ({ id: vars.id, by: vars.opened?.by ?? "nobody", message: vars.placed?.id ?? "none" }))

  it("is a message whose payload is the input", async () => {
    await using test = testProcess(shop)
    await test.startBy(Placed, { id: "o1" })
    expect(places(await test.waiting())).toEqual(["condition next:full", "signal next:opened"])
    await test.broadcast(Opened, { by: "ann" })
    expect(await test.result()).toEqual({ output: { id: "o1", by: "ann", message: "o1" } })
  })

  it("is whoever starts it by hand; a condition is asked when variables change from outside", async () => {
    await using test = testProcess(shop)
    await test.start({ id: "o2" })
    await test.setVariables({ id: "full" })
    expect(await test.result()).toEqual({ output: { id: "full", by: "nobody", message: "none" } })
  })
})
