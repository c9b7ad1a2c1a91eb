/**
 * Gateways.
 *
 * BPMN 2.0.2 §10.6.
 */
import { idOf } from "../millrace/idOf.ts"
import { elementAt, type ModdleElement, typeOf } from "../moddle/ModdleElement.ts"
import { addElement } from "./addElement.ts"
import type { Reading } from "./Reading.ts"

/** Reads a gateway into the graph. */
export const readGateway = (reading: Reading, element: ModdleElement, scope: string | undefined): void => {
  const byDefault = elementAt(element, "default")
  const otherwise = byDefault === undefined ? undefined : idOf(byDefault)
  switch (element.$type) {
    case "bpmn:ExclusiveGateway":
    case "bpmn:InclusiveGateway":
      addElement(reading, element, typeOf(element), scope, { default: otherwise })
      return
    case "bpmn:ParallelGateway":
      addElement(reading, element, "ParallelGateway", scope, {})
      return
    case "bpmn:ComplexGateway":
      addElement(reading, element, "ComplexGateway", scope, {
        activation: reading.expression(elementAt(element, "activationCondition")),
        // Tokens that come again on a flow wait until it is reset (table 13.5); Millrace itself says where they do not.
        blocking: reading.ofMillrace ? undefined : true,
        default: otherwise,
      })
      return
    case "bpmn:EventBasedGateway":
      addElement(reading, element, "EventBasedGateway", scope, {
        instantiate: element.get("instantiate") === true || undefined,
        parallel: element.get("eventGatewayType") === "Parallel" || undefined,
      })
      return
    default:
      reading.report("NotExecutable", element, `a ${typeOf(element)} cannot be executed.`)
  }
}
