/** What ended long ago can be removed, while everything else goes on. */
import { Millrace, message, process, Schema } from "millrace"
import { expect, it } from "vitest"

const Go = message("go", { payload: Schema.Struct({}) })

const step = process("step", { version: 1, input: Schema.Struct({ n: Schema.Number }) })
  .serviceTask("work", ({ vars }) => `${vars.n} ${"x".repeat(5000)}`)
  .output(({ vars }) => vars.work.length)

const caller = process("caller", { version: 1 })
  .call("first", step, () => ({ n: 1 }))
  .receive("go", Go)
  .output(({ vars }) => vars.first)

it("instances that ended go when they are purged, called ones with their callers", async () => {
  await using millrace = await Millrace.open({ processes: [step, caller], file: ":memory:" })
  const handles = await Promise.all(Array.from({ length: 500 }, (_, n) => millrace.start(step, { n }, { id: `s${n}` })))
  await Promise.all(handles.map((handle) => handle.result()))
  const waiting = await millrace.start(caller, {})
  await expect.poll(async () => (await millrace.list({ status: "completed", limit: 1000 })).items.length).toBe(501)
  await expect.poll(async () => (await millrace.get(waiting.id)).waiting.map((wait) => wait.for)).toEqual(["message"])
  const soon = new Date(Date.now() + 60_000)

  expect(await millrace.purge({ endedBefore: 0 })).toBe(0)
  expect(await millrace.purge({ endedBefore: soon, process: "caller" })).toBe(0)
  expect(await millrace.purge({ endedBefore: soon })).toBe(500)
  expect((await millrace.list()).items.map(({ process }) => process)).toEqual(["caller", "step"])
  await expect(millrace.get("s0")).rejects.toMatchObject({ code: "InstanceNotFound" })

  await millrace.publish(Go, {})
  expect(await waiting.result()).toBe(5002)
  expect(await millrace.purge({ endedBefore: soon })).toBe(2)
  expect((await millrace.list()).items).toEqual([])
  // Its id begins anew.
  expect(await (await millrace.start(step, { n: 7 }, { id: "s0" })).result()).toBe(5002)
})

it("a purge without a moment is refused", async () => {
  await using millrace = await Millrace.open({ processes: [step], file: ":memory:" })
  for (const options of [undefined, {}, { endedBefore: "yesterday" }, { endedBefore: new Date("never") }])
    await expect(millrace.purge(options as never)).rejects.toMatchObject({ code: "ArgumentInvalid" })
})
