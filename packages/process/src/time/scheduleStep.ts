/**
 * Schedules: which times of a due date have come since the last one, and when the next one is.
 */
import type { ScheduleStep } from "@millrace/kernel"
import type { Due } from "../Due.ts"
import { lateness, missedOf, type Repeat, timeAfter } from "./Repeat.ts"

/** So many are made up for at a time. */
const most = 1000
/** Looking for the latest of what was missed begins here at first, in milliseconds before now. */
const nearby = 3_600_000

/**
 * What is due at `now` when `fired` times have been before, the last one at `last`; where there was none, `last` is when it
 * began.
 */
export const scheduleStep = (due: Due, fired: number, last: number, now: number): ScheduleStep => {
  const { repeat } = due
  if (repeat === undefined) {
    if (fired > 0) return { fire: [], next: undefined }
    return due.at <= now ? { fire: [due.at], next: undefined } : { fire: [], next: due.at }
  }
  const left = repeat.left === undefined ? most : repeat.left - fired
  if (left <= 0) return { fire: [], next: undefined }
  const first = fired === 0 ? due.at : timeAfter(repeat, last, last)
  if (first === undefined || first > now) return { fire: [], next: first }
  const fire = missedOf(repeat) === "all" ? allFrom(repeat, first, now, Math.min(left, most)) : latest(repeat, first, now)
  const next = fire.length >= left && repeat.left !== undefined ? undefined : timeAfter(repeat, first, afterOf(repeat, fire, now))
  return { fire, next }
}

const afterOf = (repeat: Repeat, fire: ReadonlyArray<number>, now: number): number =>
  missedOf(repeat) === "all" ? (fire.at(-1) ?? now) : now

const allFrom = (repeat: Repeat, first: number, now: number, count: number): ReadonlyArray<number> => {
  const fire: Array<number> = []
  for (let at: number | undefined = first; at !== undefined && at <= now && fire.length < count; at = timeAfter(repeat, first, at))
    fire.push(at)
  return fire
}

/** The latest one only; none where what was missed is left out, and it was. */
const latest = (repeat: Repeat, first: number, now: number): ReadonlyArray<number> => {
  let found = first
  for (let back = nearby; ; back *= 8) {
    const from = Math.max(first, now - back)
    let at = from === first ? first : timeAfter(repeat, first, from)
    if (at !== undefined && at <= now) {
      for (; at !== undefined && at <= now; at = timeAfter(repeat, first, at)) found = at
      break
    }
    if (from === first) break
  }
  return missedOf(repeat) === "skip" && now - found >= lateness ? [] : [found]
}
