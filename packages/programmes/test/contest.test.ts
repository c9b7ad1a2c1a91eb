/** The contest, tiny and without the peers themselves: they are installed only where somebody measures them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bench } from "../src/bench/bench.ts"
import { contest } from "../src/bench/contest/contest.ts"
import { type Contestant, oursOn, peers, versionOf } from "../src/bench/contest/contestants.ts"
import { runContestant } from "../src/bench/contest/runContestant.ts"
import { contestWorkloads } from "../src/bench/contest/workloads.ts"

const folder = mkdtempSync(join(tmpdir(), "millrace-contest-test-"))
const place = { folder, server: undefined }
const number: unknown = expect.any(Number)

const echo = join(folder, "echo.mjs")
const silent = join(folder, "silent.mjs")
beforeAll(() => {
  writeFileSync(
    echo,
    `console.log("hello"); console.log('contest: {"measured":{"n":5,"perSecond":10,"p50Ms":null,"p99Ms":null,"rssMB":1,"settings":"-"}}')`,
  )
  writeFileSync(silent, `console.error("there is no such thing"); process.exit(1)`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stranger = (name: string, file: string): Contestant => ({ name, store: "sqlite", file, package: "effect", durable: true })

describe("a contestant", () => {
  it("is one of ours on SQLite; two processes of it do recovery", async () => {
    for (const workload of ["fanout", "recovery"]) {
      const measured = await runContestant(oursOn("sqlite"), { workload, n: 20, inFlight: 5 }, place)
      expect(measured, workload).toMatchObject({ n: 20, perSecond: number, rssMB: number, settings: "defaults" })
    }
  })

  it("that ends without a result fails with what it said", async () => {
    const run = runContestant(stranger("silent", silent), { workload: "loop", n: 5, inFlight: 1 }, place)
    await expect(run).rejects.toThrow("ended without a result: there is no such thing")
  })
})

it("compares ours with the others in turns, and tells by name who failed", async () => {
  const workloads = contestWorkloads.filter(({ workload }) => workload === "loop").map((workload) => ({ ...workload, n: 20 }))
  const lines: Array<string> = []
  const records = []
  const rivals = [stranger("echo", echo), stranger("silent", silent)]
  for await (const record of contest({
    workloads,
    peers: rivals,
    stores: ["sqlite"],
    rounds: 2,
    print: (line) => lines.push(line),
    ...place,
  }))
    records.push(record)
  expect(records.map(({ peer, ratio, failed }) => [peer, ratio, failed])).toEqual([
    ["millrace", null, undefined],
    ["echo", number, undefined],
    ["silent", null, "ended without a result: there is no such thing"],
  ])
  expect(records[0]?.rounds).toEqual([number, number])
  expect(lines[0]).toBe("silent failed at loop on sqlite, round 1: ended without a result: there is no such thing")
})

it("knows the version of every peer from their lock file", () => {
  for (const peer of peers) expect(versionOf(peer), peer.name).toMatch(/^\d+\.\d+\.\d+$/)
})

it("answers a name that is neither a workload nor a peer with what there is", async () => {
  await expect(bench(["--peers", "temporal"], () => {})).rejects.toThrow(
    "There is no workload and no peer 'temporal': give some of sequence3,",
  )
})

it("prints records as the tables of the documentation", async () => {
  const file = join(folder, "records.json")
  const common = {
    workload: "loop",
    store: "sqlite",
    inFlight: 1,
    n: 20,
    floorPerSecond: null,
    p50Ms: 2,
    p99Ms: null,
    rssMB: 100,
    unit: "steps/s",
  }
  const own = { ...common, peer: "millrace", version: "this repository", figure: 1000, ratio: null, aims: [{ aim: "ahead", met: true }] }
  const other = { ...common, peer: "echo", version: "1.2.3", figure: 500, ratio: 2, aims: [], settings: "as it comes" }
  writeFileSync(file, JSON.stringify([own, other]))
  const lines: Array<string> = []
  await bench(["--markdown", file], (line) => lines.push(line))
  expect(lines.slice(2)).toEqual([
    "### loop",
    "",
    "| ours on | who | figure | memory | ours is better | aims |",
    "|---|---|---|---|---|---|",
    "| sqlite | millrace | 1,000 steps/s | 100 MB |  | met: ahead |",
    "| sqlite | echo 1.2.3 | 500 steps/s | 100 MB | 2.0 times |  |",
    "",
    "### Settings",
    "",
    "- echo: as it comes",
    "",
  ])
})
