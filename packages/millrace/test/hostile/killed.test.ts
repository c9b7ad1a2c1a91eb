/** Processes that are killed while they have the file, and what is left of their files. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { Millrace } from "../../src/index.ts"
import { hanging, parked } from "../fixtures/livingProcesses.ts"
import { closing, expectError, freshFile, tally } from "./Scene.ts"

const program = fileURLToPath(new URL("../fixtures/living.ts", import.meta.url))
const processes = [parked, hanging] as const
const ids = Array.from({ length: 20 }, (_, n) => `${n}`)

/** Runs the program on the file until it says that it is alive. */
const live = async (file: string): Promise<ChildProcess> => {
  const env = { ...process.env, MILLRACE_TEST_HANGS: "1" }
  const child = spawn(process.execPath, [program, file], { stdio: ["ignore", "pipe", "inherit"], env })
  if (child.stdout !== null) await once(child.stdout, "data")
  return child
}
const kill = async (child: ChildProcess) => {
  const gone = once(child, "close")
  child.kill("SIGKILL")
  await gone
}

/** Completes whatever there is; nothing may be in the way. */
const finish = async (millrace: Millrace, known: ReadonlyArray<string>) => {
  for (const id of known) await millrace.complete(id, parked, "look", {}, { by: "ann" })
  for (const id of known) expect(await millrace.handle(parked, id).result()).toBe(`${id}/`.length * 2000)
  expect((await millrace.incidents.list()).items).toEqual([])
}

describe("a process that has the file", () => {
  it("keeps others out, with a code; once it is killed, the next one goes on with everything at once", async () => {
    const file = freshFile()
    const child = await live(file)
    await expectError(Millrace.open({ processes, file }), "StoreLocked", file, "stop that one first")
    await kill(child)
    const millrace = await closing(Millrace.open({ processes, file }))
    expect(await millrace.handle(hanging, "hanging").result()).toMatch(/^hanging\//)
    await finish(millrace, ids)
  })
})

describe("after a kill, a write-ahead log that", () => {
  it("ends in garbage, as after a torn write, costs nothing that was acknowledged", async () => {
    const file = freshFile()
    await kill(await live(file))
    const wal = readFileSync(`${file}-wal`)
    writeFileSync(`${file}-wal`, Buffer.concat([wal, Buffer.alloc(10_000, 0x5a)]))
    await finish(await closing(Millrace.open({ processes, file })), ids)
  })

  it.each([
    ["is gone", (wal: string) => rmSync(wal)],
    ["is garbage", (wal: string) => writeFileSync(wal, Buffer.alloc(100_000, 0x5a))],
    ["is cut in the middle", (wal: string) => writeFileSync(wal, readFileSync(wal).subarray(0, readFileSync(wal).length / 2))],
  ])("%s costs what stood in it alone: the store opens, is whole, and works", async (_what, spoil) => {
    const file = freshFile()
    await kill(await live(file))
    expect(existsSync(`${file}-wal`)).toBe(true)
    spoil(`${file}-wal`)
    const millrace = await closing(Millrace.open({ processes, file }))
    const known = (await millrace.list({ process: "parked" })).items.map(({ id }) => id)
    expect(Object.keys(await tally(known.map((id) => millrace.get(id)))).filter((outcome) => outcome !== "ok")).toEqual([])
    for (const id of ids) await millrace.start(parked, { n: Number(id) }, { id })
    while ((await millrace.userTasks.list()).items.length < ids.length) await new Promise((resolve) => setTimeout(resolve, 2))
    await finish(millrace, ids)
  })
})
