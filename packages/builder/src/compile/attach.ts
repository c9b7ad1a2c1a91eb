/**
 * What hangs on an activity: its compensation, and the events that lead round it or beside it.
 */
import type { ActivityItem, Attachment } from "../recipe/Item.ts"
import type { DraftFlow } from "./Draft.ts"
import { jobFields } from "./jobFields.ts"
import { merge, type Site, within } from "./Site.ts"
import { eventFields } from "./trigger.ts"

/** Adds the attachments of an activity that stands already; gives the open flow behind it all. */
export const attach = (item: ActivityItem, site: Site): DraftFlow | undefined => {
  const main = site.draft.flow(site.place.scope.idOf(item.id))
  const round = item.attachments.map((attachment) => attachOne(item.id, attachment, site))
  const open = [main, ...round].filter((flow) => flow !== undefined)
  return merge(site, open, `${item.id}:merge`, "ExclusiveGateway")
}

const attachOne = (activity: string, attachment: Attachment, site: Site): DraftFlow | undefined =>
  attachment.kind === "compensate" ? compensation(activity, attachment, site) : boundary(activity, attachment, site)

const compensation = (activity: string, attachment: Extract<Attachment, { kind: "compensate" }>, site: Site): undefined => {
  const { draft, place } = site
  const handler = `${activity}:compensation`
  draft.add(place.scope, {
    id: `${activity}:compensate`,
    type: "BoundaryEvent",
    attachedTo: place.scope.idOf(activity),
    trigger: { type: "compensation", handler: place.scope.idOf(handler) },
  })
  draft.add(place.scope, {
    id: handler,
    type: "ServiceTask",
    handler: draft.bindHandler(place.scope, handler, attachment.handler, "nothing"),
    isForCompensation: true,
    ...(attachment.options.name === undefined ? {} : { name: attachment.options.name }),
    ...jobFields(site, handler, attachment.options),
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
