/**
 * Validation: everything that can be said about a definition before it runs. One check per file.
 */
import type { CompileOptions, Definition, Diagnostic } from "@millrace/kernel"
import { decodeGraph } from "./decodeGraph.ts"

/** Checks a definition, bound or not. Nothing else is checked where the graph is malformed. */
export const validate = (definition: Definition<unknown>, options: CompileOptions): ReadonlyArray<Diagnostic> => {
  const { problems } = decodeGraph(definition, options)
  return problems
}
