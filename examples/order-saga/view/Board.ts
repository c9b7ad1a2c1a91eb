/**
 * The picture of all orders: for each a line that says how it is, and its steps as they run, side by side where they
 * do. 79 columns and at most 22 lines, so that it fits a small terminal.
 */
import { styleText } from "node:util"
import type { DemoOrder } from "../orders.ts"
import type { Step, StepState, Timeline } from "./Timeline.ts"

export const boardWidth = 79

/** The steps that are shown. */
export const stepNames: ReadonlyArray<string> = ["reserve", "approve", "pack", "ship", "charge", "invoice", "mail"]

export interface BoardRow {
  readonly order: DemoOrder
  readonly timeline: Timeline
}

type Style = Parameters<typeof styleText>[0]
/** Text of a known width with its colours. */
interface Part {
  readonly text: string
  readonly style?: Style
}

const paint = (parts: ReadonlyArray<Part>): string =>
  parts.map(({ text, style }) => (style === undefined ? text : styleText(style, text))).join("")

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const faint: Style = "dim"

const looks: Readonly<Record<StepState, { readonly icon: string; readonly style: Style }>> = {
  ahead: { icon: "·", style: "dim" },
  running: { icon: "", style: "cyan" },
  asking: { icon: "?", style: ["yellow", "bold"] },
  retrying: { icon: "↻", style: "yellow" },
  done: { icon: "✓", style: "green" },
  undoing: { icon: "", style: "magenta" },
  undone: { icon: "↶", style: "magenta" },
  stopped: { icon: "–", style: "dim" },
  failed: { icon: "✗", style: "red" },
}

/** When the demo began, so that what was done before can be told apart, and what time it is. */
export interface Moment {
  readonly begun: number
  readonly now: number
  /** When it began to close: what comes after is left to the next life. */
  readonly closedAt: number
}

const seconds = (milliseconds: number): string => {
  const value = Math.max(0, milliseconds) / 1000
  return value < 9.95 ? `${value.toFixed(1)}s` : `${Math.round(value)}s`
}

/** What stands behind a step's name: how long it took or takes, when it is tried again, or that it was kept. */
const clockOf = ({ state, since, took, due }: Step, { begun, now }: Moment): string => {
  switch (state) {
    case "running":
    case "undoing":
    case "asking":
      return seconds(now - Math.max(since, begun))
    case "retrying":
      return due > now ? `-${Math.ceil((due - now) / 1000)}s` : seconds(now - Math.max(due, begun))
    case "done":
    case "undone":
      return since < begun ? "kept" : seconds(took)
    case "failed":
      return seconds(took)
    default:
      return ""
  }
}

const cell = (timeline: Timeline, name: string, width: number, moment: Moment): Part => {
  const step = timeline.steps.get(name)
  const isTryingAgain = step?.state === "retrying" && step.due <= moment.now
  const state = isTryingAgain ? "running" : (step?.state ?? "ahead")
  const isLeft = (state === "running" || state === "undoing") && (isTryingAgain ? step.due : (step?.since ?? 0)) >= moment.closedAt
  if (isLeft) return { text: `○ ${name.padEnd(width)} next` }
  const { icon, style } = looks[state]
  const mark = icon === "" ? spinner[Math.floor(moment.now / 100) % spinner.length] : icon
  const clock = step === undefined ? "" : clockOf(step, moment).padStart(4)
  const kept = step !== undefined && state === "done" && step.since < moment.begun
  return { text: `${mark} ${name.padEnd(width)} ${clock.padEnd(4)}`, style: kept ? ["green", "dim"] : style }
}

const link = (text: string): Part => ({ text, style: faint })

const stepLines = (timeline: Timeline, isBig: boolean, moment: Moment): ReadonlyArray<string> => {
  const at = (name: string, width: number) => cell(timeline, name, width, moment)
  const approve = isBig ? [link(" ─ "), at("approve", 7), link(" ┬ ")] : [link(" ─────────────────┬ ")]
  const shipping = [at("pack", 6), link(" ─ "), at("ship", 7), link(" ┬ ")]
  const below = [link(`${" ".repeat(32)}└ `), at("charge", 6), link(" ─ "), at("invoice", 7), link(" ┘")]
  return [` ${paint([at("reserve", 7), ...approve, ...shipping, at("mail", 4)])}`, ` ${paint(below)}`]
}

/** How an order is as a whole. */
const statusOf = ({ status, steps, startedAt, endedAt }: Timeline, { now }: Moment): Part => {
  const some = (state: StepState) => [...steps.values()].some((step) => step.state === state)
  if (status === "new") return { text: "not started", style: "dim" }
  if (status === "completed") return { text: `✓ shipped after ${seconds(endedAt - startedAt)}`, style: "green" }
  if (status === "failed") return { text: `↶ rolled back after ${seconds(endedAt - startedAt)}`, style: "magenta" }
  if (status === "cancelled") return { text: "cancelled", style: "red" }
  if (some("undoing") || some("undone")) return { text: "undoing, last first", style: "magenta" }
  if (some("asking")) return { text: "waits for a manager", style: "yellow" }
  const next = [...steps.values()].find((step) => step.state === "retrying" && step.due > now)
  return next === undefined
    ? { text: "running", style: "cyan" }
    : { text: `tries again in ${Math.ceil((next.due - now) / 1000)} s`, style: "yellow" }
}

const orderLines = ({ order, timeline }: BoardRow, moment: Moment): ReadonlyArray<string> => {
  const name = `#${order.number} ${order.customer}`.padEnd(13)
  const amount = `${order.amount.toLocaleString("en")} €`.padStart(8)
  const status = statusOf(timeline, moment)
  const room = boardWidth - 1 - name.length - amount.length - status.text.length
  const story = `  ${order.story}`.slice(0, room - 1).padEnd(room)
  const head = paint([{ text: ` ${name}`, style: "bold" }, { text: amount }, { text: story, style: faint }, status])
  return [head, ...stepLines(timeline, order.amount > 1000, moment), ""]
}

/** The whole picture, with `words` above it and `below` it. */
export const boardLines = (
  rows: ReadonlyArray<BoardRow>,
  moment: Moment,
  words: { readonly above: ReadonlyArray<string>; readonly below: ReadonlyArray<string> },
): ReadonlyArray<string> => [...words.above, "", ...rows.flatMap((row) => orderLines(row, moment)), ...words.below]
