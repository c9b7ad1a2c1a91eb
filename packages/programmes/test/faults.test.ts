/** The fault programme in short: one example killed at every boundary, disks in trouble, connections cut, and what its figures say. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { connect, createServer, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { openInTrouble } from "../src/faults/disk/openInTrouble.ts"
import { mountSmallDisk } from "../src/faults/disk/SmallDisk.ts"
import type { FaultRecord } from "../src/faults/FaultRecord.ts"
import { faults } from "../src/faults/faults.ts"
import { exampleNames, loadScenario } from "../src/faults/matrix/Example.ts"
import { compareOutcomes, type Outcome } from "../src/faults/matrix/Outcome.ts"
import { type Cut, startProxy } from "../src/faults/postgres/TcpProxy.ts"
import { growthOf, type Slice, slopeOf } from "../src/faults/soak/Slice.ts"

const folder = mkdtempSync(join(tmpdir(), "millrace-faults-test-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("the kill matrix", () => {
  it("of one example on SQLite loses, doubles and leaves nothing", async () => {
    const json = join(folder, "matrix.json")
    const lines: Array<string> = []
    expect(await faults(["matrix", "--store", "sqlite", "--only", "service-task", "--json", json], (line) => lines.push(line))).toBe(0)
    const [record, ...more] = JSON.parse(readFileSync(json, "utf8")) as ReadonlyArray<FaultRecord>
    expect(more).toEqual([])
    expect(record).toMatchObject({ fault: "matrix: service-task-chain", store: "sqlite", lost: 0, doubled: 0, stuck: 0, flaws: [] })
    // Four commits, three boundaries each, and the undisturbed run.
    expect(record).toMatchObject({ instances: 13, crashes: 12, details: { boundaries: 12 } })
    expect(lines.at(-1)).toMatch(/^matrix: service-task-chain +sqlite +13 +12 +0 +0 +0 /)
  }, 240_000)

  it("finds a scenario in every example", async () => {
    expect(exampleNames()).toContain("order-saga")
    for (const name of exampleNames()) {
      const { processes, ways } = await loadScenario(name)
      expect(Object.keys(ways), name).not.toEqual([])
      for (const { process } of Object.values(ways)) expect(processes).toContain(process)
    }
  })

  it("says what an example without a scenario lacks", async () => {
    await expect(loadScenario("nowhere")).rejects.toThrow("The example 'nowhere' has no scenario.ts: give it one")
  })

  it("tells every difference from the undisturbed run", () => {
    const expected: Outcome = { ends: ["p completed 1"], completions: new Map([["p/a", 1]]), work: new Map([["a", 1]]) }
    const flawsOf = (actual: Partial<Outcome>, racing: ReadonlyArray<string> = []): ReadonlyArray<string> => {
      const flaws: Array<string> = []
      compareOutcomes({ ...expected, ...actual }, expected, racing, (kind, what) => flaws.push(`${kind}: ${what}`))
      return flaws
    }
    expect(flawsOf({})).toEqual([])
    expect(flawsOf({ ends: ["p failed 1"] })).toEqual([
      "lost: it did not end as undisturbed: p completed 1",
      "doubled: it ended otherwise than undisturbed: p failed 1",
    ])
    expect(flawsOf({ ends: ["p completed 1", "p completed 1"] })).toEqual(["doubled: it ended otherwise than undisturbed: p completed 1"])
    expect(flawsOf({ completions: new Map([["p/a", 2]]) })).toEqual(["doubled: 'p/a' completed 2, undisturbed 1"])
    expect(flawsOf({ work: new Map() })).toEqual(["lost: 'a' was given so many jobs: 0, undisturbed 1"])
    expect(flawsOf({ completions: new Map(), work: new Map() }, ["a"])).toEqual([])
    expect(flawsOf({}, ["a"])).toEqual(["lost: 'a' was done 1 times and undone 0 times"])
  })
})

describe("a disk", () => {
  it("that is full or read-only is what an opening store says it is", async () => {
    // Where this machine lets nobody mount one, there is nothing to see.
    const disk = mountSmallDisk(join(folder, "disk"), 4)
    if (disk === undefined) return
    try {
      expect((await openInTrouble(disk)).flaws).toEqual([])
    } finally {
      disk.remove()
    }
  })
})

describe("the proxy", () => {
  /** What a server and a client see of a commit that is cut. */
  const seeCut = async (cut: Cut) => {
    const received: Array<string> = []
    const sockets: Array<Socket> = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on("error", () => {})
      socket.on("data", (bytes) => {
        received.push(`${bytes}`)
        socket.write(`done ${bytes}`)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    const proxy = await startProxy(typeof address === "object" && address !== null ? address.port : 0, (bytes) => bytes.includes("commit"))
    const client = connect(proxy.port, "127.0.0.1")
    client.on("error", () => {})
    const answers: Array<string> = []
    let gone = () => {}
    const ended = new Promise<void>((resolve) => {
      gone = resolve
    })
    client.on("close", gone)
    client.on("end", gone)
    const answered = new Promise<void>((resolve) => {
      client.on("data", (bytes) => {
        answers.push(`${bytes}`)
        resolve()
      })
    })
    client.write("hello")
    await answered
    proxy.cutNext(cut)
    client.write("commit-me")
    if (cut !== "silence") await ended
    while (cut !== "before" && received.length < 2) await new Promise((resolve) => setImmediate(resolve))
    client.destroy()
    for (const socket of sockets) socket.destroy()
    await proxy.close()
    server.close()
    return { received, answers, cuts: proxy.cuts.get(cut) }
  }

  it.each([
    ["before", ["hello"]],
    ["torn", ["hello", "comm"]],
    ["after", ["hello", "commit-me"]],
    ["silence", ["hello", "commit-me"]],
    ["half-open", ["hello", "commit-me"]],
  ] as const)("lets through what '%s' says, and no answer", async (cut, received) => {
    expect(await seeCut(cut)).toEqual({ received, answers: ["done hello"], cuts: 1 })
  })
})

