/**
 * Redacted variables, through the front door: whatever handlers, code, schemas and forms say, no text that is stored,
 * logged or thrown has their values. As data they are there all the same.
 */
import { openOn } from "@millrace/engine"
import { Effect, Layer, Logger, References } from "effect"
import { describe, expect, it } from "vitest"
import { type AnyExecutable, Millrace, memoryStoreLayer, process, processPlugin, Schema } from "../../src/index.ts"
import { closing, eventually, incidentOf, taskOf } from "../hostile/Scene.ts"

const card = "4111-2222-3333-9999"
const token = 'tok "en"/+ 77'

class Declined extends Schema.TaggedError<Declined>()("Declined", { message: Schema.String }) {}

const Input = Schema.Struct({ card: Schema.String, amount: Schema.Number })

/** Everything but the events in which the value itself stands. */
const said = async (millrace: Millrace, id: string): Promise<string> => {
  const history = await millrace.history(id)
  const faults = history.flatMap(({ events }) => events).filter((event) => "fault" in event || "error" in event)
  return JSON.stringify([await millrace.why(id), (await millrace.incidents.list({ instance: id })).items, faults])
}

const open = (...processes: ReadonlyArray<AnyExecutable>) => closing(openOn(memoryStoreLayer, { processes, plugins: [processPlugin] }))

describe("a redacted field of the input", () => {
  it("is not in what a handler throws, nor in its stack, and is in the variables", async () => {
    const pay = process("pay", { version: 1, input: Input, redacted: ["card"] })
      .serviceTask(
        "charge",
        ({ vars }): string => {
          throw new TypeError(`declined ${vars.card} (${Buffer.from(`u:${vars.card}`).toString("base64")}) ${JSON.stringify(vars)}`)
        },
        { retry: { attempts: 2, delay: 0 } },
      )
      .output(({ vars }) => vars.charge)
    const millrace = await open(pay)
    const { id } = await millrace.start(pay, { card, amount: 1 })
    const incident = await incidentOf(millrace, id)
    expect(incident.message).toContain("declined [redacted]")
    expect(await said(millrace, id)).not.toMatch(/4111|9999/)
    expect((await millrace.get(id)).vars).toMatchObject({ card })
  })

  it("is not in what code throws, gives or chooses", async () => {
    const choose = process("choose", { version: 1, input: Input, redacted: ["card"] })
      .exclusive("size", ({ vars }) => vars.card as "a", { a: (b) => b })
      .output(() => 1)
    const compute = process("compute", { version: 1, input: Input, redacted: ["card"] })
      .set("sum", ({ vars }): number => {
        throw new Error(`cannot add ${vars.card}`)
      })
      .output(() => 1)
    const millrace = await open(choose, compute)
    for (const started of [await millrace.start(choose, { card, amount: 1 }), await millrace.start(compute, { card, amount: 1 })]) {
      expect((await incidentOf(millrace, started.id)).message).toContain("[redacted]")
      expect(await said(millrace, started.id)).not.toMatch(/4111|9999/)
    }
  })

  it("is not in why an input is refused", async () => {
    const Card = Schema.String.check(Schema.makeFilter((text) => (text.length > 30 ? undefined : `'${text}' is too short`)))
    const strict = process("strict", { version: 1, input: Schema.Struct({ card: Card }), redacted: ["card"] }).output(() => 1)
    const millrace = await open(strict)
    const refused = await millrace.start(strict, { card }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: "InputInvalid", message: expect.stringContaining("[redacted]") })
    expect(String(refused)).not.toContain("4111")
    expect(String(refused)).toContain("card")
  })

  it("is not in the message of a typed error, and fields of the error are data", async () => {
    const pay = process("fail", { version: 1, input: Input, redacted: ["card"] })
      .serviceTask("charge", ({ vars }) => Effect.fail(new Declined({ message: `no money on ${vars.card}` })))
      .output(() => 1)
    const code = process("failing", { version: 1, input: Input, redacted: ["card"] }).fail(
      "unpaid",
      ({ vars }) => new Declined({ message: `no money on ${vars.card}` }),
    )
    const millrace = await open(pay, code)
    for (const handle of [await millrace.start(pay, { card, amount: 1 }), await millrace.start(code, { card, amount: 1 })]) {
      const failed = await handle.result().catch((error: unknown) => error)
      expect(failed).toMatchObject({ code: "ProcessFailed", message: expect.stringContaining("no money on [redacted]") })
      expect(failed).toMatchObject({ value: { message: `no money on ${card}` } })
    }
  })
})

