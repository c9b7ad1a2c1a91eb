/**
 * The items of an activity that runs once for each of them, and the list of what its runs gave.
 */
import { is, type ModdleElement } from "../../moddle/ModdleElement.ts"
import { given, manyOf } from "../Extension.ts"
import type { Found, VendorContext } from "../Vendor.ts"

/** Reads the collections of a multi-instance activity, and what an ad-hoc sub-process begins with. */
export const readMany = (element: ModdleElement, context: VendorContext): Found => {
  const [adHoc] = is(element, "bpmn:AdHocSubProcess") ? context.extensions(element, "zeebe", "adHoc") : []
  const first = given(adHoc, "activeElementsCollection")
  const activate = first === undefined ? undefined : context.value(first)
  const many = manyOf(element)
  const [loop] = many === undefined ? [] : context.extensions(many, "zeebe", "loopCharacteristics")
  const items = given(loop, "inputCollection")
  const item = given(loop, "inputElement")
  const result = given(loop, "outputCollection")
  const output = given(loop, "outputElement")
  const value = output === undefined ? undefined : context.value(output)
  const multiInstance = {
    ...(items === undefined ? {} : { items: context.value(items), count: undefined }),
    ...(item === undefined ? {} : { item }),
    ...(value === undefined || "value" in value ? {} : { output: value }),
  }
  return {
    fields: {
      ...(Object.keys(multiInstance).length === 0 ? {} : { multiInstance }),
      ...(result === undefined ? {} : { result }),
      ...(activate === undefined || "value" in activate ? {} : { activate }),
    },
  }
}
