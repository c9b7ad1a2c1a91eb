/**
 * Which message of its name an element waits for: that is said where the message is declared.
 */
import { elementAt, type ModdleElement } from "../../moddle/ModdleElement.ts"
import { definitionOf, given } from "../Extension.ts"
import type { Found, VendorContext } from "../Vendor.ts"

/** Reads the correlation key of a receive task or of an event that catches a message. */
export const readKey = (element: ModdleElement, type: string, context: VendorContext): Found => {
  const definition = type === "ReceiveTask" ? element : definitionOf(element, "Message")
  const message = definition === undefined ? undefined : elementAt(definition, "messageRef")
  const [subscription] = message === undefined ? [] : context.extensions(message, "zeebe", "subscription")
  const key = given(subscription, "correlationKey")
  if (key === undefined || !catches(element, type)) return {}
  const value = context.value(key)
  return { fields: type === "ReceiveTask" ? { key: value } : { trigger: { key: value } } }
}

/** What begins a process knows no variables that could be a key. */
const catches = (element: ModdleElement, type: string): boolean =>
  type === "ReceiveTask" ||
  type === "IntermediateCatchEvent" ||
  type === "BoundaryEvent" ||
  (type === "StartEvent" && element.$parent?.get("triggeredByEvent") === true)
