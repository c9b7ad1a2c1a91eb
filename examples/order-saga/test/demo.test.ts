/** The demo as people run it: killed half way with SIGKILL, run again, and run once more for new orders. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, it } from "vitest"
import type { LedgerEntry } from "../Ledger.ts"

const demo = fileURLToPath(new URL("../demo.ts", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "order-saga-"))
afterAll(() => rmSync(folder, { recursive: true }))

const ledger = (): ReadonlyArray<LedgerEntry> =>
  readFileSync(join(folder, "ledger.jsonl"), "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LedgerEntry)

/** Runs the demo and kills it when it has said the word; without a word it runs to its end. */
const run = async (killAt?: string): Promise<{ readonly code: number | null; readonly output: string }> => {
  const child = spawn(process.execPath, [demo, "--dir", folder, "--speed", "10"], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.on("data", (data) => {
    output += data
    if (killAt !== undefined && output.includes(killAt)) child.kill("SIGKILL")
  })
  const [code] = await once(child, "close")
  return { code, output }
}

/** The steps that the output says are done: `#1001 reserve`. */
const doneIn = (output: string): ReadonlyArray<string> => [...output.matchAll(/(#\d+ \w+): done/g)].map(([, step]) => step ?? "")

it("goes on after kill -9 from where each order was, and does nothing again that was done", async () => {
  const first = await run("#1002 approve: done")
  expect(first.code).toBeNull()
  const doneBefore = doneIn(first.output)
  expect(doneBefore).toContain("#1001 reserve")
  const killed = ledger().length

  const second = await run()
  expect(second.code).toBe(0)
  expect(second.output).toMatch(/Found \d unfinished orders: going on/)
  expect(second.output).toMatch(/4 orders in .* s: 3 shipped, 1 rolled back\./)
  expect(second.output).toMatch(/Retried: charge \(twice\) of #1003\.\nUndone, last first: (ship, )?(pack, )?reserve of #1004\./)

  const again = ledger()
    .slice(killed)
    .filter(({ what }) => what === "asked")
    .map(({ order, action }) => `#${order} ${action}`)
  const doneAgain = doneBefore.filter((step) => again.includes(step))
  expect(doneAgain).toEqual([])
  // Whatever ran twice took effect once.
  const effects = ledger()
    .filter(({ what }) => what === "done")
    .map(({ key }) => key)
  expect(new Set(effects).size).toBe(effects.length)

  const third = await run("#1005 reserve: done")
  expect(third.output).toContain("Four new orders.")
}, 60_000)

it("says what it can do", async () => {
  const child = spawn(process.execPath, [demo, "--help"], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.on("data", (data) => {
    output += data
  })
  await once(child, "close")
  expect(output).toContain("--speed N")
})
