/**
 * Random processes that begin when several things have come, by a chance of their own: whoever starts one by hand gives the
 * first of them, a condition that holds, and its start event waits for the other.
 */
import { seeded } from "../../store/seeded.ts"
import { bindCode, pick, type Site } from "./Site.ts"

/** Lets the start event of a graph that is complete wait, now and then. */
export const beginTogether = (site: Site, seed: number): void => {
  const random = seeded(seed + 2_000_000_011)
  const [start] = site.elements
  if (start === undefined || !random.chance(0.06)) return
  const first = { type: "conditional", condition: bindCode(site, start.id, "holds", () => true) }
  const others = [
    { type: "timer", due: { value: "PT30S" } },
    { type: "signal", signal: "go" },
    { type: "message", message: "paid" },
  ]
  const triggers = random.chance(0.5) ? [first, pick(random, others)] : [pick(random, others), first, pick(random, others)]
  site.elements[0] = { ...start, ...{ trigger: { type: "parallelMultiple", triggers } }, ...(random.chance(0.5) ? { result: "came" } : {}) }
}
