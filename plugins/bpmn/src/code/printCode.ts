/**
 * Code from BPMN: a process as TypeScript in the style of the builder, so that people can leave XML behind.
 */
import type { Definition } from "@millrace/kernel"
import type { GraphElement, ProcessGraph } from "@millrace/process"
import { processOf } from "../processOf.ts"
import { key, literal, quoted } from "./literal.ts"
import { nameable } from "./nameable.ts"
import type { Printing } from "./Printing.ts"
import { printAdHoc, printProcess, printScope } from "./printScope.ts"
import { Inexpressible, makeStructure, type PrintedElement } from "./Structure.ts"
import { fieldsOf } from "./values.ts"
import { arrow, type CallOf, call, chain, inLines, object, type Written } from "./Written.ts"

/** What the print may know beside the process. */
export interface PrintOptions {
  /** Under which names the document asks for handlers, by the id of the task: `handlerNames` of an imported process. */
  readonly handlerNames?: ReadonlyMap<string, ReadonlyArray<string>>
}

/** A module, and how much of the process it says by the builder. */
export interface PrintedCode {
  readonly text: string
  /** `builder`: a chain; `graph`: the graph as data, since no chain says the same. */
  readonly style: "builder" | "graph"
  /** Why it is no chain. */
  readonly because?: string
}

/**
 * Prints a process as a module of TypeScript. Where tasks need handlers, the module gives a function of them.
 *
 * ```ts
 * const { definition, handlerNames } = (await importBpmn(xml)).process()
 * writeFileSync("order.ts", printCode(definition, { handlerNames }).text)
 * ```
 */
export const printCode = (given: Definition<unknown>, options: PrintOptions = {}): PrintedCode => {
  const whole = processOf(given)
  const { graph, before } = nameable(whole.graph)
  const definition: Printed = { id: whole.id, version: whole.version, graph }
  const printing: Printing = {
    structure: makeStructure(definition.graph),
    imports: new Set(["process"]),
    handlers: new Set(),
    constants: new Map(),
    variables: new Set(),
    ids: new Set(definition.graph.elements.map(({ id }) => id)),
    bodies: new Map(),
    inner: { chain: printScope, steps: printAdHoc },
    usesJuel: false,
    isVague: definition.graph.elements.some((element) => stops(definition.graph, element.id) || givesAnything(element)),
  }
  try {
    if (definition.graph.redacted !== undefined) throw new Inexpressible("it has redacted variables")
    const calls = printProcess(printing)
    return { style: "builder", text: chainModule(definition, printing, calls, named(options, before)) }
  } catch (cause) {
    if (!(cause instanceof Inexpressible)) throw cause
    return { style: "graph", because: cause.message, text: graphModule(whole, options) }
  }
}

/** Handlers are asked for by the names that elements have now. */
const named = ({ handlerNames }: PrintOptions, before: ReadonlyMap<string, string>): PrintOptions =>
  handlerNames === undefined || before.size === 0
    ? { ...(handlerNames === undefined ? {} : { handlerNames }) }
    : { handlerNames: new Map([...handlerNames, ...[...before].map(([now, id]) => [now, handlerNames.get(id) ?? []] as const)]) }

type Printed = Pick<Definition<ProcessGraph>, "id" | "version" | "graph">

/** Whether it sets variables to what a text gives, of which types know nothing. */
const givesAnything = (element: GraphElement): boolean => {
  const { type, outputs, spread } = fieldsOf(element)
  const isWritten = Array.isArray(outputs) && outputs.some((one) => fieldsOf(one).value !== undefined)
  return isWritten || type === "ScriptTask" || (type === "BusinessRuleTask" && spread !== true)
}

const dead = new Set(["error", "cancel", "terminate"])

/** Whether it is a sub-process that never comes to an end as others do: by its types nothing follows it. */
const stops = ({ elements, flows }: ProcessGraph, scope: string): boolean => {
  const inner = elements.filter((element) => element.scope === scope && element.type !== "EventSubProcess")
  const ends = inner.filter(({ id }) => !flows.some(({ from }) => from === id))
  return inner.length > 0 && ends.every((element) => dead.has(String(fieldsOf("trigger" in element ? element.trigger : undefined).type)))
}

const chainModule = (definition: Printed, printing: Printing, calls: ReadonlyArray<CallOf>, options: PrintOptions): string => {
  const { imports, constants, handlers, usesJuel } = printing
  const { id } = definition
  const inputs = inputOf(definition, printing)
  const wanted = handlersType(definition, [...handlers], options)
  if (handlers.size > 0) imports.add("type Context")
  if (wanted.some((line) => line.includes("Schema."))) imports.add("Schema")
  const head = call("process", quoted(id), object(inputs))
  const made = chain(head, calls)
  const arrowed = handlers.size > 0 ? arrow(`(handlers: ${typeName(id)})`, made) : made
  const start = `export const ${nameOf(id)} = `
  return [
    `/**\n * The process ${comment(id)}, printed from BPMN.\n${spreads(definition) ? note : ""} */`,
    importLine([...imports].toSorted(byName)),
    "",
    ...(usesJuel ? [`/** An expression of the document. */`, `const juel = (text: string) => expression("juel", text)`, ""] : []),
    ...[...constants.values()].toSorted(),
    ...(constants.size > 0 ? [""] : []),
    ...wanted,
    start + inLines(arrowed, 0, start.length, 0),
    "",
  ].join("\n")
}

const note = " *\n * What an event brings is a variable of its name here: in the document its fields are variables.\n"

const spreads = ({ graph }: Printed): boolean =>
  graph.elements.some((element) => element.type.endsWith("Event") && fieldsOf(element).spread === true)

