/** The front door: a file of SQLite by default, typed by the processes. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Context, Effect, Layer } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import { definePlugin, EngineError, Millrace, memoryStoreLayer, ProcessFailed, process, Schema, type StoreError } from "../src/index.ts"

const folders: Array<string> = []
const freshFile = () => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-"))
  folders.push(folder)
  return join(folder, "millrace.db")
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

class Refused extends Schema.TaggedError<Refused>()("Refused", { why: Schema.String }) {}

const greeting = process("greeting", { version: 1, input: Schema.Struct({ name: Schema.String }) })
  .serviceTask("words", async ({ vars }) => {
    if (vars.name === "") throw new Refused({ why: "no name" })
    return `Hello ${vars.name}`
  })
  .userTask("read", { form: Schema.Struct({ stars: Schema.Number }) })
  .output(({ vars }) => ({ words: vars.words, stars: vars.read.stars }))

const untilTaskIsOpen = async (millrace: Millrace, instance: string) => {
  while ((await millrace.userTasks.list({ instance })).items.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe("Millrace.open", () => {
  it("goes on from the file where an earlier engine stopped", async () => {
    const file = freshFile()
    const first = await Millrace.open({ processes: [greeting], file })
    const { id } = await first.start(greeting, { name: "Ada" }, { businessKey: "ada" })
    await untilTaskIsOpen(first, id)
    await first.close()

    const second = await Millrace.open({ processes: [greeting], file })
    const handle = await second.start(greeting, { name: "Ada" }, { businessKey: "ada" })
    expect(handle.id).toBe(id)
    await second.complete(id, greeting, "read", { stars: 5 }, { by: "grace" })
    expect(await handle.result()).toEqual({ words: "Hello Ada", stars: 5 })
    await second.close()
  })

  it("refuses a second engine on the same file", async () => {
    const file = freshFile()
    const millrace = await Millrace.open({ processes: [greeting], file })
    await expect(Millrace.open({ processes: [greeting], file })).rejects.toMatchObject({
      code: "StoreLocked",
    } satisfies Partial<StoreError>)
    await millrace.close()
  })

  it("reads instances whose process is not registered any more", async () => {
    const file = freshFile()
    const first = await Millrace.open({ processes: [greeting], file })
    const { id } = await first.start(greeting, { name: "Ada" })
    await untilTaskIsOpen(first, id)
    await first.close()

    const second = await Millrace.open({ processes: [], file })
    expect(await second.get(id)).toMatchObject({ process: "greeting", vars: { words: "Hello Ada" }, waiting: [{ element: "read" }] })
    await second.close()
  })

  it("tells a mistyped option, which would be ignored without a word", async () => {
    const mistyped = { processes: [greeting], file: ":memory:", concurency: 3 }
    await expect(Millrace.open(mistyped)).rejects.toMatchObject({
      code: "ConfigurationInvalid",
      message: "There is no option 'concurency' to open an engine with. Mend its name, or leave it out.",
    })
  })

  it("tells a mistyped name of a start or a message, without which it would be another one each time", async () => {
    const millrace = await Millrace.open({ processes: [greeting], store: memoryStoreLayer })
    const named = { busnessKey: "ada" }
    await expect(millrace.start(greeting, { name: "Ada" }, named as never)).rejects.toThrow(
      "start has no option 'busnessKey'. Options: id, businessKey, at.",
    )
    await expect(millrace.publish("paid", {}, { idd: "1" } as never)).rejects.toThrow("publish has no option 'idd'. Options: id, ttl, key.")
    await millrace.close()
  })

  it("takes another store in place of the file", async () => {
    const millrace = await Millrace.open({ processes: [greeting], store: memoryStoreLayer })
    const handle = await millrace.start(greeting, { name: "" })
    const error = await handle.result().catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(ProcessFailed)
    expect(error).toMatchObject({ error: "Refused", value: { _tag: "Refused", why: "no name" } })
    await expect(millrace.get("nobody")).rejects.toBeInstanceOf(EngineError)
    await millrace.close()
  })

  it("demands the services that handlers need, and gives them to the handlers", async () => {
    class Greeter extends Context.Service<Greeter, { readonly greet: (name: string) => string }>()("test/Greeter") {}
    const polite = process("polite", { version: 1, input: Schema.Struct({ name: Schema.String }) })
      .serviceTask("words", ({ vars }) => Effect.map(Greeter, ({ greet }) => greet(vars.name)))
      .output(({ vars }) => vars.words)
    // @ts-expect-error -- 'layer' is missing
    void (() => Millrace.open({ processes: [polite], file: ":memory:" }))
    const layer = Layer.succeed(Greeter, { greet: (name) => `Good day, ${name}` })
    const millrace = await Millrace.open({ processes: [polite], file: ":memory:", layer })
    expect(await (await millrace.start(polite, { name: "Ada" })).result()).toBe("Good day, Ada")
    await millrace.close()
  })

  it("puts its own plugin first, so that others may require it", async () => {
    const needy = definePlugin({ name: "needy", requires: ["process"] })
    const millrace = await Millrace.open({ processes: [], file: ":memory:", plugins: [needy] })
    await millrace.close()
    const lost = definePlugin({ name: "lost", requires: ["nobody"] })
    await expect(Millrace.open({ processes: [], file: ":memory:", plugins: [lost] })).rejects.toMatchObject({
      code: "ConfigurationInvalid",
    })
  })
})
