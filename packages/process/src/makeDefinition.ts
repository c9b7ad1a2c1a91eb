/**
 * Definitions of processes, with the digest that tells equal graphs from others.
 */
import { type Definition, digestOf } from "@millrace/kernel"
import { canonicalGraph } from "./canonicalGraph.ts"
import type { ProcessGraph } from "./Graph.ts"

/** The kind of the definitions that the process decider runs. */
export const processKind = "process"

/** Makes a definition of a graph. Graphs that mean the same have the same digest. */
export const makeDefinition = ({
  id,
  version,
  graph,
}: {
  readonly id: string
  readonly version: number
  readonly graph: ProcessGraph
}): Definition<ProcessGraph> => ({ kind: processKind, id, version, graph, digest: digestOf(canonicalGraph(graph)) })
