/**
 * What hangs on an activity: its compensation, and the events that lead round it or beside it.
 */
import type { ActivityItem, Attachment } from "../recipe/Item.ts"
import type { Undoing } from "../recipe/Single.ts"
import type { DraftFlow } from "./Draft.ts"
import { jobFields } from "./jobFields.ts"
import type { Scope } from "./Scope.ts"
import { merge, type Site, within } from "./Site.ts"
import { eventFields } from "./trigger.ts"

/** How an activity with a scope of its own came out, and that scope: what undoes it sees its variables. */
interface Inside {
  readonly main: DraftFlow | undefined
  readonly inside: Scope
}

/** Adds the attachments of an activity that stands already; gives the open flow behind it all. */
export const attach = (item: ActivityItem, site: Site, single?: Inside): DraftFlow | undefined => {
  const main = single === undefined ? site.draft.flow(site.place.scope.idOf(item.id)) : single.main
  const round = item.attachments.map((attachment) =>
    attachment.kind === "boundary"
      ? boundary(item.id, attachment, site)
      : compensation(item.id, attachment, single === undefined ? site : { ...site, place: { ...site.place, scope: single.inside } }),
  )
  const open = [main, ...round].filter((flow) => flow !== undefined)
  return merge(site, open, `${item.id}:merge`, "ExclusiveGateway")
}

const compensation = (activity: string, undoing: Undoing, site: Site): undefined => {
  const { draft, place } = site
  const id = `${activity}:compensation`
  const handler = place.scope.idOf(id)
  draft.add(place.scope, {
    id: `${activity}:compensate`,
    type: "BoundaryEvent",
    attachedTo: place.scope.idOf(activity),
    trigger: { type: "compensation", handler },
  })
  if (undoing.kind === "compensateBy") {
    // No flow leads to it, and none leaves it; nobody reads what it gives.
    site.compileItem(undoing.work, place, { from: handler })
    draft.complement(handler, { isForCompensation: true })
    draft.leaveOut(handler, "result")
    draft.dropFlows(handler)
    return
  }
  draft.add(place.scope, {
    id,
    type: "ServiceTask",
    handler: draft.bindHandler(place.scope, id, undoing.handler, "nothing"),
    isForCompensation: true,
    ...(undoing.options.name === undefined ? {} : { name: undoing.options.name }),
    ...jobFields(site, id, undoing.options),
  })
}

const boundary = (activity: string, attachment: Extract<Attachment, { kind: "boundary" }>, site: Site): DraftFlow | undefined => {
  const { draft, place } = site
  const id = draft.add(place.scope, {
    id: attachment.id,
    type: "BoundaryEvent",
    attachedTo: place.scope.idOf(activity),
    ...(attachment.interrupting ? {} : { interrupting: false }),
    ...eventFields(draft, place.scope, attachment.id, attachment.trigger, attachment.id),
  })
  // What runs beside an activity cannot wait for the lock that the activity has.
  const { lock: _, ...beside } = place
  const around = attachment.interrupting ? place : { ...beside, labels: new Map<string, string>() }
  const open = site.compile(attachment.flow, within(around, attachment.id), draft.flow(id))
  if (attachment.interrupting || open === undefined) return open
  // Beside the activity a flow ends by itself.
  draft.append(open, place.scope, { id: `${attachment.id}:end`, type: "EndEvent" })
  return undefined
}
