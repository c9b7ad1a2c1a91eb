/** `wait`, `waitUntil`, `receiveSignal`, `waitForAny`, `waitForAll`, `broadcast`, `escalate`, `tell`, `race` and `on`: events in the flow and beside it. */
import type { CatchItem, EventBranch, ListenItem, RaceItem, TellItem, ThrowItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { compileInner } from "../inner.ts"
import { merge, type Site, within } from "../Site.ts"
import { tellingFields } from "../telling.ts"
import { eventFields } from "../trigger.ts"

export const compileCatch = (item: CatchItem, { draft, place, from }: Site): DraftFlow => {
  const fields = eventFields(draft, place.scope, item.id, item.trigger, item.id)
  return draft.flow(draft.append(from, place.scope, { id: item.id, type: "IntermediateCatchEvent", ...fields }))
}

export const compileThrow = (item: ThrowItem, { draft, place, from }: Site): DraftFlow => {
  const { trigger, codec, payload } = item
  const value =
    payload === undefined ? {} : { payload: draft.bindCode(place.scope, item.id, "payload", payload, (given) => codec.encode(given)) }
  const type = "signal" in trigger ? "signal" : "escalation"
  const thrown = { type, ...trigger, ...value }
  return draft.flow(draft.append(from, place.scope, { id: item.id, type: "IntermediateThrowEvent", trigger: thrown }))
}

export const compileTell = (item: TellItem, site: Site): DraftFlow => {
  const { draft, place, from } = site
  const telling = tellingFields(item.id, item.told, site)
  return draft.flow(draft.append(from, place.scope, { id: item.id, type: "IntermediateThrowEvent", ...telling }))
}

/** An event-based gateway; one event alone needs none. Its events are called `race:branch`, so that other races can have branches of that name. */
export const compileRace = (item: RaceItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const [first, second] = item.branches
  if (first === undefined) return from
  if (second === undefined) return heard(item, first, from, site)
  const id = draft.append(from, place.scope, { id: item.id, type: "EventBasedGateway" })
  const open = item.branches.map((branch) => heard(item, branch, draft.flow(id, branch.name), site))
  return merge(
    site,
    open.filter((flow) => flow !== undefined),
    `${item.id}:merge`,
    "ExclusiveGateway",
  )
}

const heard = (item: RaceItem, branch: EventBranch, flow: DraftFlow, site: Site): DraftFlow | undefined => {
  const { draft, place } = site
  const id = `${item.id}:${branch.name}`
  const event = eventFields(draft, place.scope, id, branch.trigger, branch.name)
  const element = draft.append(flow, place.scope, { id, type: "IntermediateCatchEvent", name: branch.name, ...event })
  return site.compile(branch.flow, within(place, id), draft.flow(element))
}

/** An event sub-process: no flow leads to it. Where it interrupts, its output is that of the scope around it. */
export const compileListen = (item: ListenItem, site: Site): DraftFlow => {
  const { draft, place, from } = site
  const path = draft.add(place.scope, {
    id: item.id,
    type: "EventSubProcess",
    ...(item.interrupting ? { output: true } : {}),
    ...(item.saga ? { saga: true } : {}),
  })
  compileInner(path, item.flow, site, (scope) => ({
    ...eventFields(draft, scope, "start", item.trigger, item.id),
    ...(item.interrupting ? {} : { interrupting: false }),
  }))
  return from
}
