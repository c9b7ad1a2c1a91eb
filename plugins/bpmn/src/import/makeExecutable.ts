/**
 * Makes an executable of a graph that was read: binds its handlers, and has the graph checked as any other.
 */
import { compileOrThrow } from "@millrace/feel-scanner"
import type { Bindings, Definition, Diagnostic, ExpressionLanguage, Handler, Model } from "@millrace/kernel"
import { definitionName } from "@millrace/kernel"
import { type ProcessGraph, processDecider } from "@millrace/process"
import { invalid } from "../BpmnError.ts"
import type { BpmnProblem } from "../BpmnProblem.ts"
import { juelLanguages } from "../juel/juelLanguage.ts"
import { idOf } from "../millrace/idOf.ts"
import type { ImportOptions } from "./importBpmn.ts"
import type { Reading } from "./Reading.ts"

/** What is wrong with a process, and a way to build it where nothing is. */
export const makeExecutable = (
  definition: Definition<ProcessGraph>,
  reading: Reading,
  general: ReadonlyArray<BpmnProblem>,
  options: ImportOptions,
): {
  readonly problems: ReadonlyArray<BpmnProblem>
  readonly build: (options?: { readonly mocks?: Readonly<Record<string, Handler>> }) => Model
} => {
  const check = (
    mocks: Readonly<Record<string, Handler>>,
  ): { readonly bindings: Bindings; readonly problems: ReadonlyArray<BpmnProblem> } => {
    const { bindings, missing } = bind(reading, options, mocks)
    const own = [...general, ...reading.problems, ...missing]
    // With something left out, the graph is not what was meant: what the validator says of it would only distract.
    if (own.some(({ severity, code }) => severity === "error" && code !== "HandlerMissing")) return { bindings, problems: own }
    const found = processDecider.validate(definition, {
      bindings: complete(bindings, reading),
      languages: languagesOf(definition.graph),
      elements: [],
    })
    return { bindings, problems: [...own, ...found.map((diagnostic) => problemOf(diagnostic, reading))] }
  }
  let known: ReadonlyArray<BpmnProblem> | undefined
  return {
    get problems() {
      known ??= check({}).problems
      return known
    },
    build: ({ mocks = {} } = {}) => {
      const { bindings, problems } = check(mocks)
      const errors = problems.filter(({ severity }) => severity === "error")
      if (errors.length > 0) throw invalid(definitionName(definition), errors)
      return { definition, bindings, decider: processDecider }
    },
  }
}

const bind = (
  { needs, codecs, document }: Reading,
  { handlers = {}, bindings = {}, code = {} }: ImportOptions,
  mocks: Readonly<Record<string, Handler>>,
): { readonly bindings: Bindings; readonly missing: ReadonlyArray<BpmnProblem> } => {
  const bound = new Map(bindings.handlers ?? [])
  const missing: Array<BpmnProblem> = []
  const mocked = new Set(bindings.mocked ?? [])
  for (const { handler, names, element } of needs) {
    const id = idOf(element)
    const mock = Object.hasOwn(mocks, id) ? mocks[id] : undefined
    const name = names.find((one) => Object.hasOwn(handlers, one))
    const given = mock ?? (name === undefined ? undefined : handlers[name])
    if (mock !== undefined) mocked.add(handler)
    if (given !== undefined) bound.set(handler, given)
    else if (!bound.has(handler)) {
      const others = names.slice(2).map((one) => `'${one}'`)
      missing.push({
        code: "HandlerMissing",
        severity: "error",
        element: id,
        line: document.lineOf(element),
        message: `nobody says what this task does: give 'handlers' a function of the name '${id}'${others.length === 0 ? "" : ` or ${others.join(" or ")}`}.`,
      })
    }
  }
  return {
    bindings: {
      handlers: bound,
      code: new Map([...(bindings.code ?? []), ...Object.entries(code)]),
      codecs: new Map([...(bindings.codecs ?? []), ...codecs]),
      ...(mocked.size === 0 ? {} : { mocked }),
    },
    missing,
  }
}

/** Handlers that are missing were told of with their line. */
const complete = (bindings: Bindings, { needs }: Reading): Bindings => ({
  ...bindings,
  handlers: new Map([...needs.map(({ handler }) => [handler, nothing] as const), ...bindings.handlers]),
})

const nothing: Handler = () => undefined

const problemOf = ({ code, element, message, hint, severity }: Diagnostic, { sources, document }: Reading): BpmnProblem => {
  const source = element === undefined ? undefined : sources.get(element)
  return {
    code: code === "ExpressionInvalid" ? "ExpressionInvalid" : "Unsound",
    severity: severity === "error" ? "error" : "warning",
    element,
    line: source === undefined ? undefined : document.lineOf(source),
    message: hint === undefined ? message : `${message} ${hint}`,
  }
}

/** The engine knows the languages of its plugins; here any that is named passes, but for texts of our own that are wrong. */
const languagesOf = (graph: ProcessGraph): ReadonlyArray<ExpressionLanguage> => {
  const names = new Set([...namedIn(graph.flows), ...namedIn(graph.elements)])
  return [...names].map((name) => ownLanguages.find((own) => own.name === name) ?? { name, compile: () => () => undefined })
}

/** FEEL is evaluated by another plugin, and every text of it can be looked at here. */
const ownLanguages: ReadonlyArray<ExpressionLanguage> = [
  ...juelLanguages,
  {
    name: "feel",
    compile: (text) => {
      compileOrThrow(text)
      return () => undefined
    },
  },
]

const namedIn = (part: unknown): ReadonlyArray<string> => {
  if (typeof part !== "object" || part === null) return []
  if ("language" in part && "text" in part && typeof part.language === "string") return [part.language]
  return Object.values(part).flatMap(namedIn)
}
