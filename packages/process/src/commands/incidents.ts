/**
 * Commands about incidents.
 */
import { type Fault, type Rejection, type ResolveIncident, reject } from "@millrace/kernel"
import { completeItem } from "../activity/completeItem.ts"
import { behaviourOf, type Turn } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { leave } from "../verbs/complete.ts"
import { createJob } from "../verbs/createJob.ts"
import { findIncident } from "./Find.ts"

/** What stopped a job. A fresh job does the same work, so that its handler gets the same idempotency key again. */
const ofJobs: ReadonlySet<Fault["code"]> = new Set([
  "HandlerFailed",
  "HandlerTimedOut",
  "ResultNotStorable",
  "HandlerMissing",
  "JobDeliveriesExhausted",
])

export const resolveIncident = (turn: Turn, command: ResolveIncident): Rejection | undefined => {
  const found = findIncident(turn.state, command.incident)
  if (found === undefined) {
    return reject(
      "IncidentNotFound",
      `Instance '${turn.instance}' has no open incident ${command.incident}: it was resolved, or what it concerned is gone.`,
    )
  }
  const { it, incident } = found
  turn.emit({ type: "IncidentResolved", incident: command.incident })
  if (it.listens !== undefined) {
    // Its condition is looked at again.
    turn.toWatch.add(it.id)
    return undefined
  }
  const element = behaviourOf(turn, it)
  const { code } = incident.fault
  if (it.completing) leave(turn, it)
  // One run of an activity whose work is done, and whose value could not be made.
  else if (it.item !== undefined && it.result !== undefined) completeItem(turn, it, element.result)
  else if (element.job !== undefined && (ofJobs.has(code) || code === "ValueTooLarge")) createJob(turn, it)
  else if (element.retry === undefined) begin(turn, it)
  else element.retry(turn, it, incident.fault)
  return undefined
}
