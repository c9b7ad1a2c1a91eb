/** `startOnFirst` and `startOnAll`: an event-based gateway that begins the process. */
import type { Code } from "@millrace/kernel"
import type { BeginItem, EventBranch } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { merge, type Site, within } from "../Site.ts"
import { eventFields } from "../trigger.ts"
import { withInput } from "./start.ts"

export const compileBegin = (item: BeginItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const gateway = draft.add(place.scope, {
    id: item.id,
    type: "EventBasedGateway",
    instantiate: true,
    ...(item.all ? { parallel: true } : {}),
  })
  const open = item.branches
    .map((branch) => begun(item, branch, draft.flow(gateway, branch.name), site))
    .filter((flow) => flow !== undefined)
  const together = item.all ? merge(site, open, `${item.id}:join`, "ParallelGateway") : undefined
  const ready = together === undefined ? open : [withInput(item.id, makeOfAll(item), together, site)]
  return merge(site, draft.typeOf(from.from) === undefined ? ready : [from, ...ready], `${item.id}:merge`, "ExclusiveGateway")
}

const begun = (item: BeginItem, branch: EventBranch, flow: DraftFlow, site: Site): DraftFlow | undefined => {
  const { draft, place } = site
  const id = `${item.id}:${branch.name}`
  const keyed = item.all && branch.keyIn !== undefined && branch.trigger.type === "message"
  const trigger = keyed ? { ...branch.trigger, message: { ...branch.trigger.message, key: { code: keyOfAny(item) } } } : branch.trigger
  const event = eventFields(draft, place.scope, id, trigger, branch.name)
  const caught = draft.flow(draft.append(flow, place.scope, { id, type: "IntermediateCatchEvent", name: branch.name, ...event }))
  const ready = item.all ? caught : withInput(id, makeOfOne(branch), caught, site)
  return site.compile(branch.flow, within(place, id, new Map()), ready)
}

/** The one that came first says which others belong to it. */
const keyOfAny =
  ({ branches }: BeginItem): Code =>
  ({ vars }) => {
    for (const { name, keyIn } of branches) if (keyIn !== undefined && Object.hasOwn(vars, name)) return keyIn(vars[name])
    return undefined
  }

const makeOfOne =
  ({ name, input = asItIs }: EventBranch): Code =>
  ({ vars }) =>
    input(vars[name])

const makeOfAll =
  ({ input = asItIs }: BeginItem): Code =>
  ({ vars }) =>
    input(vars)

const asItIs = (payload: unknown): unknown => payload ?? {}
