/**
 * The inside of a contestant's process: runs one workload on one contender and prints what it measured, one JSON object
 * on a line. The same code measures ours and theirs. Imports nothing of Millrace, so that a peer's process is its own.
 */
import type { Contender, Database, Hooks, OpenContender } from "./Contender.ts"

/** What was measured, as printed. */
export interface Measured {
  /** Instances, branches, steps or sleepers. */
  readonly n: number
  /** Of these, in a second. */
  readonly perSecond: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly rssMB: number
  readonly settings: string
  readonly [measured: string]: unknown
}

/** A line of the process: the measurement, or `begun` when the process can be killed. */
export type Line = { readonly measured: Measured } | { readonly begun: number }

/** How a line of ours is told from whatever else a contender prints. */
export const linePrefix = "contest: "

const print = (line: Line): void => {
  process.stdout.write(`${linePrefix}${JSON.stringify(line)}\n`)
}

/** The process of a contender; its arguments are the workload, the size, how many in flight, the folder and the URL. */
export const compete = async (open: OpenContender): Promise<void> => {
  const [workload = "", size = "", inFlight = "", folder = "", url = ""] = process.argv.slice(2)
  const run = workloads[workload]
  if (run === undefined) throw new Error(`There is no workload '${workload}': give one of ${Object.keys(workloads).join(", ")}.`)
  const began = performance.timeOrigin
  // Who started this process is gone: nobody reads what is measured.
  process.stdin.on("end", () => process.exit(1)).resume()
  await run({ open, database: url === "" ? { folder } : { folder, url }, n: Number(size), inFlight: Number(inFlight), began })
  process.exit(0)
}

interface Run {
  readonly open: OpenContender
  readonly database: Database
  readonly n: number
  readonly inFlight: number
  /** When this process began, in milliseconds since 1970. */
  readonly began: number
}

const noHooks: Hooks = { first: () => null, third: () => null, awake: () => null }
const rss = (contender: Contender): number => Math.round((process.memoryUsage.rss() + (contender.otherRss?.() ?? 0)) / 1e6)
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A sequence ends here at the latest. */
const longestSequence = 4_000
/** How long sleepers sleep: all of them should be accepted before the first one wakes, and few are soon. */
const sleepMsOf = (sleepers: number): number => (sleepers < 1_000 ? 1_000 : 10_000)
/** When whoever has not ended counts as lost. */
const patience = 120_000

const sequence3 = async ({ open, database, n, inFlight }: Run): Promise<void> => {
  const contender = await open(database, noHooks, 1)
  const latencies: Array<number> = []
  const loop = async (instances: number, milliseconds: number): Promise<number> => {
    const began = performance.now()
    latencies.length = 0
    let started = 0
    const client = async () => {
      while (started < instances && performance.now() - began < milliseconds) {
        const from = performance.now()
        await contender.sequence(started++)
        latencies.push(performance.now() - from)
      }
    }
    await Promise.all(Array.from({ length: Math.min(inFlight, instances) }, client))
    return performance.now() - began
  }
  await loop(Math.max(inFlight, n / 10), longestSequence / 4)
  const milliseconds = await loop(n, longestSequence)
  latencies.sort((a, b) => a - b)
  const quantile = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? null
  print({
    measured: {
      n: latencies.length,
      perSecond: (latencies.length / milliseconds) * 1000,
      p50Ms: quantile(0.5),
      p99Ms: quantile(0.99),
      rssMB: rss(contender),
      settings: contender.settings,
    },
  })
  await contender.close()
}

/** The middle one of three runs, after one that is not counted. */
const middleOfThree = async (run: () => Promise<unknown>): Promise<number> => {
  const times: Array<number> = []
  for (let each = 0; each < 4; each++) {
    const from = performance.now()
    await run()
    times.push(performance.now() - from)
  }
  return times.slice(1).sort((a, b) => a - b)[1] ?? Number.NaN
}

const fanout = async ({ open, database, n }: Run): Promise<void> => {
  const contender = await open(database, noHooks, n)
  const milliseconds = await middleOfThree(() => contender.fanout(n))
  print({
    measured: {
      n,
      perSecond: (n / milliseconds) * 1000,
      p50Ms: milliseconds,
      p99Ms: null,
      rssMB: rss(contender),
      settings: contender.settings,
    },
  })
  await contender.close()
}

