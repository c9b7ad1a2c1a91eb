import { makeMemoryStore } from "@millrace/engine/store"
import { Layer, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { process as define, Millrace, Store } from "../src/index.ts"

const Verdict = Schema.Struct({ ok: Schema.Boolean })

const order = define("order", { version: 1, input: Schema.Struct({ amount: Schema.Number }) })
  .userTask("look")
  .exclusive("size", ({ vars }) => (vars.amount > 10 ? "big" : "small"), {
    big: (b) => b.userTask("approve", { form: Verdict }),
    small: (b) => b,
  })
  .serviceTask("ship", () => "shipped")
  .output(({ vars }) => vars.ship)

const other = define("other", { version: 1 }).end()

describe("an engine without the code of a process", () => {
  it("does for callers what needs no code, refuses the rest by a code, and changes nothing then", async () => {
    const store = Layer.succeed(Store, makeMemoryStore())
    await using owner = await Millrace.open({ processes: [order], store })
    await using stranger = await Millrace.open({ processes: [other], store })
    const handle = await owner.start(order, { amount: 20 })
    const { id } = handle
    const [task] = (await stranger.userTasks.list({ instance: id })).items
    await stranger.userTasks.claim(task?.id ?? "", "ann")
    const before = (await owner.history(id)).length

    // What follows is a condition.
    const refused = { code: "CodeNotHere", instance: id, message: expect.stringContaining("order@1") }
    await expect(stranger.userTasks.complete(task?.id ?? "", {}, { by: "ann" })).rejects.toMatchObject(refused)
    expect((await owner.history(id)).length).toBe(before)
    await owner.complete(id, order, "look", {}, { by: "ann" })

    // Nobody here can say whether the form fits.
    const approve = await stranger.userTasks.opened(id, "approve")
    await expect(stranger.userTasks.complete(approve.id, { ok: true }, { by: "ann" })).rejects.toMatchObject({
      ...refused,
      element: "approve",
    })
    await owner.complete(id, order, "approve", { ok: true }, { by: "ann" })
    expect(await handle.result()).toBe("shipped")
    expect((await stranger.incidents.list()).items).toEqual([])

    const next = await owner.start(order, { amount: 1 })
    await stranger.cancel(next.id, "not wanted")
    await expect(next.result()).rejects.toMatchObject({ code: "ProcessCancelled" })
  })
})
