/**
 * A process whose graph is written down as data: for graphs that no chain of the builder says.
 */
import {
  type Bindings,
  type Code,
  type Codec,
  definitionName,
  type Executable,
  type ExpressionLanguage,
  type Handler,
  type JsonObject,
} from "@millrace/kernel"
import { type GraphElement, makeDefinition, type ProcessGraph, processDecider } from "@millrace/process"
import { BpmnError } from "../BpmnError.ts"
import { requireGraph, requireOptions } from "../given.ts"

/** A process as data, and the code that it names. */
export interface GraphProcessOptions {
  readonly version: number
  readonly graph: ProcessGraph<GraphElement & { readonly [field: string]: unknown }>
  /** What tasks do, by their ids. */
  readonly handlers?: Readonly<Record<string, Handler>>
  /** Conditions and mappings by their names, for a graph that was made of code. */
  readonly code?: Readonly<Record<string, Code>>
  /** Schemas of forms and payloads by their names. */
  readonly codecs?: Readonly<Record<string, Codec>>
}

/**
 * Makes a process of a graph, for `Millrace.open`.
 *
 * ```ts
 * const order = graphProcess("order", { version: 1, graph: { elements: [ … ], flows: [ … ] }, handlers: { charge } })
 * ```
 */
export const graphProcess = <const Id extends string>(
  id: Id,
  options: GraphProcessOptions,
): Executable<Id, JsonObject | undefined, unknown, { readonly _tag: string }, never, never> => {
  requireOptions("graphProcess", options, ["version", "graph", "handlers", "code", "codecs"], ["handlers", "code", "codecs"])
  requireGraph("graphProcess", options.graph)
  return made(id, options)
}

const made = <const Id extends string>(
  id: Id,
  { version, graph, handlers = {}, code = {}, codecs = {} }: GraphProcessOptions,
): Executable<Id, JsonObject | undefined, unknown, { readonly _tag: string }, never, never> => ({
  id,
  version,
  build: ({ mocks = {} } = {}) => {
    const definition = makeDefinition({ id, version, graph })
    const given: Readonly<Record<string, Handler>> = { ...handlers, ...mocks }
    const bound = graph.elements.flatMap((element) => {
      const handler = Object.hasOwn(given, element.id) ? given[element.id] : undefined
      return "handler" in element && typeof element.handler === "string" && handler !== undefined
        ? [[element.handler, handler] as const]
        : []
    })
    const bindings: Bindings = { handlers: new Map(bound), code: new Map(Object.entries(code)), codecs: new Map(Object.entries(codecs)) }
    const found = processDecider.validate(definition, { bindings, languages: languagesOf(graph), elements: [] })
    const errors = found.filter(({ severity }) => severity === "error")
    if (errors.length === 0) return { definition, bindings, decider: processDecider }
    const lines = errors.map(({ message, hint }) => `- ${hint === undefined ? message : `${message} ${hint}`}`)
    throw new BpmnError("BpmnInvalid", [`The process '${definitionName(definition)}' cannot run:`, ...lines].join("\n"))
  },
})

/** The engine knows the languages of its plugins; here any that is named passes. */
const languagesOf = (part: unknown): ReadonlyArray<ExpressionLanguage> =>
  [...named(part)].map((name) => ({ name, compile: () => () => undefined }))

const named = (part: unknown): ReadonlySet<string> => {
  if (typeof part !== "object" || part === null) return new Set()
  if ("language" in part && "text" in part && typeof part.language === "string") return new Set([part.language])
  return new Set(Object.values(part).flatMap((inner) => [...named(inner)]))
}
