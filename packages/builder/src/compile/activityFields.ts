/**
 * What every activity can say, as the graph has it.
 */
import type { ActivitySpec } from "../recipe/Item.ts"
import type { Site } from "./Site.ts"

/** `name`, `mutex` and the quantities, as far as they are given; notes that the value is redacted. */
export const activityFields = (site: Site, id: string, spec: ActivitySpec): { readonly [field: string]: unknown } => {
  const { name, redacted, lock = site.place.lock, startQuantity, completionQuantity } = spec
  if (redacted === true) site.place.scope.redact(id)
  return {
    ...(name === undefined ? {} : { name }),
    ...(lock === undefined ? {} : { mutex: lock }),
    ...(startQuantity === undefined ? {} : { startQuantity }),
    ...(completionQuantity === undefined ? {} : { completionQuantity }),
  }
}
