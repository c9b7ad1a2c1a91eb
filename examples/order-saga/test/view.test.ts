/** The picture: made from the events of a history, and small enough for any terminal. */
import { stripVTControlCharacters } from "node:util"
import { type HistoryEntry, Millrace } from "millrace"
import { describe, expect, it } from "vitest"
import { order } from "../process.ts"
import { type BoardRow, boardLines, boardWidth } from "../view/Board.ts"
import { emptyTimeline, read, type Timeline } from "../view/Timeline.ts"

const commit = (seq: number, ...events: HistoryEntry["events"]): HistoryEntry => ({ seq, at: new Date(seq * 1000), events })
const fact = (type: string, fields: object) => ({ type, ...fields })

const history: ReadonlyArray<HistoryEntry> = [
  commit(1, fact("InstanceStarted", {}), fact("ElementActivated", { id: 2, element: "reserve" }), fact("JobCreated", { job: 3, owner: 2 })),
  commit(
    2,
    fact("ElementCompleted", { id: 2 }),
    fact("ElementActivated", { id: 4, element: "charge" }),
    fact("JobCreated", { job: 5, owner: 4 }),
    fact("ElementActivated", { id: 6, element: "pack" }),
  ),
  commit(3, fact("JobRetryScheduled", { job: 5, attempt: 2, due: 6000, fault: { message: "no answer" } })),
  commit(7, fact("JobFailed", { job: 5, error: { code: "CardDeclined", message: "declined" } }), fact("ElementTerminated", { id: 6 })),
  commit(8, fact("CompensationTriggered", { id: 9, element: "reserve:compensation", owner: 1 })),
  commit(9, fact("ElementCompleted", { id: 9 }), fact("InstanceFailed", {})),
]

const after = (commits: number): Timeline => {
  const timeline = emptyTimeline()
  read(timeline, history.slice(0, commits))
  return timeline
}
const states = (timeline: Timeline) =>
  Object.fromEntries([...timeline.steps].filter(([name]) => name !== "").map(([name, { state }]) => [name, state]))

describe("a timeline", () => {
  it("follows each step from commit to commit", () => {
    expect(states(after(1))).toEqual({ reserve: "running" })
    expect(states(after(2))).toEqual({ reserve: "done", charge: "running", pack: "running" })
    expect(states(after(3))).toEqual({ reserve: "done", charge: "retrying", pack: "running" })
    expect(states(after(4))).toEqual({ reserve: "done", charge: "failed", pack: "stopped" })
    expect(states(after(5))).toEqual({ reserve: "undoing", charge: "failed", pack: "stopped" })
    expect(states(after(6))).toEqual({ reserve: "undone", charge: "failed", pack: "stopped" })
  })

  it("tells what a person wants to hear", () => {
    const told = read(emptyTimeline(), history).map(({ step, what }) => `${step}: ${what}`)
    expect(told).toEqual([
      "reserve: done",
      "charge: no answer; attempt 2 in 3 s",
      "charge: failed: declined",
      "reserve: undone",
      ": rolled back",
    ])
  })

  it("reads the history that the engine writes", async () => {
    const millrace = await Millrace.open({ processes: [order], file: ":memory:", gracePeriod: 0 })
    const { id } = await millrace.start(order, { number: "1", customer: "Ada", amount: 5, card: "good" })
    const timeline = emptyTimeline()
    read(timeline, await millrace.history(id))
    expect(states(timeline)).toEqual({ start: "done", reserve: "running" })
    await millrace.close()
  })
})

describe("the picture", () => {
  const row = (timeline: Timeline, amount: number): BoardRow => ({
    order: { number: "1001", customer: "Grace", amount, card: "good", story: "big: a manager has to approve it" },
    timeline,
  })
  const picture = (commits: number, begun = 0, closedAt = Number.POSITIVE_INFINITY): string => {
    const rows = [row(after(commits), 1900), row(after(commits), 20), row(emptyTimeline(), 20), row(after(6), 20)]
    const lines = boardLines(rows, { begun, now: 5000, closedAt }, { above: ["title", "words"], below: ["a", "b", "c", "d"] })
    return lines.map((line) => stripVTControlCharacters(line)).join("\n")
  }

  it("fits a terminal of 80 by 24 at every moment", () => {
    for (let commits = 0; commits <= history.length; commits++) {
      const lines = picture(commits).split("\n")
      expect(lines.length).toBeLessThan(24)
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(boardWidth)
    }
  })

  it("shows what runs, what is tried again and when, and the ways side by side", () => {
    const [head, above, below] = picture(3).split("\n").slice(3)
    expect(head).toMatch(/^ #1001 Grace +1,900 € +big: a manager has to approve it +tries again in 1 s$/)
    expect(above).toMatch(/^ ✓ reserve 1.0s ─ · approve {6}┬ . pack {3}3.0s ─ · ship {9}┬ · mail/)
    expect(below).toMatch(/^ {33}└ ↻ charge {2}-1s ─ · invoice {6}┘$/)
  })

  it("says what was kept from before, and what is left to the next life", () => {
    expect(picture(3, 4000)).toContain("✓ reserve kept")
    expect(picture(2, 0, 2000)).toContain("○ charge next")
  })
})