const loop = async ({ open, database, n }: Run): Promise<void> => {
  const contender = await open(database, noHooks, n)
  const longest = contender.longestLoop ?? n
  const milliseconds = await middleOfThree(async () => {
    for (let done = 0; done < n; done += longest) await contender.loop(Math.min(longest, n - done))
  })
  const measured = { n, perSecond: (n / milliseconds) * 1000, p50Ms: milliseconds, p99Ms: null, rssMB: rss(contender) }
  print({ measured: { ...measured, settings: contender.settings, instances: Math.ceil(n / longest) } })
  await contender.close()
}

const timers = async ({ open, database, n, inFlight }: Run): Promise<void> => {
  const sleepMs = sleepMsOf(n)
  const dues: Array<number> = []
  const lags: Array<number> = []
  let lastAwake = 0
  let peak = 0
  let all = (_: unknown): void => {}
  const awake = new Promise((resolve) => {
    all = resolve
  })
  const contender = await open(
    database,
    {
      ...noHooks,
      awake: (index) => {
        const due = dues[index]
        // A step that is run again is not awake twice.
        if (due !== undefined) {
          lastAwake = Date.now()
          lags.push(lastAwake - due)
          delete dues[index]
          if (lags.length === n) all(undefined)
        }
        return null
      },
    },
    1,
  )
  const openedMB = rss(contender)
  const watch = setInterval(() => {
    peak = Math.max(peak, rss(contender))
  }, 100)
  const from = performance.now()
  let started = 0
  let lastDue = 0
  const client = async () => {
    while (started < n) {
      const index = started++
      const due = Date.now() + sleepMs
      lastDue = Math.max(lastDue, due)
      dues[index] = due
      await contender.sleep(index, due)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, client))
  const acceptMs = performance.now() - from
  await Promise.race([awake, pause(sleepMs + patience)])
  clearInterval(watch)
  lags.sort((a, b) => a - b)
  print({
    measured: {
      n,
      perSecond: (n / acceptMs) * 1000,
      p50Ms: lags[Math.floor(lags.length / 2)] ?? null,
      p99Ms: lags[Math.floor(lags.length * 0.99)] ?? null,
      rssMB: Math.max(peak, rss(contender)),
      settings: contender.settings,
      acceptMs,
      /** By how much the memory grew, at most, from the open engine on. */
      growthMB: Math.max(peak, rss(contender)) - openedMB,
      /** Of the last one, after the last due time. */
      lagMs: lastAwake - lastDue,
      /** Of whoever was latest after its own due time. */
      worstLagMs: lags.at(-1) ?? null,
      awake: lags.length,
    },
  })
  await contender.close()
}

/** The first process: brings instances into their first step, where they stay, and waits to be killed. */
const begin = async ({ open, database, n, inFlight }: Run): Promise<void> => {
  let inFirst = 0
  const contender = await open(
    database,
    {
      ...noHooks,
      first: () => {
        inFirst++
        return new Promise(() => {})
      },
    },
    1,
  )
  let started = 0
  const client = async () => {
    while (started < n) await contender.begin?.(started++)
  }
  await Promise.all(Array.from({ length: inFlight }, client))
  const deadline = Date.now() + patience
  while (inFirst < n && Date.now() < deadline) await pause(5)
  print({ begun: inFirst })
  await new Promise(() => {})
}

/** The second process: everything that was in flight goes on and ends. */
const finish = async ({ open, database, n, began }: Run): Promise<void> => {
  let inThird = 0
  const loadedMs = Date.now() - began
  const contender = await open(
    database,
    {
      ...noHooks,
      third: () => {
        inThird++
        return null
      },
    },
    1,
  )
  const openedMs = Date.now() - began
  const deadline = Date.now() + patience
  while (inThird < n && Date.now() < deadline) await pause(2)
  while (contender.allEnded !== undefined && !(await contender.allEnded(n)) && Date.now() < deadline) await pause(2)
  const milliseconds = Date.now() - began
  print({
    measured: {
      n,
      perSecond: (n / milliseconds) * 1000,
      p50Ms: null,
      p99Ms: null,
      rssMB: rss(contender),
      settings: contender.settings,
      /** From the start of the process; `loadedMs` of it passed until its code was loaded, `openedMs` until the engine was open. */
      recoveryMs: milliseconds,
      loadedMs,
      openedMs,
      ended: Math.min(inThird, n),
    },
  })
  await contender.close()
}

const workloads: Readonly<Record<string, (run: Run) => Promise<void>>> = { sequence3, fanout, loop, timers, begin, finish }
