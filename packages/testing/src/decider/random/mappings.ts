/**
 * Random mappings: variables that elements have for themselves, and those that take what they gave. They are given to some
 * elements of a graph that is complete, by a chance of their own: the graph of a seed is the same with and without them.
 */
import type { GraphElement } from "@millrace/process"
import { type Seeded, seeded } from "../../store/seeded.ts"
import { simpleTypes } from "./fieldsOf.ts"
import { bindCode, number, pick, type Site, variables } from "./Site.ts"

const scopes = ["SubProcess", "Transaction", "AdHocSubProcess"]
const activities: ReadonlySet<string> = new Set([...simpleTypes, ...scopes])

/** Gives some elements mappings, and some user tasks candidates. */
export const addMappings = (site: Site, seed: number): void => {
  const random = seeded(seed + 1_000_000_007)
  for (const [index, element] of site.elements.entries()) {
    if (!random.chance(0.08)) continue
    const isActivity = activities.has(element.type)
    const catches = element.type === "IntermediateCatchEvent" || (isCaught(element) && !isCompensation(element))
    if (!isActivity && !catches) continue
    site.elements[index] = {
      ...element,
      ...(isActivity && random.chance(0.5) ? { inputs: inputsOf(site, random, element.id) } : {}),
      ...(random.chance(0.5) ? { outputs: outputsOf(site, random, element.id) } : {}),
      ...(random.chance(0.3) ? { spread: true } : {}),
      ...(element.type === "UserTask" && random.chance(0.5) ? { candidates: { value: "dan, eve" } } : {}),
    }
  }
}

const isCaught = (element: GraphElement): boolean =>
  element.type === "BoundaryEvent" || (element.type === "StartEvent" && "trigger" in element)

/** Where compensation is caught, nothing is given. */
const isCompensation = (element: GraphElement): boolean =>
  "trigger" in element && (element.trigger as { readonly type: string }).type === "compensation"

const inputsOf = (site: Site, random: Seeded, id: string): ReadonlyArray<object> => {
  const other = pick(random, variables)
  return [
    { variable: pick(random, [...variables, "own"]), value: bindCode(site, id, "own", (vars) => number(vars, other) + 1) },
    ...(random.chance(0.3) ? [{ variable: "more", value: { value: random.chance(0.1) ? "large ".repeat(300) : 7 } }] : []),
  ]
}

const outputsOf = (site: Site, random: Seeded, id: string): ReadonlyArray<object> => {
  const other = pick(random, [...variables, "own", "n", "outcome"])
  return [
    { variable: pick(random, [...variables, "taken"]), value: bindCode(site, id, "taken", (vars) => number(vars, other) % 3) },
    ...(random.chance(0.3) ? [{ variable: "given" }] : []),
  ]
}