const importLine = (names: ReadonlyArray<string>): string => {
  const line = `import { ${names.join(", ")} } from "millrace"`
  return line.length <= 140 ? line : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "millrace"`
}

/** The options of the process. What conditions read is declared, where the process is not begun by events, which bring none. */
const inputOf = ({ version, graph }: Printed, printing: Printing): ReadonlyArray<readonly [string, Written]> => {
  const starts = graph.elements.filter(({ type, scope }) => type === "StartEvent" && scope === undefined)
  const begun = starts.some((start) => "trigger" in start && start.trigger !== undefined)
  const own = new Set(printing.structure.all.flatMap(namesOf))
  const variables = begun ? [] : [...printing.variables].filter((name) => !printing.ids.has(name) && !own.has(name)).toSorted()
  const fields = variables.map((name) => [key(name), "Schema.optionalKey(Schema.Json)"] as const)
  if (variables.length > 0) printing.imports.add("Schema")
  return [
    ["version", String(version)],
    ...(variables.length > 0 ? [["input", call("Schema.Struct", object(fields))] as const] : []),
    ...(graph.saga === true ? [["saga", "true"] as const] : []),
    ...(begun && !starts.some((start) => !("trigger" in start) || start.trigger === undefined) ? [["startable", "false"] as const] : []),
  ]
}

/** Variables that an element makes itself. */
const namesOf = ({ multiInstance, inputs, outputs, assignments }: PrintedElement): ReadonlyArray<unknown> => [
  fieldsOf(multiInstance).item,
  ...[inputs, outputs, assignments].flatMap((list) => (Array.isArray(list) ? list.map((one) => fieldsOf(one).variable) : [])),
]

const graphModule = ({ id, version, graph }: Printed, options: PrintOptions): string => {
  const { layout: _, ...rest } = graph
  const handled = graph.elements.filter((element) => "handler" in element).map((element) => element.id)
  const lines = [
    `/**\n * The process ${comment(id)}, printed from BPMN. Its graph is written as data.\n */`,
    `import { graphProcess } from "@millrace/bpmn"`,
    ...(handled.length > 0 ? [`import type { Context, Schema } from "millrace"`] : []),
    "",
    ...handlersType({ id, version, graph: { elements: [], flows: [] } }, handled, options),
    `export const ${nameOf(id)} = ${handled.length > 0 ? `(handlers: ${typeName(id)}) =>\n` : ""}graphProcess(${quoted(id)}, {`,
    `  version: ${version},`,
    `  graph: ${literal(rest)},`,
    ...(handled.length > 0 ? ["  handlers,"] : []),
    "})",
    "",
  ].join("\n")
  return lines
}

const handlersType = ({ id, graph }: Printed, names: ReadonlyArray<string>, { handlerNames }: PrintOptions): ReadonlyArray<string> => {
  if (names.length === 0) return []
  const elements = new Map(graph.elements.map((element) => [element.id, element as PrintedElement]))
  const lines = names.flatMap((name) => {
    const element = elements.get(name)
    const asked = handlerNames?.get(name)?.filter((one) => one !== name) ?? []
    const said = [
      ...(element?.name === undefined ? [] : [`${comment(element.name)}.`]),
      ...(asked.length === 0 ? [] : [`In the document: ${comment(asked.join(", "))}.`]),
    ]
    const result = element?.spread === true ? "Fields" : "Json"
    return [
      ...(said.length === 0 ? [] : [`  /** ${said.join(" ")} */`]),
      `  readonly ${key(name)}: (context: Context<Variables${ownVariables(element)}>) => ${result} | Promise<${result}>`,
    ]
  })
  return [
    ...(lines.some((line) => line.includes("Json")) ? ["type Json = typeof Schema.Json.Type"] : []),
    "type Variables = { readonly [name: string]: unknown }",
    ...(lines.some((line) => line.includes("Fields"))
      ? ["/** What becomes variables, field by field. */", "type Fields = Record<never, unknown>"]
      : []),
    "",
    "/** What the tasks do. */",
    `export type ${typeName(id)} = {`,
    ...lines,
    "}",
    "",
  ]
}

/** What a task is given beside the variables of the process, where its type is known. */
const ownVariables = (element: PrintedElement | undefined): string => {
  const inputs = Array.isArray(element?.inputs) ? element.inputs.map(fieldsOf) : []
  const known = inputs.flatMap(({ variable, value }) => {
    const type = typeof fieldsOf(value).value
    return type === "string" || type === "number" || type === "boolean" ? [`readonly ${key(String(variable))}: ${type}`] : []
  })
  return known.length === 0 ? "" : ` & { ${known.join("; ")} }`
}

const comment = (text: string): string => text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")
const byName = (one: string, other: string): number => bare(one).localeCompare(bare(other), "en")
const bare = (name: string): string => name.replace(/^type /, "").toLowerCase()

const reserved = new Set(
  "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await process activity element expression firstOf eachOf message signal Schema graphProcess".split(
    " ",
  ),
)

/** The id of a process as the name of a constant. */
const nameOf = (id: string): string => {
  const words = id.split(/[^A-Za-z0-9$]+/).filter((word) => word !== "")
  const joined = words.map((word, index) => (index === 0 ? word[0]?.toLowerCase() : word[0]?.toUpperCase()) + word.slice(1)).join("")
  const name = /^[A-Za-z$]/.test(joined) ? joined : `process${joined}`
  return reserved.has(name) ? `${name}Process` : name
}

const typeName = (id: string): string => {
  const name = nameOf(id)
  return `${name[0]?.toUpperCase()}${name.slice(1)}Handlers`
}
