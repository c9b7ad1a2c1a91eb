/**
 * What BPMN has no place for, or says in another way than the graph: found by reading what was printed, and written beside it.
 */
import { isDeepStrictEqual } from "node:util"
import type { ProcessGraph } from "@millrace/process"
import type { Printing } from "./Printing.ts"
import type { PrintedProcess } from "./printProcess.ts"

type Fields = Readonly<Record<string, unknown>>

/** Writes beside each element and flow in what `read`, the graph that was read again, differs from the printed one. */
export const addFields = (printing: Printing, graph: ProcessGraph, read: ProcessGraph, { elements, flows }: PrintedProcess): void => {
  const readElements = new Map(read.elements.map((element) => [element.id, element]))
  for (const element of graph.elements) {
    const made = elements.get(element.id)
    if (made !== undefined) {
      for (const [name, value] of differences({ ...element }, { ...readElements.get(element.id) })) printing.addField(made, name, value)
    }
  }
  const readFlows = new Map(read.flows.map((flow) => [flow.id, flow]))
  for (const flow of graph.flows) {
    const made = flows.get(flow.id)
    if (made !== undefined) {
      for (const [name, value] of differences({ ...flow }, { ...readFlows.get(flow.id) })) printing.addField(made, name, value)
    }
  }
}

/** The fields that differ, with what they have to be; undefined for those that must not be there. Where an element stands is never told. */
const differences = (wanted: Fields, read: Fields): ReadonlyArray<readonly [string, unknown]> =>
  [...new Set([...Object.keys(wanted), ...Object.keys(read)])]
    .filter((name) => name !== "id" && name !== "scope" && !isDeepStrictEqual(asJson(wanted[name]), asJson(read[name])))
    .map((name) => [name, wanted[name]] as const)

const asJson = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
