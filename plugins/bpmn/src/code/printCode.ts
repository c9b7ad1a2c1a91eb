/**
 * Code from BPMN: a process as TypeScript in the style of the builder, so that people can leave XML behind.
 */
import type { Definition } from "@millrace/kernel"
import type { ProcessGraph } from "@millrace/process"
import { processOf } from "../processOf.ts"
import { indent } from "./indent.ts"
import { key, literal, quoted } from "./literal.ts"
import type { Printing } from "./Printing.ts"
import { printScope } from "./printScope.ts"
import { Inexpressible, makeStructure } from "./Structure.ts"

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
  const definition = processOf(given)
  const printing: Printing = {
    structure: makeStructure(definition.graph),
    imports: new Set(["process"]),
    handlers: new Map(),
    constants: new Map(),
    variables: new Set(),
    usesElement: false,
    printed: new Set(),
  }
  try {
    if (definition.graph.redacted !== undefined) throw new Inexpressible("it has redacted variables")
    const calls = printScope(printing, undefined)
    return { style: "builder", text: chainModule(definition, printing, calls, options) }
  } catch (cause) {
    if (!(cause instanceof Inexpressible)) throw cause
    return { style: "graph", because: cause.message, text: graphModule(definition, options) }
  }
}

type Printed = Pick<Definition<ProcessGraph>, "id" | "version" | "graph">

const chainModule = ({ id, version, graph }: Printed, printing: Printing, calls: ReadonlyArray<string>, options: PrintOptions): string => {
  const { imports, constants, handlers, usesElement } = printing
  const ids = new Set(graph.elements.map((element) => element.id))
  const variables = [...printing.variables].filter((name) => !ids.has(name)).toSorted()
  if (variables.length > 0 || usesElement || handlers.size > 0) imports.add("Schema")
  if (handlers.size > 0) imports.add("type Context")
  const input =
    variables.length === 0
      ? ""
      : `, input: Schema.Struct({ ${variables.map((name) => `${key(name)}: Schema.optionalKey(Schema.Json)`).join(", ")} })`
  const head = `process(${quoted(id)}, { version: ${version}${input}${graph.saga === true ? ", saga: true" : ""} })`
  const parts = [
    `/**\n * The process ${comment(id)}, printed from BPMN.\n */`,
    `import { ${[...imports].toSorted(byName).join(", ")} } from "millrace"`,
    "",
    ...[...constants].map(([name, text]) => `const ${name} = ${text}`),
    ...(constants.size > 0 ? [""] : []),
    ...(usesElement || handlers.size > 0 ? ["type Json = typeof Schema.Json.Type", ...(usesElement ? [] : [""])] : []),
    ...(usesElement ? elementFunction(handlers.size > 0) : []),
    ...handlersType(id, [...handlers.keys()], options, "Json | Promise<Json>"),
    `export const ${nameOf(id)} = ${handlers.size > 0 ? `(handlers: ${typeName(id)}) =>\n` : ""}${head}`,
    ...calls,
    "",
  ]
  return indentProcess(parts.join("\n"), id)
}

const elementFunction = (withHandlers: boolean): ReadonlyArray<string> =>
  withHandlers
    ? [
        "",
        "/** A step that the builder has no method for, with its fields as the graph has them. */",
        "const element = (type: string, fields: { readonly [field: string]: unknown }, handler?: (context: Context<Variables>) => unknown) =>",
        "  activity<unknown, Json>({",
        "    type,",
        "    fields: (bind) => (handler === undefined ? fields : { ...fields, handler: bind.handler((context) => handler({ ...context, vars: Object(context.vars) })) }),",
        "  })",
        "",
      ]
    : [
        "",
        "/** A step that the builder has no method for, with its fields as the graph has them. */",
        "const element = (type: string, fields: { readonly [field: string]: unknown }) => activity<unknown, Json>({ type, fields: () => fields })",
        "",
      ]

const graphModule = ({ id, version, graph }: Printed, options: PrintOptions): string => {
  const { layout: _, ...rest } = graph
  const handled = graph.elements.filter((element) => "handler" in element).map((element) => element.id)
  const lines = [
    `/**\n * The process ${comment(id)}, printed from BPMN. Its graph is written as data.\n */`,
    `import { graphProcess } from "@millrace/bpmn"`,
    ...(handled.length > 0 ? [`import type { Context } from "millrace"`] : []),
    "",
    ...handlersType(id, handled, options, "unknown"),
    `export const ${nameOf(id)} = ${handled.length > 0 ? `(handlers: ${typeName(id)}) =>\n` : ""}graphProcess(${quoted(id)}, {`,
    `  version: ${version},`,
    `  graph: ${literal(rest)},`,
    ...(handled.length > 0 ? ["  handlers,"] : []),
    "})",
    "",
  ].join("\n")
  return indentProcess(lines, id)
}

/** What stands before the process is indented as it is written. */
const indentProcess = (lines: string, id: string): string => {
  const at = lines.indexOf(`export const ${nameOf(id)} =`)
  return lines.slice(0, at) + indent(lines.slice(at))
}

const handlersType = (id: string, names: ReadonlyArray<string>, { handlerNames }: PrintOptions, result: string): ReadonlyArray<string> =>
  names.length === 0
    ? []
    : [
        "type Variables = { readonly [name: string]: unknown }",
        "",
        "/** What the tasks do. */",
        `export type ${typeName(id)} = {`,
        ...names.flatMap((name) => {
          const asked = handlerNames?.get(name)?.filter((one) => one !== name) ?? []
          return [
            ...(asked.length === 0 ? [] : [`  /** In the document: ${comment(asked.join(", "))}. */`]),
            `  readonly ${key(name)}: (context: Context<Variables>) => ${result}`,
          ]
        }),
        "}",
        "",
      ]

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
