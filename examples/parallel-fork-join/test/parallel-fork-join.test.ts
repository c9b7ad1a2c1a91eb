/** Both branches, then one token. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { parallelForkJoin } from "../process.ts"

describe("a fork and its join", () => {
  it("run both branches and go on with one token", async () => {
    await using test = testProcess(parallelForkJoin)
    await test.start({ name: "Ada" })
    expect(await test.result()).toEqual({ output: { said: ["Hello Ada", "Goodbye Ada"], joined: 1 } })
    const trace = await test.trace()
    expect(trace.filter((id) => id === "fork:join")).toHaveLength(1)
    expect(trace.slice(-2)).toEqual(["joined:update", "end"])
  })

  it("wait for the slower branch", async () => {
    let answer = (_: string) => {}
    await using test = testProcess(parallelForkJoin, { mocks: { farewell: () => new Promise<string>((resolve) => (answer = resolve)) } })
    await test.start({ name: "Ada" })
    expect(await test.trace()).toContain("greeting")
    expect(await test.waiting()).toMatchObject([{ path: "farewell", for: "job" }])
    answer("at last")
    expect(await test.result()).toEqual({ output: { said: ["Hello Ada", "at last"], joined: 1 } })
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe('{"said":["Hello Ada","Goodbye Ada"],"joined":1}\n')
})
