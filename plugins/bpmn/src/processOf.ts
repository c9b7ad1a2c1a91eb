/**
 * Definitions of processes among definitions of any kind.
 */
import type { Definition } from "@millrace/kernel"
import { type ProcessGraph, processKind } from "@millrace/process"
import { BpmnError } from "./BpmnError.ts"

/** The definition as one of a process; throws a `BpmnError` where it is none. */
export const processOf = (definition: Definition<unknown>): Definition<ProcessGraph> => {
  if (typeof definition !== "object" || definition === null || !("kind" in definition) || !("graph" in definition))
    throw new BpmnError(
      "ArgumentInvalid",
      "This takes the definition of a process: give process.build().definition, or the definition of an imported one.",
    )
  const { id, kind, graph } = definition
  if (kind !== processKind || typeof graph !== "object" || graph === null || !("elements" in graph && "flows" in graph)) {
    throw new BpmnError("ProcessUnknown", `'${id}' is a '${kind}' and no process: give the definition of a process.`)
  }
  return definition as Definition<ProcessGraph>
}
