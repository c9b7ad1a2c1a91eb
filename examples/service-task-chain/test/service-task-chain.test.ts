/** Three in a row, with and without a crash. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { testProcess } from "@millrace/testing"
import { describe, expect, it } from "vitest"
import { serviceTaskChain } from "../process.ts"

describe("three service tasks in a row", () => {
  it("run one after another, and step ends as 3", async () => {
    await using test = testProcess(serviceTaskChain)
    await test.start({})
    expect(await test.result()).toEqual({ output: { step: 3 } })
    expect((await test.trace()).filter((id) => ["first", "second", "third"].includes(id))).toEqual(["first", "second", "third"])
  })

  it("go on after a crash in the middle without doing the first again", async () => {
    let firsts = 0
    let crashed = false
    await using test = testProcess(serviceTaskChain, {
      mocks: {
        first: () => ++firsts,
        second: () => (crashed ? Promise.resolve(2) : new Promise<number>(() => {})),
      },
    })
    await test.start({})
    expect(await test.waiting()).toMatchObject([{ path: "second", for: "job" }])
    crashed = true
    await test.crash()
    expect(await test.result()).toEqual({ output: { step: 3 } })
    expect(firsts).toBe(1)
  })
})

it("runs with one command", () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url))
  expect(execFileSync(process.execPath, [main], { encoding: "utf8" })).toBe('{"step":3}\n')
})
