/**
 * Who does the work of a task: a topic, a class, a bean, an expression or a connector. Here that is a handler, which is found by these names.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { attributeOf, childrenOf, definitionOf, given, resultIn, textOf } from "../Extension.ts"
import type { Found, Vendor, VendorContext } from "../Vendor.ts"

/** Finds the names of a task's handler; of an event that sends a message, those that send it. */
export const readHandler = (element: ModdleElement, type: string, vendor: Vendor, context: VendorContext): Found => {
  const sends = type === "IntermediateThrowEvent" || type === "EndEvent" ? definitionOf(element, "Message") : undefined
  if (sends !== undefined) {
    const { handlers = [] } = handlerOf(sends, vendor, context)
    return handlers.length === 0 ? {} : { handlers, fields: { type: "SendTask", trigger: undefined } }
  }
  if (!["ServiceTask", "SendTask", "BusinessRuleTask"].includes(type)) return {}
  const { handlers = [], fields = {}, problems = [] } = handlerOf(element, vendor, context)
  return handlers.length === 0
    ? { problems }
    : { handlers, problems, fields: type === "SendTask" ? { ...fields, message: undefined } : fields }
}

const handlerOf = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const attribute = (name: string) => attributeOf(context, element, vendor, name)
  const [connector] = context.extensions(element, vendor, "connector")
  const [connectorId] = connector === undefined ? [] : childrenOf(connector, "connectorId")
  const topic = attribute("topic")
  const kind = attribute("type")
  const named = [
    topic,
    // `external` says that a topic follows.
    kind === "external" || kind === "external-worker" ? undefined : kind,
    connectorId === undefined ? undefined : textOf(connectorId),
    ...delegateNames(attribute("delegateExpression")),
    ...classNames(attribute("class")),
    ...delegateNames(attribute("expression")),
  ]
  const handlers = named.filter((name) => name !== undefined && name !== "").map(String)
  const variable = attribute("resultVariable") ?? attribute("resultVariableName")
  return {
    handlers,
    ...(variable === undefined ? {} : { fields: resultIn(element, variable) }),
    problems: topic !== undefined && /[$#]\{/.test(topic) ? [dynamicTopic(element, topic, context)] : [],
  }
}

const dynamicTopic = (element: ModdleElement, topic: string, context: VendorContext) =>
  context.problem("NotExecutable", element, `its topic is the expression '${topic}': name the topic itself, so that its handler is known.`)

/** `${stock.reserve(order)}` is found as it stands, and as `stock.reserve` and `stock`. */
const delegateNames = (expression: string | undefined): ReadonlyArray<string> => {
  if (expression === undefined) return []
  const [, path] = /^[$#]\{\s*([\p{L}_$][\p{L}\p{Nd}_$.]*)\s*(?:\(.*\)\s*)?\}$/su.exec(expression) ?? []
  if (path === undefined) return [expression]
  const [first = path] = path.split(".")
  return [expression, path, first]
}

/** `com.example.ChargeCard` is found as it stands, and as `ChargeCard`. */
const classNames = (name: string | undefined): ReadonlyArray<string> =>
  name === undefined ? [] : [name, name.slice(name.lastIndexOf(".") + 1)]

/** `<field name="to" stringValue="…">`: what is injected into a class is a variable that its handler sees. */
export const readInjected = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const inputs = context.extensions(element, vendor, "field").flatMap((field) => {
    const name = given(field, "name")
    if (name === undefined) return []
    const [inside] = childrenOf(field)
    const expression = given(field, "expression") ?? (inside?.$type.endsWith(":expression") === true ? textOf(inside) : undefined)
    const text = given(field, "stringValue") ?? given(field, "string") ?? (inside === undefined ? "" : textOf(inside))
    return [{ variable: name, value: expression === undefined ? { value: text } : context.value(expression) }]
  })
  return inputs.length === 0 ? {} : { fields: { inputs } }
}
