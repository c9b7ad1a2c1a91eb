/**
 * Every waiting token has a waker in an index, and every index row belongs to a live wait: what the log opened, what
 * the state waits for and the rows of the indexes are the same.
 */
import type { InstanceRow } from "@millrace/engine/store"
import type { OpenWaits } from "@millrace/kernel"
import type { WaitsOfLog } from "../decider/WaitsOfLog.ts"
import type { IndexMirror } from "./IndexMirror.ts"

/** What of an instance's row can change. */
export type RowState = Pick<InstanceRow, "status" | "seq" | "owner" | "endedAt" | "result">

/**
 * `continuing`: there is more to do before anything else. `isVoid`: whether nobody can do a task any more, since what it
 * stands in is being ended; one that was created and became void in the same commit never had a row.
 */
export function* wakers(
  row: RowState,
  continuing: boolean,
  log: WaitsOfLog,
  open: OpenWaits,
  rows: IndexMirror,
  isVoid: (task: number) => boolean,
): Iterable<string> {
  yield* same("jobs", log.jobs.keys(), "the log opened", open.jobs, "the state waits for")
  yield* same("timers", log.timers.keys(), "the log opened", open.timers, "the state waits for")
  yield* same("user tasks", log.userTasks.keys(), "the log opened", open.userTasks, "the state waits for")
  yield* same("incidents", log.incidents.keys(), "the log opened", open.incidents, "the state waits for")
  yield* same("subscriptions", log.subscriptions.keys(), "the log opened", open.subscriptions ?? [], "the state waits for")
  yield* same("children", log.children.keys(), "the log opened", open.children ?? [], "the state waits for")
  yield* same("timers", log.timers.keys(), "the log opened", rows.timers.keys(), "the index has")
  yield* same("subscriptions", log.subscriptions.keys(), "the log opened", rows.subscriptions.keys(), "the index has")
  // One that is being compensated has ended: what it says when it is done stands in the store.
  const called = [...log.children].flatMap(([id, use]) => (use === "called" ? [id] : []))
  yield* same("children", called, "the log opened", rows.children.keys(), "the index has")
  const tasks = [...log.userTasks.keys()].filter((id) => rows.userTasks.has(id) || !(continuing && isVoid(id)))
  yield* same("user tasks", tasks, "the log opened", rows.userTasks.keys(), "the index has")
  // The row of a quarantine has the id 0, and stands outside of the log.
  const incidents = [...rows.incidents.keys()].filter((id) => id !== 0)
  yield* same("incidents", log.incidents.keys(), "the log opened", incidents, "the index has")
  for (const [id, due] of log.timers)
    if (rows.timers.get(id)?.due !== due && rows.timers.has(id))
      yield `timer ${id} is due at ${due}, and its row says ${rows.timers.get(id)?.due}`
  for (const [id, { assignee = null, due = null }] of log.userTasks) {
    const task = rows.userTasks.get(id)
    if (task !== undefined && (task.assignee !== assignee || task.due !== due))
      yield `user task ${id} is ${assignee}'s and due at ${due}, and its row says ${task.assignee} and ${task.due}`
  }
  for (const id of rows.jobs.keys()) if (!log.jobs.has(id)) yield `there is a row for job ${id}, which is not open`
  const direct = [...log.jobs.keys()].find((id) => !rows.jobs.has(id))
  if (direct !== undefined && row.owner === null) yield `job ${direct} has neither a row nor an engine that does it`
  if (continuing && row.owner === null) yield "there is more to do, and no engine has to go on with it"
}

function* same(what: string, first: Iterable<number>, firstSays: string, second: Iterable<number>, secondSays: string): Iterable<string> {
  const one = [...first].sort(ascending)
  const other = [...second].sort(ascending)
  if (one.join() !== other.join()) yield `${firstSays} the ${what} [${one.join(", ")}], ${secondSays} [${other.join(", ")}]`
}

const ascending = (a: number, b: number): number => a - b
