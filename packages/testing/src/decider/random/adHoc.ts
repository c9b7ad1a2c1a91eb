/**
 * Random ad-hoc sub-processes.
 */
import { fieldsOf, runs, simpleType } from "./fieldsOf.ts"
import { add, bindCode, extend, type From, number, type Place, pick, type Site, variables } from "./Site.ts"

/** Adds one, with activities in it that begin when somebody asks for them. */
export const addAdHoc = (site: Site, place: Place, attach: (site: Site, place: Place, id: string) => From): string => {
  const { random } = site
  const id = add(site, place, "AdHocSubProcess", { result: pick(random, variables), ...runs(site, "AdHocSubProcess") })
  const inside: Place = { ...place, scope: id, inParallel: true, depth: place.depth + 1 }
  const result = pick(random, variables)
  site.handlers.set("work", () => undefined)
  const sure = add(site, inside, "ServiceTask", { handler: "work", result })
  const type = simpleType(site)
  const members = [sure, ...(random.chance(0.5) ? [add(site, inside, type, fieldsOf(site, type))] : [])]
  // Nothing interrupts the one that counts for the completion condition.
  for (const member of members) if (member !== sure) attach(site, inside, member)
  // Its handler gives any number, sooner or later one that is enough.
  const completion = bindCode(site, id, "completion", (vars) => number(vars, result) > 2)
  extend(site, id, {
    ...(random.chance(0.2) ? { saga: true } : {}),
    ...(random.chance(0.1) ? { redacted: ["a"] } : {}),
    ...(random.chance(0.4) ? { ordering: "sequential", ...(members.length > 1 ? { busy: "refuse" } : {}) } : {}),
    ...(random.chance(0.3) ? { completion, ...(random.chance(0.5) ? { remaining: pick(random, ["cancel", "finish"]) } : {}) } : {}),
    ...(random.chance(0.5) ? { activate: bindCode(site, id, "activate", () => members) } : {}),
  })
  return id
}
