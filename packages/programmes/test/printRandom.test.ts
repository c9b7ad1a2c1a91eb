/** Any graph at all is printed as a chain, and the chain builds it. */
import { stripTypeScriptTypes } from "node:module"
import { printCode } from "@millrace/bpmn"
import type { ProcessGraph } from "@millrace/process"
import fc from "fast-check"
import * as millrace from "millrace"
import { expect, it } from "vitest"
import { randomGraph } from "./randomGraph.ts"
import { signature } from "./sameGraph.ts"

/** The process that a printed module exports. */
const run = (text: string): { readonly build: () => { readonly definition: { readonly graph: unknown } } } => {
  const script = stripTypeScriptTypes(text)
    .replace(/import \{([^}]*)\} from "millrace"/, "const {$1} = millrace")
    .replace(/export const \w+ =/, "return")
  return new Function("millrace", script)(millrace)
}

it("any graph is a chain that builds the same graph", () => {
  fc.assert(
    fc.property(randomGraph(9), (graph) => {
      const { text, style, because } = printCode({ kind: "process", id: "random", version: 1, digest: "", graph })
      expect(because).toBeUndefined()
      expect(style).toBe("builder")
      expect(signature(run(text).build().definition.graph as ProcessGraph)).toEqual(signature(graph))
    }),
    { numRuns: 40 },
  )
})
