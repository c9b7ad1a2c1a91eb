import { Schema } from "effect"
import { expect, it } from "vitest"
import { process as define, Millrace } from "../src/index.ts"

const nap = define("nap", { version: 1, input: Schema.Struct({}) })
  .serviceTask("work", async () => 1)
  .output(({ vars }) => vars.work)

it("looking in a tight loop does not keep the engine from going on", async () => {
  await using millrace = await Millrace.open({ processes: [nap], file: ":memory:" })
  const { id } = await millrace.start(nap, {})
  let looks = 0
  while ((await millrace.get(id)).status === "active") expect(looks++).toBeLessThan(10_000)
  expect((await millrace.get(id)).output).toBe(1)
})
