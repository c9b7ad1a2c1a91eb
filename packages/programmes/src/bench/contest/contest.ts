/**
 * The contest: ours and the peers at the same work on the same machine, in turns. A turn is a process of its own on an
 * empty database; a ratio is taken within a round, and of these the middle one counts.
 */
import type { StoreName } from "../../StoreName.ts"
import type { Aim, BenchRecord } from "../BenchRecord.ts"
import { median } from "../closedLoop.ts"
import type { Measured } from "./compete.ts"
import { type Contestant, ours, oursOn, versionOf } from "./contestants.ts"
import { type Place, runContestant, type Task } from "./runContestant.ts"

export interface ContestWorkload extends Task {
  readonly about: string
  /** Whether what was measured is better where it is smaller, and which figure that is. */
  readonly figure: (measured: Measured) => number
  readonly smallerIsBetter: boolean
  readonly unit: string
  /** Other figures of it, by name. */
  readonly more: (measured: Measured) => Readonly<Record<string, number | null>>
  /** Only for those that survive a killed process. */
  readonly durableOnly?: boolean
  /** What ours is to reach, seen what it and the others did. */
  readonly aims: (own: Measured, best: number | undefined, store: StoreName) => ReadonlyArray<Aim>
}

export interface ContestSettings extends Place {
  readonly workloads: ReadonlyArray<ContestWorkload>
  readonly peers: ReadonlyArray<Contestant>
  readonly stores: ReadonlyArray<StoreName>
  readonly rounds: number
  /** Says who failed, and how. */
  readonly print: (line: string) => void
}

/** One record for each contestant, workload and store; whoever failed in every round has `failed` in place of figures. */
export async function* contest(settings: ContestSettings): AsyncGenerator<BenchRecord> {
  const { workloads, peers, stores } = settings
  for (const workload of workloads) {
    for (const store of stores) {
      const rivals = peers.filter((peer) => peer.store === store && (peer.durable || workload.durableOnly !== true))
      if (rivals.length > 0) yield* compare(workload, store, rivals, settings)
    }
  }
}

/** What one contestant measured, round by round; nothing where it failed. */
type Rounds = ReadonlyArray<Measured | undefined>

async function* compare(
  workload: ContestWorkload,
  store: StoreName,
  rivals: ReadonlyArray<Contestant>,
  { rounds, print, folder, server }: ContestSettings,
): AsyncGenerator<BenchRecord> {
  const all = [oursOn(store), ...rivals]
  const measured = new Map<Contestant, Array<Measured | undefined>>(all.map((each) => [each, []]))
  const failures = new Map<Contestant, string>()
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of all) {
      const run = await runContestant(contestant, workload, { folder, server }).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause)
        failures.set(contestant, reason)
        print(`${contestant.name} failed at ${workload.workload} on ${store}, round ${round}: ${reason}`)
        return undefined
      })
      measured.get(contestant)?.push(run)
    }
  }
  const [own, ...others] = all.map((contestant) => ({ contestant, runs: measured.get(contestant) ?? [] }))
  if (own === undefined) return
  const figures = others.flatMap(({ runs }) => figureOf(workload, runs) ?? [])
  const best = figures.length === 0 ? undefined : workload.smallerIsBetter ? Math.min(...figures) : Math.max(...figures)
  for (const { contestant, runs } of [own, ...others]) {
    const middle = middleOf(workload, runs)
    yield {
      workload: workload.workload,
      store,
      peer: contestant.name,
      version: versionOf(contestant),
      inFlight: workload.workload === "fanout" || workload.workload === "loop" ? 1 : workload.inFlight,
      n: middle?.n ?? workload.n,
      perSecond: middle?.perSecond ?? 0,
      floorPerSecond: null,
      ratio: contestant === own.contestant ? null : ratioOf(workload, own.runs, runs),
      p50Ms: middle?.p50Ms ?? null,
      p99Ms: middle?.p99Ms ?? null,
      rssMB: middle?.rssMB ?? 0,
      figure: figureOf(workload, runs) ?? null,
      unit: workload.unit,
      settings: middle?.settings ?? null,
      ...(middle === undefined ? { failed: failures.get(contestant) ?? "no round" } : workload.more(middle)),
      rounds: runs.map((run) => (run === undefined ? null : workload.figure(run))),
      aims: contestant.name === ours && middle !== undefined ? workload.aims(middle, best, store) : [],
    }
  }
}

/** The round whose figure is the middle one. */
const middleOf = ({ figure }: ContestWorkload, runs: Rounds): Measured | undefined => {
  const there = runs.filter((run) => run !== undefined).sort((a, b) => figure(a) - figure(b))
  return there[Math.floor(there.length / 2)]
}

const figureOf = (workload: ContestWorkload, runs: Rounds): number | undefined => {
  const middle = middleOf(workload, runs)
  return middle === undefined ? undefined : workload.figure(middle)
}

/** How many times ours is better: the middle of the rounds that both have done. */
const ratioOf = ({ figure, smallerIsBetter }: ContestWorkload, own: Rounds, theirs: Rounds): number | null => {
  const ratios = own.flatMap((mine, round) => {
    const their = theirs[round]
    if (mine === undefined || their === undefined) return []
    return smallerIsBetter ? [figure(their) / figure(mine)] : [figure(mine) / figure(their)]
  })
  return ratios.length === 0 ? null : median(ratios)
}
