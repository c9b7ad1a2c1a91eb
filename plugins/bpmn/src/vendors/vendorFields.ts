/**
 * Reads the extensions of an element: of each vendor whose namespace has a meaning here.
 */
import { camundaFields } from "./camunda/camundaFields.ts"
import { nothingPasses } from "./camunda/readCall.ts"
import { type ReadVendorFields, together } from "./Vendor.ts"
import { zeebeFields } from "./zeebe/zeebeFields.ts"

/** What the extensions of an element say that execute. Where several vendors say something, Camunda 8 goes before Camunda 7 before Flowable. */
export const vendorFields: ReadVendorFields = (element, type, context) => {
  const flowable = context.uses("flowable") ? camundaFields(element, type, "flowable", context) : {}
  const camunda = context.uses("camunda") ? camundaFields(element, type, "camunda", context) : {}
  const zeebe = context.uses("zeebe") ? zeebeFields(element, type, context) : {}
  // Whoever calls in the way of Camunda 8 passes everything.
  const closed = type === "CallActivity" && (context.uses("camunda") || context.uses("flowable"))
  const passes = closed && context.extensions(element, "zeebe", "calledElement").length === 0 ? nothingPasses : {}
  const found = together([{ fields: passes }, flowable, camunda, zeebe])
  return { ...found, handlers: together([zeebe, camunda, flowable]).handlers }
}
