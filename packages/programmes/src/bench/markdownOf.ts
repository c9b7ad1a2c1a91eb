/**
 * Records as the Markdown tables of `docs/reference/benchmarks.md`.
 */
import type { BenchRecord } from "./BenchRecord.ts"
import { rounded } from "./BenchRecord.ts"

/** The tables: one for each workload of the contest, and one for the records of ours beside their floor. */
export const markdownOf = (records: ReadonlyArray<BenchRecord>): ReadonlyArray<string> => {
  const inContest = records.filter(({ peer }) => peer !== undefined)
  const alone = records.filter(({ peer }) => peer === undefined)
  const workloads = [...new Set(inContest.map(({ workload }) => workload))]
  return [
    ...workloads.flatMap((workload) => [
      `### ${workload}`,
      "",
      ...tableOf(
        contestCells,
        inContest.filter((record) => record.workload === workload),
      ),
      "",
    ]),
    ...(inContest.length === 0 ? [] : ["### Settings", "", ...settingsOf(inContest), ""]),
    ...(alone.length === 0 ? [] : ["### Beside the floor", "", ...tableOf(aloneCells, alone), ""]),
  ]
}

type Cells = Readonly<Record<string, (record: BenchRecord) => string>>

const number = (value: unknown): string => (typeof value === "number" ? rounded(value).toLocaleString("en-US") : "–")
const aims = ({ aims }: BenchRecord): string => aims.map(({ aim, met }) => `${met ? "met" : "**missed**"}: ${aim}`).join("; ")

const contestCells: Cells = {
  "ours on": ({ store }) => store,
  who: ({ peer, version }) => (typeof version === "string" && /^\d/.test(version) ? `${peer} ${version}` : `${peer}`),
  figure: ({ figure, unit, failed }) => (failed === undefined ? `${number(figure)} ${unit}` : `failed: ${failed}`),
  "p50 / p99": ({ p50Ms, p99Ms }) => (p99Ms === null ? "–" : `${number(p50Ms)} / ${number(p99Ms)} ms`),
  memory: ({ rssMB, failed }) => (failed === undefined ? `${number(rssMB)} MB` : "–"),
  more: ({ lagMs, worstLagMs, loadedMs, openedMs }) =>
    [
      typeof lagMs === "number" ? `last awake ${number(lagMs)} ms after the last due time` : "",
      typeof worstLagMs === "number" ? `latest ${number(worstLagMs)} ms late` : "",
      typeof loadedMs === "number" ? `code loaded after ${number(loadedMs)} ms` : "",
      typeof openedMs === "number" ? `open after ${number(openedMs)} ms` : "",
    ]
      .filter((text) => text !== "")
      .join(", "),
  "ours is better": ({ ratio }) => (ratio === null ? "" : `${ratio.toFixed(1)} times`),
  aims,
}

const aloneCells: Cells = {
  workload: ({ workload }) => workload,
  store: ({ store }) => store,
  "in flight": ({ inFlight }) => number(inFlight),
  n: ({ n }) => number(n),
  "per second": ({ perSecond }) => number(perSecond),
  floor: ({ floorPerSecond }) => number(floorPerSecond),
  ratio: ({ ratio }) => (ratio === null ? "–" : ratio.toFixed(2)),
  "p50 / p99": ({ p50Ms, p99Ms }) => `${number(p50Ms)} / ${number(p99Ms)} ms`,
  memory: ({ rssMB }) => `${number(rssMB)} MB`,
  aims,
}

/** Columns that say nothing are left out. */
const tableOf = (cells: Cells, records: ReadonlyArray<BenchRecord>): ReadonlyArray<string> => {
  const columns = Object.entries(cells).filter(([, cell]) => records.some((record) => !["", "–"].includes(cell(record))))
  return [
    `| ${columns.map(([title]) => title).join(" | ")} |`,
    `|${columns.map(() => "---").join("|")}|`,
    ...records.map((record) => `| ${columns.map(([, cell]) => cell(record).replaceAll("|", "\\|")).join(" | ")} |`),
  ]
}

const settingsOf = (records: ReadonlyArray<BenchRecord>): ReadonlyArray<string> => {
  const settings = new Map(records.flatMap(({ peer, settings }) => (typeof settings === "string" ? [[peer, settings] as const] : [])))
  return [...settings].map(([peer, text]) => `- ${peer}: ${text}`)
}
