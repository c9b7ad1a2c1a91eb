/**
 * A folder with the data of a Postgres server, and the server's process on it. When this process dies, however that
 * happens, the server goes and the folder with it.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { chmodSync, chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { type Binaries, findBinaries, reachableBinaries } from "./binaries.ts"
import { freePort } from "./freePort.ts"

export interface Cluster {
  readonly port: number
  /** The process of the server, while it runs. */
  readonly pid: () => number | undefined
  /** Starts the server on its data. Does nothing when it runs. */
  readonly start: () => Promise<void>
  /** Stops the server and keeps its data. SIGINT: it ends its connections. SIGQUIT: it just ends. SIGKILL: as in a crash. */
  readonly halt: (signal?: NodeJS.Signals) => Promise<void>
  /** Stops the server and removes its data. */
  readonly remove: () => Promise<void>
}

/** Who runs the server: Postgres refuses to run as root. */
const nobody = { uid: 65_534, gid: 65_534 }
const isRoot = process.getuid?.() === 0
const as = isRoot ? nobody : {}

/** Milliseconds until a server has to be up, or down. */
const patience = 30_000

/** What the watch does when its standard input ends, which it does with the process that holds it. */
const watch = `trap '' INT TERM HUP
cat > /dev/null
read pid < "$1/data/postmaster.pid" 2> /dev/null && kill -QUIT "$pid" 2> /dev/null
n=0
while [ $n -lt 50 ] && [ -e "$1/data/postmaster.pid" ]; do sleep 0.1; n=$((n + 1)); done
rm -rf "$1"`

/** Makes the data of a server, with these settings; `start` starts it. */
export const makeCluster = async (settings: Readonly<Record<string, string>>): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-postgres-"))
  const watcher = startWatch(folder)
  const data = join(folder, "data")
  const binaries = prepare(folder, data)
  const port = await freePort()
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
  let server: ChildProcess | undefined

  const launch = (): ChildProcess => {
    const log = openSync(join(folder, "log"), "a")
    const child = spawn(binaries.postgres, ["-D", data, "-p", String(port), ...options], { ...as, stdio: ["ignore", log, log] })
    closeSync(log)
    child.unref()
    return child
  }

  const start = async (): Promise<void> => {
    if (server !== undefined) return
    for (const end = Date.now() + patience; ; ) {
      server = launch()
      while (running(server)) {
        // What `pg_ctl --wait` looks at as well. The file may still be that of a server that was killed.
        const [pid, , , , , , , state] = linesOf(join(data, "postmaster.pid"))
        if (Number(pid) === server.pid && state?.trim() === "ready") return
        if (Date.now() > end) break
        await delay(5)
      }
      server.kill("SIGQUIT")
      server = undefined
      const said = linesOf(join(folder, "log")).slice(-12).join("\n")
      // What a killed server leaves behind takes a moment to notice that it is dead.
      if (Date.now() > end || !/pre-existing shared memory|lock file|could not bind/.test(said)) {
        throw new Error(`Postgres did not start on port ${port}: ${said}`)
      }
      await delay(50)
    }
  }

  const halt = async (signal: NodeJS.Signals = "SIGINT"): Promise<void> => {
    const child = server
    server = undefined
    if (child === undefined || !running(child)) return
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()))
    child.kill(signal)
    const timer = setTimeout(() => child.kill("SIGKILL"), patience)
    // While somebody waits for the end of the server, it keeps this process alive.
    child.ref()
    await gone
    clearTimeout(timer)
  }

  return {
    port,
    pid: () => server?.pid,
    start,
    halt,
    remove: async () => {
      await halt()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
      watcher?.stdin?.end()
    },
  }
}

const running = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

const startWatch = (folder: string): ChildProcess | undefined => {
  if (process.platform === "win32") return undefined
  const watcher = spawn("sh", ["-c", watch, "sh", folder], { stdio: ["pipe", "ignore", "ignore"], detached: true })
  watcher.unref()
  if (watcher.stdin !== null && "unref" in watcher.stdin && typeof watcher.stdin.unref === "function") watcher.stdin.unref()
  return watcher
}

const prepare = (folder: string, data: string): Binaries => {
  chmodSync(folder, 0o755)
  mkdirSync(data, { mode: 0o700 })
  if (isRoot) chownSync(data, nobody.uid, nobody.gid)
  const binaries = isRoot ? reachableBinaries(findBinaries(), folder) : findBinaries()
  const made = spawnSync(
    binaries.initdb,
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
    { ...as, encoding: "utf8" },
  )
  if (made.status !== 0) throw new Error(`Postgres could not make its data folder: ${made.error?.message ?? made.stderr}`)
  return binaries
}

const linesOf = (path: string): ReadonlyArray<string> => {
  try {
    return readFileSync(path, "utf8").split("\n")
  } catch {
    return []
  }
}