describe("the soak", () => {
  const slicesWith = (heap: (index: number) => number, latency: (index: number) => number): ReadonlyArray<Slice> =>
    Array.from({ length: 30 }, (_, index) => ({
      ...{ minute: index + 1, instances: (index + 1) * 1000, latencies: Array.from({ length: 50 }, () => latency(index)) },
      ...{ machine: [5], heapMB: heap(index), rssMB: 150 },
    }))

  it("is content with memory and latency that stay", () => {
    const slices = slicesWith(
      () => 40,
      () => 12,
    )
    expect(growthOf(slices).map(({ what, tooMuch }) => [what, tooMuch])).toEqual([
      ["p50 ms", false],
      ["p99 ms", false],
      ["heap MB", false],
      ["RSS MB", false],
    ])
    expect(slopeOf(slices)).toBe(0)
  })

  it("sees a heap that grows with each instance, and by how much", () => {
    const slices = slicesWith(
      (index) => 40 + index * 4,
      () => 12,
    )
    expect(growthOf(slices).find(({ tooMuch }) => tooMuch)?.what).toBe("heap MB")
    expect(Math.round(slopeOf(slices))).toBe(4096)
  })

  it("sees latency that grows", () => {
    const slices = slicesWith(
      () => 40,
      (index) => 10 + index * 2,
    )
    expect(growthOf(slices).filter(({ tooMuch }) => tooMuch)).toHaveLength(2)
    // Unless the machine has become slower by as much.
    const slowed = slices.map((slice, index) => ({ ...slice, machine: [10 + index * 2] }))
    expect(growthOf(slowed).filter(({ tooMuch }) => tooMuch)).toEqual([])
  })
})

describe("the command line", () => {
  it("answers --help with the parts", async () => {
    const lines: Array<string> = []
    expect(await faults(["--help"], (line) => lines.push(line))).toBe(0)
    for (const part of ["matrix", "postgres", "pause", "disk", "soak"]) expect(lines.join("\n")).toContain(`  ${part} `)
  })

  it("answers an unknown part with those there are", async () => {
    await expect(faults(["fire"], () => {})).rejects.toThrow(
      "There is no part 'fire': give one of matrix, postgres, pause, disk, soak, all.",
    )
  })
})
