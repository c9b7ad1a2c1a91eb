/**
 * Redaction: which variables each element sees whose values must not appear in texts, and taking them out of what code
 * said of itself. Names count from the scope inwards: a variable inside that has the name of a redacted one is redacted.
 */
import { type ErrorValue, type Fault, type Json, readValue, scrubber, type Value } from "@millrace/kernel"
import * as HashMap from "effect/HashMap"
import type { CompiledProcess, Node } from "./CompiledProcess.ts"
import type { ElementInstance, ProcessState } from "./State.ts"
import { nodeNamed, nodeOf, type Turn, varsOf } from "./Turn.ts"

const nothing: ReadonlyArray<string> = []

/** Notes at every element what is redacted for it. The scopes of all nodes are known. */
export const noteRedacted = (root: Node, nodes: Iterable<Node>): void => {
  const inScope = Map.groupBy(nodes, (node) => node.scope)
  const ownNames = (scope: Node): ReadonlySet<string> => {
    const names = new Set(scope.element.redacted)
    for (const node of inScope.get(scope) ?? []) {
      // The value of a sub-process is made of its variables.
      const { result } = node.element
      if (result !== undefined && node.element.shape.scope === true && ownNames(node).size > 0) names.add(result)
    }
    return names
  }
  const note = (scope: Node): void => {
    const own = ownNames(scope)
    scope.redactedWithin = own.size === 0 ? scope.redacted : [...new Set([...scope.redacted, ...own])].sort()
    for (const node of inScope.get(scope) ?? []) {
      node.redacted = scope.redactedWithin
      if (node.element.shape.scope === true) note(node)
    }
  }
  root.redacted = nothing
  note(root)
}

/** Whether what an element gives becomes a redacted variable. */
export const redactsResult = ({ redacted, element }: Node): boolean => element.result !== undefined && redacted.includes(element.result)

/** The fault, without the values of redacted variables that the element sees. */
export const faultWithoutRedacted = (turn: Turn, it: ElementInstance, fault: Fault): Fault => {
  const scrub = scrubberFor(turn, it)
  if (scrub === undefined) return fault
  return {
    ...fault,
    message: scrub(fault.message),
    ...(fault.name === undefined ? {} : { name: scrub(fault.name) }),
    ...(fault.stack === undefined ? {} : { stack: scrub(fault.stack) }),
  }
}

/** The error with a message without such values; its fields are data and stay as they are. */
export const errorWithoutRedacted = (turn: Turn, it: ElementInstance, error: ErrorValue): ErrorValue => {
  const scrub = scrubberFor(turn, it)
  return scrub === undefined ? error : { ...error, message: scrub(error.message) }
}

const scrubberFor = (turn: Turn, it: ElementInstance): ((text: string) => string) | undefined => {
  const node = nodeOf(turn, it)
  const names = node.element.shape.scope === true ? node.redactedWithin : node.redacted
  if (names.length === 0) return undefined
  const vars = varsOf(turn, it)
  const own = names.flatMap((name) => readIn(it, name))
  return scrubber([...names.flatMap((name) => (Object.hasOwn(vars, name) ? [vars[name]] : [])), ...own])
}

const readIn = (scope: ElementInstance, name: string): ReadonlyArray<Json> => {
  const value: Value | undefined = HashMap.has(scope.variables, name) ? HashMap.getUnsafe(scope.variables, name) : undefined
  return value === undefined ? [] : [readValue(value)]
}

/** The values of all redacted variables of an instance. */
export const redactedValues = (compiled: CompiledProcess, state: ProcessState): ReadonlyArray<Json> => {
  const input = readValue(state.input.value)
  const ofInput =
    typeof input === "object" && input !== null && !Array.isArray(input)
      ? compiled.root.redactedWithin.flatMap((name) =>
          Object.hasOwn(input, name) ? [(input as Readonly<Record<string, Json>>)[name] ?? null] : [],
        )
      : []
  const ofScopes = [...state.elements.values()].flatMap((it) =>
    nodeNamed(compiled, it.element).redactedWithin.flatMap((name) => readIn(it, name)),
  )
  return [...ofInput, ...ofScopes]
}
