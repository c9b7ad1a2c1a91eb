/** `join`: a gateway that waits for several ways, where a stretch of a graph begins. */
import type { JoinItem } from "../../recipe/Item.ts"
import type { DraftFlow, ElementFields } from "../Draft.ts"
import type { Site } from "../Site.ts"

/** Anywhere else only one way leads to it, and nothing is waited for. */
export const compileJoin = (item: JoinItem, site: Site): DraftFlow =>
  site.draft.flow(site.draft.append(site.from, site.place.scope, joinFields(item, site)))

export const joinFields = ({ id, how }: JoinItem, { draft, place }: Site): ElementFields => {
  if (how === "parallel") return { id, type: "ParallelGateway" }
  if (how === "inclusive") return { id, type: "InclusiveGateway" }
  const { count, when, cancels, blocking } = how
  const counted =
    typeof count === "number" ? { value: count } : count === undefined ? undefined : draft.bindCode(place.scope, id, "count", count)
  return {
    id,
    type: "ComplexGateway",
    ...(counted === undefined ? {} : { count: counted }),
    ...(when === undefined ? {} : { activation: draft.bindCode(place.scope, id, "activation", when) }),
    ...(cancels === undefined ? {} : { cancels: cancels.map((step) => place.scope.idOf(step)) }),
    ...(blocking === true ? { blocking } : {}),
  }
}
