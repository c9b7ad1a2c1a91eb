/**
 * The index rows of one instance as its commits wrote them.
 */
import type { ChildRow, IncidentRow, JobRow, RowRef, SubscriptionRow, TimerRow, UserTaskRow } from "@millrace/engine/store"
import type { Changes, Written } from "./Written.ts"

export class IndexMirror {
  readonly jobs = new Map<number, JobRow>()
  readonly timers = new Map<number, TimerRow>()
  readonly userTasks = new Map<number, UserTaskRow>()
  readonly incidents = new Map<number, IncidentRow>()
  readonly subscriptions = new Map<number, SubscriptionRow>()
  readonly children = new Map<number, ChildRow>()

  /** Rows of waits; those of incidents among them. */
  get size(): number {
    const { jobs, timers, userTasks, incidents, subscriptions, children } = this
    return jobs.size + timers.size + userTasks.size + incidents.size + subscriptions.size + children.size
  }

  write(written: Written): void {
    change(this.jobs, written.jobs)
    change(this.timers, written.timers)
    change(this.userTasks, written.userTasks)
    for (const { id, assignee, due } of written.userTasks.update) {
      const row = this.userTasks.get(id)
      if (row !== undefined) this.userTasks.set(id, { ...row, assignee, due })
    }
    change(this.incidents, written.incidents)
    change(this.subscriptions, written.subscriptions)
    change(this.children, written.children)
  }
}

const change = <Row extends RowRef>(rows: Map<number, Row>, changes: Changes<Row>): void => {
  for (const { id } of changes.delete) rows.delete(id)
  for (const row of changes.insert) rows.set(row.id, row)
}
