/**
 * What was just decided, as a part of the instance's next commit.
 */
import type { AnyEvent, WorldEvent } from "@millrace/kernel"
import { carryOut, type Surroundings } from "./carryOut.ts"
import type { Hot, Taking } from "./Hot.ts"
import { ownerOf } from "./ownerOf.ts"
import { PendingCommit } from "./PendingCommit.ts"

/** Adds the events to the commit that is pending, or to a new one: `isNew` is told then. */
export const record = (hot: Hot, now: number, taking: Taking | undefined, around: Surroundings, isNew: () => void): void => {
  const { events } = hot
  let commit = hot.pending
  if (commit === undefined) {
    commit = new PendingCommit(hot, now, events)
    commit.concernsOthers = hot.owner !== null && hot.owner !== around.engine
    hot.pending = commit
    hot.seq = commit.seq
    isNew()
  } else for (const event of events) commit.events.push(event)
  if (taking !== undefined) {
    commit.mail.take(taking.delivery)
    taking.taken = true
  }
  for (const value of hot.newValues) {
    commit.addValue(value)
    hot.values.add(value)
  }
  for (const event of events) {
    const handle = carryOut[event.type as WorldEvent["type"]] as
      | ((event: AnyEvent, hot: Hot, commit: PendingCommit, around: Surroundings) => void)
      | undefined
    handle?.(event, hot, commit, around)
  }
  hot.status = hot.model.decider.status(hot.state)
  hot.owner = ownerOf(hot, commit, around.engine)
}
