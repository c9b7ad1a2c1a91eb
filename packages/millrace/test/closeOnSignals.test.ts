/** Closing on signals, on a real process. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { closeOnSignals } from "../src/index.ts"

const program = fileURLToPath(new URL("fixtures/closing.ts", import.meta.url))

/** Runs the program whose handler takes so many milliseconds; `said` resolves when it has said the word. */
const run = (milliseconds: number) => {
  const child: ChildProcess = spawn(process.execPath, [program, `${milliseconds}`], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout?.on("data", (data) => {
    output += data
  })
  const said = async (word: string) => {
    while (!output.includes(word) && child.stdout !== null) await once(child.stdout, "data")
  }
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, words: output.split("\n").filter((line) => line !== "") }))
  return { child, said, ended }
}

describe("a process that closes on signals", () => {
  it("lets running handlers finish on the first signal, and ends by it", async () => {
    const { child, said, ended } = run(300)
    await said("started")
    child.kill("SIGTERM")
    expect(await ended).toEqual({ code: null, signal: "SIGTERM", words: expect.arrayContaining(["working", "started", "worked"]) })
  })

  it("stops at once on the second", async () => {
    const { child, said, ended } = run(600_000)
    await said("started")
    child.kill("SIGINT")
    await new Promise((resolve) => setTimeout(resolve, 100))
    child.kill("SIGINT")
    const { signal, words } = await ended
    expect(signal).toBe("SIGINT")
    expect(words).toContain("aborted")
    expect(words).not.toContain("worked")
  })
})

describe("closeOnSignals", () => {
  it("can be taken back", () => {
    const before = process.listenerCount("SIGTERM")
    const takeBack = closeOnSignals({ close: async () => {} })
    expect(process.listenerCount("SIGTERM")).toBe(before + 1)
    takeBack()
    expect(process.listenerCount("SIGTERM")).toBe(before)
  })
})
