import { describe, expect, it } from "vitest"
import { Run } from "../fixtures/Run.ts"
import * as P from "../fixtures/together.ts"

const { Bell, Closed, Contract, Left, Passport } = P
const ann = { person: "ann" }
const from = new Date("2031-01-01T00:00:00Z")

describe("one of several events", () => {
  it("brings what it has, whichever comes", async () => {
    const run = async () => await new Run(P.waiting).start(ann)
    const go = async (first: Run) => {
      await first.publish(Contract, { ...ann, from })
      await first.publish(Passport, { ...ann, number: 7 })
      return (await first.fire("papers")).view.output
    }
    expect(await go(await (await run()).publish(Left, ann))).toBe("ann 7 2031")
    expect(await go(await (await run()).broadcast(Closed, { at: new Date(0) }))).toBe("1970-01-01T00:00:00.000Z 7 2031")
    expect(await go(await (await run()).fire("first"))).toBe("nothing 7 2031")
  })

  it("ends a step, a race or a scope, errors among them", async () => {
    const run = async () => await new Run(P.watched).start(ann)
    expect((await (await run()).publish(Left, ann)).view.status).toBe("completed")
    const raced = await (await run()).complete("work", {}, "bob")
    await raced.publish(Passport, { ...ann, number: 1 })
    expect(raced.view.output).toBe("sold out x")
    expect((await (await run()).publish(Bell, undefined)).view.output).toBe("null")
  })
})

describe("all of several events", () => {
  it("lead beside a step", async () => {
    const run = await new Run(P.watched).start(ann)
    await run.broadcast(Closed, { at: new Date(0) })
    expect(run.waiting).toContain("task work")
    await run.publish(Passport, { ...ann, number: 1 })
    await run.complete("work", {}, "bob")
    await run.publish(Contract, { ...ann, from })
    await run.broadcast(Closed, { at: new Date(0) })
    expect(run.view.output).toBe("sold out x")
  })
})

describe("errors and escalations of any kind", () => {
  it("are caught beside a step and in a scope", async () => {
    const run = await new Run(P.troubled).start({})
    expect(run.view.output).toBe("CardDeclined")
    expect(run.ran).toContain("asked/answer")
  })
})

describe("what is told together", () => {
  it("goes to everybody it concerns, from the flow and from an end", async () => {
    const run = await new Run(P.telling).start(ann)
    expect(run.view.output).toBe("ann")
    expect(run.sent).toEqual([
      ["left", "ann", ann],
      ["bell", undefined, null],
    ])
    expect(run.escalations).toHaveLength(1)
  })
})

describe("a process that begins with several messages", () => {
  it("waits for those of the same key, whichever comes first", async () => {
    const run = await new Run(P.admission).begin("papers:contract", { ...ann, from: from.toISOString() })
    await run.publish(Passport, { ...ann, number: 9 })
    expect(run.view.output).toBe("ann 2031 9")
    const other = await new Run(P.admission).begin("papers:passport", { ...ann, number: 3 })
    await other.publish(Contract, { ...ann, from })
    expect(other.view.output).toBe("ann 2031 3")
    expect((await new Run(P.admission).start({ ...ann, since: from })).view.output).toBe("ann 2031 none")
  })

  it("waits for them where it starts, too: for those of the same key", async () => {
    const run = await new Run(P.complete).begin("papers#1", { ...ann, from: from.toISOString() })
    await run.broadcast(Closed, { at: new Date(0) })
    expect(run.view.status).toBe("active")
    await run.publish(Passport, { ...ann, number: 9 })
    expect(run.view.output).toBe("ann 2031 9")
    const other = await new Run(P.complete).begin("papers#0", { ...ann, number: 3 })
    await other.publish(Contract, { ...ann, from })
    await other.broadcast(Closed, { at: new Date(0) })
    expect(other.view.output).toBe("ann 2031 3")
    expect((await new Run(P.complete).start({ ...ann, since: from })).view.output).toBe("ann 2031 none")
  })

  it("begins with the first of them, by its way", async () => {
    expect((await new Run(P.intake).begin("came:paper", { ...ann, number: 1 })).view.output).toBe("paper ann")
    expect((await new Run(P.intake).begin("came:shut", { at: from.toISOString() })).view.output).toBe("shut 2031-01-01T00:00:00.000Z")
    expect((await new Run(P.intake).start(ann)).view.output).toBe("by hand ann")
  })
})

describe("other starts", () => {
  it("are one of several events, a receive task, and a condition on the input", async () => {
    expect((await new Run(P.begun).begin("told", { ...ann, number: 1 })).view.output).toBe("ann")
    expect((await new Run(P.begun).begin("told", { at: from.toISOString() })).view.output).toBe("signal")
    expect((await new Run(P.begun).begin("task", ann)).view.output).toBe("ann")
    expect((await new Run(P.choosy).start({ n: 6 })).view.output).toBe(6)
    await expect(new Run(P.choosy).start({ n: 5 })).rejects.toThrow()
  })
})

describe("splits without a gateway", () => {
  it("take the ways whose conditions hold, or the default, and a join asks who is through", async () => {
    const run = await new Run(P.split).start({ n: 7 })
    await run.complete("annVote", {}, "ann")
    expect(run.view.status).toBe("active")
    await run.complete("bossVote", {}, "boss")
    expect(run.view.output).toBe("bigodd 3 ann")
    const small = await new Run(P.split).start({ n: 2 })
    await small.complete("bossVote", {}, "boss")
    await small.complete("bobVote", {}, "bob")
    expect(small.view.output).toBe("none 3 nobody")
  })
})

describe("links", () => {
  it("lead back as jumps do", async () => {
    expect((await new Run(P.linked).start({})).view.output).toBe(3)
  })
})
