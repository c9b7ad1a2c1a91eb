/**
 * Where an item is compiled, and what it may use there.
 */
import type { ActivityItem, Recipe } from "../recipe/Item.ts"
import type { Draft, DraftFlow } from "./Draft.ts"
import type { Scope } from "./Scope.ts"

/** A stretch of flow within a scope. */
export interface Place {
  readonly scope: Scope
  /** What ends in this stretch are named by: `""` on the main flow, `size:big` in a branch, `declined` behind an event. */
  readonly at: string
  /** The element of each label that a `goto` may name here. */
  readonly labels: Map<string, string>
  /** The element of each stretch of a graph around: ways beside each other can go there, too. */
  readonly stretches?: ReadonlyMap<string, string>
  /** What the activities of this stretch lock, where they say nothing else. */
  readonly lock?: string
}

export interface Site {
  readonly draft: Draft
  readonly place: Place
  /** The open flow that leads here. */
  readonly from: DraftFlow
  /** Compiles a recipe behind an open flow; gives the open flow at its end, or nothing where it ended. */
  readonly compile: (recipe: Recipe, place: Place, from: DraftFlow) => DraftFlow | undefined
  /** Compiles one activity, whose name has been judged. */
  readonly compileItem: (item: ActivityItem, place: Place, from: DraftFlow) => DraftFlow | undefined
}

/** The same scope, in a stretch of its own. Labels set in it are not seen outside. */
export const within = (place: Place, at: string, labels: ReadonlyMap<string, string> = place.labels): Place => ({
  ...place,
  at,
  labels: new Map(labels),
})

/** Brings what is still open of several ways together in a gateway, where there is more than one. */
export const merge = (
  site: Site,
  open: ReadonlyArray<DraftFlow>,
  id: string,
  type: "ExclusiveGateway" | "ParallelGateway" | "InclusiveGateway",
): DraftFlow | undefined => {
  if (open.length < 2) return open[0]
  const gateway = site.draft.add(site.place.scope, { id, type })
  for (const flow of open) flow.to = gateway
  return site.draft.flow(gateway)
}
