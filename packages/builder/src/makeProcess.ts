/**
 * Makes the process of a finished recipe: an `Executable`.
 */
import {
  type AnyExecutable,
  type Diagnostic,
  definitionName,
  type ElementExtension,
  type ExpressionLanguage,
  type Handler,
  type Model,
} from "@millrace/kernel"
import {
  defineElement,
  type ElementBehaviour,
  elementExtension,
  elements,
  makeDefinition,
  type ProcessGraph,
  processDecider,
} from "@millrace/process"
import { noteCodecs } from "./codec/processCodecs.ts"
import { compileProcess, inputCodec, type ProcessHead } from "./compile/compileProcess.ts"
import { ProcessDefinitionError } from "./errors.ts"
import type { Recipe } from "./recipe/Item.ts"
import { mocks, optional, optionsBeside } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"

/** Nothing is checked before `build`, or before `diagnostics` is read. */
export const makeProcess = (head: ProcessHead, recipe: Recipe): AnyExecutable & { readonly diagnostics: ReadonlyArray<Diagnostic> } =>
  noteCodecs(made(head, recipe), () => ({ input: inputCodec(head) }))

const made = (head: ProcessHead, recipe: Recipe): AnyExecutable & { readonly diagnostics: ReadonlyArray<Diagnostic> } => ({
  id: head.id,
  version: head.version,
  build: (options) => {
    take("build", [optional(isOptions)], [options])
    const { model, diagnostics } = check(head, recipe, options?.mocks)
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error")
    if (errors.length > 0) throw new ProcessDefinitionError(definitionName(head), errors)
    return model
  },
  get diagnostics() {
    return check(head, recipe).diagnostics.filter((diagnostic) => diagnostic.severity === "warning")
  },
})

const isOptions = optionsBeside({ mocks })

const check = (
  head: ProcessHead,
  recipe: Recipe,
  mocks?: Readonly<Record<string, Handler>>,
): { readonly model: Model; readonly diagnostics: ReadonlyArray<Diagnostic> } => {
  const { graph, bindings, problems } = compileProcess(head, recipe, mocks)
  refuseUnwritable(head, graph)
  const definition = makeDefinition({ id: head.id, version: head.version, graph })
  const model: Model = {
    definition,
    bindings,
    decider: processDecider,
    input: inputCodec(head),
    ...(head.compatibleWith === undefined ? {} : { compatibleWith: head.compatibleWith }),
  }
  // With mistakes of its own the graph is not what was meant: what the validator says of it would only distract.
  if (problems.length > 0) return { model, diagnostics: problems }
  return {
    model,
    diagnostics: processDecider.validate(definition, { bindings, languages: languagesOf(graph), elements: pluginElements(graph) }),
  }
}

/** What a graph is made of is JSON: a bigint somewhere in an option would fail without saying where. */
const refuseUnwritable = (head: ProcessHead, graph: ProcessGraph): void => {
  for (const element of graph.elements) {
    try {
      JSON.stringify(element)
    } catch (cause) {
      const message = `'${element.id}' was given something that is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`
      throw new ProcessDefinitionError(definitionName(head), [{ code: "InvalidValue", severity: "error", element: element.id, message }])
    }
  }
}

/** The engine knows the languages; here any that is named passes. */
const languagesOf = (graph: ProcessGraph): ReadonlyArray<ExpressionLanguage> => {
  const names = new Set([...namedIn(graph.flows), ...namedIn(graph.elements)])
  return [...names].map((name) => ({ name, compile: () => () => undefined }))
}

/** The languages of all expressions in a part of the graph, wherever they stand. */
const namedIn = (part: unknown): ReadonlyArray<string> => {
  if (typeof part !== "object" || part === null) return []
  if ("language" in part && "text" in part && typeof part.language === "string") return [part.language]
  return Object.values(part).flatMap(namedIn)
}

/** The engine knows the plugins, and has them check what they bring; here an element of theirs is an activity like any other. */
const pluginElements = (graph: ProcessGraph): ReadonlyArray<ElementExtension> => {
  const types = new Set(graph.elements.map(({ type }) => type).filter((type) => !Object.hasOwn(elements, type)))
  return [...types].map((type) => elementExtension(anyActivity(type)))
}

const anyActivity = (type: string): ElementBehaviour => {
  const prepare: ElementBehaviour["prepare"] = () => ({
    shape: { activity: true, begins: "token", splits: "all", joins: "each" },
    activate: () => {},
  })
  return { ...defineElement({ type, fields: {}, prepare }), prepare, check: () => [] }
}
