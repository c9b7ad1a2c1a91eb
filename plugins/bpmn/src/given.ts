/**
 * What functions of this package are given, looked at for those who have no types.
 */
import { BpmnError } from "./BpmnError.ts"

const isFields = (given: unknown): given is object => Object.prototype.toString.call(given) === "[object Object]"

const shown = (given: unknown): string => (given === null ? "null" : Array.isArray(given) ? "a list" : `a value of type ${typeof given}`)

const invalid = (message: string): BpmnError => new BpmnError("ArgumentInvalid", message)

/** The text or the bytes of a document. */
export const requireDocument = (call: string, given: unknown): void => {
  if (typeof given === "string" || given instanceof Uint8Array) return
  throw invalid(
    `${call} takes the text of a document, or the bytes of its file, and was given ${shown(given)}: write ${call}(readFileSync("order.bpmn")).`,
  )
}

/** Options by their names; those that are objects themselves are named in `objects`. */
export const requireOptions = (call: string, given: unknown, known: ReadonlyArray<string>, objects: ReadonlyArray<string> = []): void => {
  if (!isFields(given)) throw invalid(`${call} takes options in braces, and was given ${shown(given)}. Options: ${known.join(", ")}.`)
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name)) throw invalid(`${call} has no option '${name}'. Options: ${known.join(", ")}.`)
    if (objects.includes(name) && value !== undefined && !isFields(value))
      throw invalid(`The option '${name}' of ${call} has to be an object, and is ${shown(value)}.`)
  }
}

/** A list that may be left out. */
export const requireList = (call: string, name: string, given: unknown): void => {
  if (given !== undefined && !Array.isArray(given))
    throw invalid(`The option '${name}' of ${call} has to be a list, and is ${shown(given)}.`)
}

/** The graph of a definition. */
export const requireGraph = (call: string, given: unknown): void => {
  if (isFields(given) && Array.isArray(Reflect.get(given, "elements")) && Array.isArray(Reflect.get(given, "flows"))) return
  throw invalid(`${call} takes a graph with elements and flows, and was given ${shown(given)}: give process.build().definition.graph.`)
}
