/**
 * Runs one workload on one contestant, in a process of its own and on an empty database, and gives what it measured.
 */
import { spawn } from "node:child_process"
import { rmSync } from "node:fs"
import { mkdtemp } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { PostgresServer } from "@millrace/postgres-server"
import { type Line, linePrefix, type Measured } from "./compete.ts"
import type { Contestant } from "./contestants.ts"

export interface Task {
  readonly workload: string
  readonly n: number
  readonly inFlight: number
}

/** Where databases are made: files below the folder, databases on the server. */
export interface Place {
  readonly folder: string
  /** Only ours does without: it takes a schema on the server of the programme. */
  readonly server: PostgresServer | undefined
}

/** A process that takes longer is stopped, and counts as failed. */
const longestRun = 300_000

export const runContestant = async (contestant: Contestant, task: Task, { folder, server }: Place): Promise<Measured> => {
  const own = await mkdtemp(join(folder, "contest-"))
  const url = contestant.store === "postgres" ? await server?.createDatabase() : undefined
  try {
    const run = (workload: string, until: (line: Line) => boolean) => runProcess(contestant, { ...task, workload }, own, url, until)
    if (task.workload !== "recovery") return measuredIn(await run(task.workload, (line) => "measured" in line))
    const line = await run("begin", (line) => "begun" in line)
    if (!("begun" in line) || line.begun < task.n) throw new Error(`only ${JSON.stringify(line)} of ${task.n} were in flight`)
    return measuredIn(await run("finish", (line) => "measured" in line))
  } finally {
    rmSync(own, { recursive: true, force: true })
    if (url !== undefined) await server?.dropDatabase(new URL(url).pathname.slice(1))
  }
}

const measuredIn = (line: Line): Measured => {
  if ("measured" in line) return line.measured
  throw new Error(`${JSON.stringify(line)} is not what was awaited.`)
}

/** Runs a process until it has said what is awaited, then kills it with all that it started. */
const runProcess = (
  { file, store }: Contestant,
  { workload, n, inFlight }: Task,
  folder: string,
  url: string | undefined,
  until: (line: Line) => boolean,
): Promise<Line> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, workload, `${n}`, `${inFlight}`, folder, ...(url === undefined ? [] : [url])], {
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that a server that it starts dies with it.
      detached: true,
      env: { ...process.env, NODE_ENV: "production", CONTEST_STORE: store },
    })
    const kill = () => {
      if (child.pid === undefined) return
      try {
        process.kill(-child.pid, "SIGKILL")
      } catch {
        // It is gone.
      }
    }
    process.once("exit", kill)
    const tooLate = setTimeout(kill, longestRun)
    let found: Line | undefined
    let errors = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = `${errors}${text}`.slice(-2_000)
    })
    createInterface({ input: child.stdout }).on("line", (text) => {
      if (!text.startsWith(linePrefix)) return
      const line = JSON.parse(text.slice(linePrefix.length)) as Line
      if (!until(line)) return
      found = line
      kill()
    })
    child.on("error", reject)
    child.on("close", () => {
      // What it started may live on without it.
      kill()
      clearTimeout(tooLate)
      process.off("exit", kill)
      if (found !== undefined) resolve(found)
      else reject(new Error(`ended without a result${errors === "" ? "" : `: ${errors.trim().split("\n").slice(0, 4).join(" | ")}`}`))
    })
  })