describe("a redacted step, form or variable", () => {
  it("is not in what comes after it says, in its scope and in those inside", async () => {
    const steps = process("steps", { version: 1 })
      .variable("pin", 987654, { redacted: true })
      .serviceTask("login", () => ({ token }), { redacted: true })
      .subProcess("inner", (b) =>
        b
          .serviceTask("inside", () => "inner secret", { redacted: true })
          .serviceTask(
            "call",
            ({ vars }): string => {
              throw new Error(`401 ${vars.login.token} ${encodeURIComponent(vars.login.token)} ${vars.pin} ${vars.inside}`)
            },
            { retry: { attempts: 1 } },
          ),
      )
      .output(({ vars }) => vars.inner.call)
    const millrace = await open(steps)
    const { id } = await millrace.start(steps, {})
    expect((await incidentOf(millrace, id)).message).toBe("401 [redacted] [redacted] [redacted] [redacted]")
    expect(await said(millrace, id)).not.toMatch(/tok |987654|inner secret/)
  })

  it("is not in why its own result does not fit", async () => {
    const Word = Schema.String.check(Schema.makeFilter((text) => `'${text}' is no word`))
    const odd = process("odd", { version: 1 })
      .serviceTask("secret", () => "hunter2hunter2", { redacted: true, schema: Word })
      .output(() => 1)
    const millrace = await open(odd)
    const { id } = await millrace.start(odd, {})
    expect((await incidentOf(millrace, id)).message).toContain("'[redacted]' is no word")
    expect(await said(millrace, id)).not.toContain("hunter2")
  })

  it("is not in why a form does not fit, and redacts what is made of it", async () => {
    const Pin = Schema.Struct({
      pin: Schema.String.check(Schema.makeFilter((pin) => (pin.length === 6 ? undefined : `${pin} has not six digits`))),
    })
    const ask = process("ask", { version: 1 })
      .userTask("enter", { form: Pin, redacted: true })
      .serviceTask(
        "use",
        ({ vars }): string => {
          throw new Error(`wrong pin ${vars.enter.pin}`)
        },
        { retry: { attempts: 1 } },
      )
      .output(({ vars }) => vars.use)
    const millrace = await open(ask)
    const { id } = await millrace.start(ask, {})
    await taskOf(millrace, id)
    const refused = await millrace.complete(id, ask, "enter", { pin: "7654321" }, { by: "ann" }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: "FormInvalid", message: expect.stringContaining("[redacted] has not six digits") })
    await millrace.complete(id, ask, "enter", { pin: "765432" }, { by: "ann" })
    expect((await incidentOf(millrace, id)).message).toBe("wrong pin [redacted]")
  })

  it("is part of the definition: changing it needs a new version, and a name that is none is refused", () => {
    const make = (redacted: ReadonlyArray<"card" | "amount">) =>
      process("pay", { version: 1, input: Input, redacted })
        .output(() => 1)
        .build().definition.digest
    expect(make(["card"])).not.toBe(make([]))
    expect(make(["card", "amount"])).toBe(make(["amount", "card"]))
    expect(() => make(["crad" as "card"])).toThrow(/'crad'/)
  })
})

describe("logs", () => {
  it("have no redacted values, whatever goes wrong", async () => {
    const lines: Array<string> = []
    const logger = Logger.make(({ message, cause }) => {
      lines.push(JSON.stringify([message, String(cause)]))
    })
    const logging = Layer.merge(Logger.layer([logger]), Layer.succeed(References.MinimumLogLevel, "Trace"))
    const slow = process("slow", { version: 1, input: Input, redacted: ["card"] })
      .serviceTask(
        "block",
        ({ vars }): string => {
          for (const end = performance.now() + 1100; performance.now() < end; );
          throw new Error(vars.card)
        },
        { retry: { attempts: 1 } },
      )
      .output(() => 1)
    const millrace = await closing(Millrace.open({ processes: [slow], store: memoryStoreLayer, layer: logging }))
    const { id } = await millrace.start(slow, { card, amount: 1 })
    await incidentOf(millrace, id)
    await eventually(async () => (lines.length > 0 ? lines : undefined))
    expect(lines.join()).toContain("blocked the event loop")
    expect(lines.join()).not.toContain("4111")
  })
})
