/**
 * What large variables cost, counted at the store: what did not change is never written again, a step writes what it
 * changes, a load reads what is still referred to, and nothing is parsed that nobody reads.
 */
import { makeMemoryStore, type StoredInstance } from "@millrace/engine"
import { Effect, Layer } from "effect"
import { describe, expect, it, vi } from "vitest"
import { Millrace, process, Schema, Store } from "../src/index.ts"
import { closing, expectError, incidentOf, taskOf } from "./hostile/Scene.ts"

/** A store that counts what is written, and keeps what was loaded last. */
const counting = () => {
  const inner = makeMemoryStore()
  const written = { characters: 0, values: 0 }
  const loads: Array<StoredInstance> = []
  const store: Store["Service"] = {
    ...inner,
    log: {
      ...inner.log,
      commit: (batch) => {
        const texts = [
          ...batch.log.map((row) => row.events),
          ...batch.snapshots.map((row) => row.state),
          ...batch.values.map((row) => row.text),
        ]
        for (const text of texts) written.characters += text.length
        written.values += batch.values.length
        return inner.log.commit(batch)
      },
      load: (key, values) =>
        Effect.tap(inner.log.load(key, values), (stored) => Effect.sync(() => stored !== undefined && loads.push(stored))),
    },
  }
  return { written, loads, layer: Layer.succeed(Store, store) }
}

const Text = Schema.Struct({ text: Schema.String })

/** Twenty steps beside a document, which is copied and handed on by a step. */
const carrier = process("carrier", { version: 1, input: Schema.Struct({ size: Schema.Number }) })
  .variable("rounds", 0)
  .serviceTask("document", ({ vars }) => ({ text: "x".repeat(vars.size) }))
  .repeat("work", (b) => b.serviceTask("step", ({ attempt }) => attempt).update("rounds", ({ vars }) => vars.rounds + 1), {
    until: ({ vars }) => vars.rounds === 20,
  })
  .set("copy", ({ vars }) => vars.document)
  .serviceTask("handedOn", ({ vars }) => vars.document)
  .userTask("look", { form: Text })
  .output(({ vars }) => vars.document)

describe("a variable", () => {
  it.each([
    ["1 KB", 1_000],
    ["100 KB", 100_000],
    ["5 MB", 5_000_000],
  ])("of %s is written once, whatever happens beside it", async (_what, size) => {
    const { written, layer } = counting()
    const millrace = await closing(Millrace.open({ processes: [carrier], store: layer }))
    const { id } = await millrace.start(carrier, { size })
    await taskOf(millrace, id)
    const document = (await millrace.get(id)).vars.document
    expect(document).toEqual((await millrace.get(id)).vars.handedOn)
    // Small values stand in each event that sets them.
    const copies = size > 1024 ? 1 : 3
    expect(written.values).toBe(size > 1024 ? 1 : 0)
    expect(written.characters).toBeLessThan(copies * size + 25_000)
    const before = { ...written }
    await millrace.complete(id, carrier, "look", { text: "y".repeat(size) }, { by: "ann" })
    expect(await millrace.handle(carrier, id).result()).toEqual(document)
    // The form is new, and so is the value made of it and of who filled it in.
    expect(written.values - before.values).toBeLessThanOrEqual(2)
  })

  it("that changes again and again makes no load longer", async () => {
    const size = 100_000
    const loop = process("loop", { version: 1 })
      .variable("rounds", 0)
      .variable("document", "")
      .repeat(
        "work",
        (b) =>
          b
            .update("rounds", ({ vars }) => vars.rounds + 1)
            .update("document", ({ vars }) => String(vars.rounds).padStart(size, "x"))
            .serviceTask("step", () => 1),
        { until: ({ vars }) => vars.rounds === 300 },
      )
      .userTask("look")
      .output(({ vars }) => vars.document.length)
    const { written, loads, layer } = counting()
    const first = await closing(Millrace.open({ processes: [loop], store: layer }))
    const { id } = await first.start(loop, {})
    await taskOf(first, id)
    expect(written.values).toBeGreaterThan(250)
    await first.close()
    const second = await closing(Millrace.open({ processes: [loop], store: layer }))
    await second.why(id)
    const [load] = loads.slice(-1)
    const tailReferences = load?.tail.reduce((count, { events }) => count + events.split('"~value"').length - 1, 0) ?? 0
    expect(load?.values.length).toBeLessThanOrEqual(tailReferences + 1)
    await second.complete(id, loop, "look", {}, { by: "ann" })
    expect(await second.handle(loop, id).result()).toBe(size)
  })

  it("is neither parsed nor written as text by what does not look at it", async () => {
    const { layer } = counting()
    const open = () => closing(Millrace.open({ processes: [carrier], store: layer }))
    const first = await open()
    const { id } = await first.start(carrier, { size: 5_000_000 })
    await taskOf(first, id)
    await first.close()
    const second = await open()
    const parse = vi.spyOn(JSON, "parse")
    const stringify = vi.spyOn(JSON, "stringify")
    await second.why(id)
    await second.get(id)
    const [task] = (await second.userTasks.list()).items
    await second.userTasks.claim(task?.id ?? "", "ann")
    const long = [
      ...parse.mock.calls.map(([text]) => String(text).length),
      ...stringify.mock.results.map(({ value }) => String(value).length),
    ]
    parse.mockRestore()
    stringify.mockRestore()
    expect(Math.max(...long)).toBeLessThan(100_000)
    expect((await second.get(id)).vars.document).toMatchObject({ text: expect.stringMatching(/^x+$/) })
  })
})

