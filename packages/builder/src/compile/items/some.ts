/** `some`: all ways at once, and on when enough of them are through. */
import type { Code } from "@millrace/kernel"
import type { Branch, SomeItem } from "../../recipe/Item.ts"
import { isExpression } from "../../recipe/Parameter.ts"
import type { DraftFlow } from "../Draft.ts"
import { type Site, within } from "../Site.ts"

export const compileSome = (item: SomeItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const split = draft.append(from, place.scope, { id: item.id, type: "ParallelGateway" })
  const before = new Set(draft.idsIn(place.scope))
  const open = item.branches
    .map((branch) => through(item, branch, draft.flow(split, branch.name), site))
    .filter((flow) => flow !== undefined)
  const id = `${item.id}:join`
  const enough = enoughOf(item, id, site)
  const wrong = typeof item.count === "number" && (!Number.isInteger(item.count) || item.count < 1 || item.count > open.length)
  if (wrong) {
    draft.problem(
      "InvalidValue",
      split,
      `'${item.id}' waits for ${item.count} of ${open.length} branches that can come to their end.`,
      "Give a whole number from 1 to that many.",
    )
  }
  const own = item.remaining === "cancel" ? draft.idsIn(place.scope).filter((inner) => !before.has(inner)) : []
  const cancels = [...own, ...(item.cancels ?? []).map((step) => place.scope.idOf(step))]
  const join = draft.add(place.scope, {
    id,
    type: "ComplexGateway",
    ...enough,
    ...(cancels.length > 0 ? { cancels } : {}),
    ...(item.blocking ? { blocking: true } : {}),
  })
  for (const flow of open) flow.to = join
  return draft.flow(join)
}

/** A condition sees the branches by their names: the flows to the join are called as they are. */
const enoughOf = ({ count }: SomeItem, id: string, { draft, place }: Site): object => {
  if (typeof count === "number") return { count: { value: count } }
  if (typeof count === "function" || isExpression(count)) return { count: draft.bindCode(place.scope, id, "count", count) }
  const { when } = count
  if (isExpression(when)) return { activation: when }
  const code: Code = ({ vars, ...look }) => when({ ...look, vars, arrived: vars.arrived, arrivals: vars.arrivals } as Parameters<Code>[0])
  return { activation: draft.bindCode(place.scope, id, "activation", code) }
}

/** Every branch has an element, so that a token in it can be cancelled. */
const through = (item: SomeItem, { name, flow }: Branch, from: DraftFlow, site: Site): DraftFlow | undefined => {
  const { draft, place } = site
  const id = `${item.id}:${name}`
  const open = site.compile(flow, within(place, id, new Map()), from)
  const named = typeof item.count === "object" && "when" in item.count
  if (open === undefined || (open !== from && !named)) return open
  return draft.flow(draft.append(open, place.scope, { id, type: "ExclusiveGateway" }), named ? name : undefined)
}
