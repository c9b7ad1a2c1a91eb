/**
 * Ways that are chosen: their names, their conditions, and what comes where none holds. And ends, which may be chosen, too.
 */
import type { Expression, SequenceFlow } from "@millrace/process"
import { key, quoted } from "./literal.ts"
import type { Printing } from "./Printing.ts"
import type { PrintedElement } from "./Structure.ts"
import { expressionOf } from "./values.ts"
import { arrow, type CallOf, call, object, type Written } from "./Written.ts"

/** The name of a branch: that of the flow where it can be one, else that of the element it leads to, else its id. */
export const nameOf = (flow: SequenceFlow, all: ReadonlyArray<SequenceFlow>): string => {
  const { id, name, to } = flow
  if (name !== undefined && isName(name) && all.filter((one) => one.name === name).length === 1) return name
  if (isName(to) && all.filter((one) => one.to === to || one.name === to).length === 1) return to
  return isName(id) && !all.some((one) => one.name === id || one.to === id) ? id : `way${all.findIndex((one) => one.id === id) + 1}`
}

/** Names of the builder have no spaces, and nothing of which paths are made. */
export const isName = (name: string): boolean =>
  /^[^\s\0/:]{1,200}$/.test(name) && name !== "start" && name !== "end" && name !== "__proto__"

/** The conditions of ways, in order, and the way that is taken when none holds. */
export const choices = (
  printing: Printing,
  element: PrintedElement,
  outgoing: ReadonlyArray<SequenceFlow>,
  maker: "firstOf" | "eachOf",
): { readonly choice: Written; readonly flows: ReadonlyArray<SequenceFlow> } => {
  if (element.choose !== undefined) return { choice: expressionOf(printing, element.choose), flows: outgoing }
  const last = outgoing.at(-1)
  const sure = element.type === "ExclusiveGateway" && isAlways(last?.condition) ? last : undefined
  const otherwise = outgoing.find(({ id }) => id === element.default) ?? sure
  const asked = outgoing.filter((flow) => flow !== otherwise)
  const conditions = asked.map((flow) => [key(nameOf(flow, outgoing)), conditionOf(printing, flow)] as const)
  printing.imports.add(maker)
  const rest = otherwise === undefined ? [] : [quoted(nameOf(otherwise, outgoing))]
  return { choice: call(maker, object(conditions), ...rest), flows: otherwise === undefined ? asked : [...asked, otherwise] }
}

const conditionOf = (printing: Printing, { condition }: SequenceFlow): Written =>
  condition === undefined ? expressionOf(printing, { language: "feel", text: "true" }) : expressionOf(printing, condition)

/** What holds whatever the variables are. */
const isAlways = (condition: Expression | undefined): boolean =>
  condition !== undefined && "text" in condition && /^(true|\$\{true\})$/.test(condition.text)

/** Processes of documents give all their variables. */
export const givesVariables = (output: unknown): boolean =>
  typeof output === "object" && output !== null && "text" in output && output.text === everything
// biome-ignore lint/suspicious/noTemplateCurlyInString: expressions are written so.
const everything = "${execution.variables}"

export const allVariables = (printing: Printing): CallOf =>
  call("output", printing.isVague ? expressionOf(printing, { language: "juel", text: everything }) : arrow("({ vars })", "({ ...vars })"))

/** An end that has nothing but its value. */
export const endCall = (printing: Printing, { name, output }: PrintedElement): CallOf => {
  if (givesVariables(output)) return allVariables(printing)
  if (output !== undefined) return call("output", expressionOf(printing, output))
  return typeof name === "string" ? call("end", quoted(name)) : call("end")
}