describe("the limit of 16 MB", () => {
  class TooMuch extends Schema.TaggedError<TooMuch>()("TooMuch", { text: Schema.String }) {}
  const huge = "x".repeat(17 * 1024 * 1024)

  it("holds for inputs and forms, by a code of its own, and nothing is stored", async () => {
    const form = process("form", { version: 1, input: Text })
      .userTask("fill", { form: Text })
      .output(() => 1)
    const millrace = await closing(Millrace.open({ processes: [form], store: counting().layer }))
    await expectError(millrace.start(form, { text: huge }), "ValueTooLarge", "form@1", "maxValueLength")
    expect((await millrace.list()).items).toEqual([])
    const { id } = await millrace.start(form, { text: "" })
    await taskOf(millrace, id)
    await expectError(millrace.complete(id, form, "fill", { text: huge }, { by: "ann" }), "ValueTooLarge", "'fill'")
    // It counts bytes: this has fewer characters than the limit.
    await expectError(millrace.complete(id, form, "fill", { text: "ü".repeat(9 * 1024 * 1024) }, { by: "ann" }), "ValueTooLarge")
    await millrace.complete(id, form, "fill", { text: huge.slice(0, 15 * 1024 * 1024) }, { by: "ann" })
    expect(await millrace.handle(form, id).result()).toBe(1)
  })

  it("holds for results, typed errors, variables, outputs and progress", async () => {
    const limits = { version: 1, input: Text }
    const processes = [
      process("result", limits)
        .serviceTask("big", () => huge)
        .output(() => 1),
      process("error", limits)
        .serviceTask("big", () => Effect.fail(new TooMuch({ text: huge })))
        .output(() => 1),
      process("variable", limits)
        .set("big", () => huge)
        .output(() => 1),
      process("output", limits).output(() => huge),
      process("thrown", limits).fail("big", () => new TooMuch({ text: huge })),
    ]
    const millrace = await closing(Millrace.open({ processes, store: counting().layer }))
    for (const subject of processes) {
      const { id } = await millrace.engine.start(subject.id, { text: "" }).pipe(Effect.runPromise)
      expect(await incidentOf(millrace, id)).toMatchObject({ process: subject.id, code: "ValueTooLarge" })
    }
    const told: Array<unknown> = []
    const progress = process("progress", { version: 1 })
      .serviceTask("big", async ({ heartbeat }) => {
        await heartbeat(huge).catch((error: unknown) => told.push(error))
        return 1
      })
      .output(() => 1)
    const other = await closing(Millrace.open({ processes: [progress], store: counting().layer }))
    expect(await (await other.start(progress, {})).result()).toBe(1)
    expect(told).toMatchObject([{ code: "ValueTooLarge" }])
  })
})
