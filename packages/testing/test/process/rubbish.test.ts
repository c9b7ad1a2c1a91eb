/** What makes no sense in a test of a process: said at once, with a code, whatever it is. */
import { process } from "@millrace/builder"
import { describe, expect, it } from "vitest"
import { testProcess } from "../../src/process/index.ts"

const order = process("order", { version: 1 })
  .serviceTask("work", () => 1)
  .userTask("look")
  .wait("later", "1 day")
  .end()

const js = (value: unknown): never => value as never
const misused = { code: "ProcessTestMisused" }

const rubbish: Readonly<Record<string, unknown>> = {
  null: null,
  NaN: Number.NaN,
  "a symbol": Symbol("s"),
  "a function": () => 1,
  "a list": [{}],
  "a date": new Date(Number.NaN),
  "a Map": new Map(),
  "an object": { some: "field" },
  "a text": "some text",
}

describe("a process test", () => {
  it.each(Object.entries(rubbish))("cannot be made with %s", (name, given) => {
    expect(() => testProcess(js(given))).toThrow(expect.objectContaining(misused))
    expect(() => testProcess(order, js(given))).toThrow(expect.objectContaining(misused))
    for (const option of ["mocks", "children", "layer", "startAt", "store", "prepare", "plugins", "instance"]) {
      const fits = (option === "prepare" && name === "a function") || (option === "plugins" && name === "a list")
      if (fits || (option === "instance" && name === "a text")) continue
      expect(() => testProcess(order, js({ [option]: given }))).toThrow(expect.objectContaining(misused))
    }
  })

  it.each(Object.entries(rubbish))("refuses %s", async (name, value) => {
    await using test = testProcess(order)
    await test.start({})
    const given = js(value)
    const coded = expect.objectContaining({ code: expect.stringMatching(/^[A-Z]/) })
    for (const call of [
      () => test.advance(given),
      () => test.advanceTo(given),
      () => test.complete(given, js({}), { by: "ann" }),
      () => test.complete("look", {}, given),
      () => test.claim(given, "ann"),
      () => test.activate(given),
      () => test.addItem(given, 1),
      () => test.retry(given),
      () => test.startBy(given, {}),
      () => test.start(given),
      ...(name === "a text"
        ? []
        : [() => test.claim("look", given), () => test.publish(given, {}), () => test.broadcast(given, {}), () => test.cancel(given)]),
      ...(name === "an object" ? [] : [() => test.setVariables(given)]),
    ]) {
      await expect(call()).rejects.toEqual(coded)
    }
    expect(await test.waiting()).toMatchObject([{ path: "look" }])
  })
})
