/**
 * Extensions of Camunda 7 and of Flowable, which come from one house and mostly have the same names.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { type Found, together, type Vendor, type VendorContext } from "../Vendor.ts"
import { readCall } from "./readCall.ts"
import { readDecision } from "./readDecision.ts"
import { readEvent } from "./readEvent.ts"
import { readHandler, readInjected } from "./readHandler.ts"
import { readMany } from "./readMany.ts"
import { readMappings } from "./readMappings.ts"
import { readPeople } from "./readPeople.ts"
import { readRetry } from "./readRetry.ts"
import { readUnheeded } from "./readUnheeded.ts"

/** What the extensions of `camunda` or `flowable` in an element say. */
export const camundaFields = (element: ModdleElement, type: string, vendor: Vendor, context: VendorContext): Found => {
  const decision = readDecision(element, type, vendor, context)
  const handler = decision.fields === undefined ? readHandler(element, type, vendor, context) : {}
  const runs = (handler.handlers ?? []).length > 0 || type === "ServiceTask"
  const parts = [
    // Its index is seen by what is set after it.
    readMany(element, vendor, context),
    handler,
    decision,
    runs ? readInjected(element, vendor, context) : {},
    readMappings(element, vendor, context),
    type === "UserTask" ? readPeople(element, vendor, context) : {},
    type === "CallActivity" ? readCall(element, vendor, context) : {},
    runs ? readRetry(element, vendor, context) : {},
    readEvent(element, type, vendor, context),
    readUnheeded(element, type, vendor, context),
  ]
  // What comes from several places is one list.
  const lists = ["inputs", "outputs"].flatMap((name) => {
    const all = parts.flatMap(({ fields }) =>
      fields !== undefined && Array.isArray(fields[name]) ? [fields[name] as ReadonlyArray<unknown>] : [],
    )
    return all.length === 0 ? [] : [[name, all.flat()] as const]
  })
  return together([...parts, { fields: Object.fromEntries(lists) }])
}
