/**
 * `repeat` and `while`. With a `max` the variable named by the loop counts the rounds that have begun.
 */
import type { Code, JsonObject } from "@millrace/kernel"
import type { LoopItem } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import { type Site, within } from "../Site.ts"

/** merge, body, question; the way back leads to the merge. */
export const compileRepeat = (item: LoopItem, site: Site): DraftFlow | undefined => {
  const { draft, place } = site
  const top = draft.append(count(item, site, site.from, "first", 1), place.scope, { id: item.id, type: "ExclusiveGateway" })
  const end = site.compile(item.body, within(place, item.id), draft.flow(top))
  if (end === undefined) return undefined
  const until = draft.bindCode(place.scope, `${item.id}:until`, "choose", (look) =>
    asks(item, look) || isLast(item, look.vars) ? "done" : "again",
  )
  const question = draft.append(end, place.scope, { id: `${item.id}:until`, type: "ExclusiveGateway", choose: until })
  count(item, site, draft.flow(question, "again"), "next").to = top
  return draft.flow(question, "done")
}

/** One gateway is both where the rounds come together and where the question is asked. */
export const compileWhile = (item: LoopItem, site: Site): DraftFlow => {
  const { draft, place } = site
  const choose = draft.bindCode(place.scope, item.id, "choose", (look) => (!isLast(item, look.vars) && asks(item, look) ? "again" : "done"))
  const question = draft.append(count(item, site, site.from, "first", 0), place.scope, { id: item.id, type: "ExclusiveGateway", choose })
  const end = site.compile(item.body, within(place, item.id), count(item, site, draft.flow(question, "again"), "next"))
  if (end !== undefined) end.to = question
  return draft.flow(question, "done")
}

/** Sets the counter, or adds one to it; nothing where the loop has no `max`. */
const count = (item: LoopItem, site: Site, from: DraftFlow, role: "first" | "next", first?: number): DraftFlow => {
  if (item.max === undefined) return from
  const id = `${item.id}:${role}`
  const { draft, place } = site
  const more: Code = ({ vars }) => round(item, vars) + 1
  const value = first === undefined ? draft.bindCode(place.scope, id, "value", more) : { value: first }
  place.scope.declare(item.id, undefined)
  return draft.flow(draft.append(from, place.scope, { id, type: "ScriptTask", assignments: [{ variable: item.id, value, declare: true }] }))
}

const round = (item: LoopItem, vars: JsonObject): number => Number(vars[item.id])
const isLast = (item: LoopItem, vars: JsonObject): boolean => item.max !== undefined && round(item, vars) >= item.max

const asks = (item: LoopItem, look: Parameters<Code>[0]): boolean => {
  const answer = item.condition(look)
  if (typeof answer === "boolean") return answer
  throw new Error(`The condition of the loop '${item.id}' has to give true or false.`)
}
