/**
 * Check: the form of the graph and of each element.
 */
import { type CompileOptions, type Definition, type Diagnostic, definitionName } from "@millrace/kernel"
import { Schema } from "effect"
import { messageOf } from "../CodeProblem.ts"
import { elementTable } from "../ElementTable.ts"
import { type SequenceFlow, SequenceFlow as SequenceFlowSchema, VariableName } from "../Graph.ts"
import { linkFlows } from "../links.ts"
import { type MissingReference, makePreparation } from "../Preparation.ts"
import { type CheckedElement, error, type Model } from "./Model.ts"

const GraphShape = Schema.Struct({
  elements: Schema.Array(Schema.Record(Schema.String, Schema.Json)),
  flows: Schema.Array(SequenceFlowSchema),
  saga: Schema.optionalKey(Schema.Boolean),
  redacted: Schema.optionalKey(Schema.Array(VariableName)),
  layout: Schema.optionalKey(Schema.Json),
})
const decodeShape = Schema.decodeUnknownSync(GraphShape, { errors: "all", onExcessProperty: "error" })

/** Reads a graph, or says what is malformed in it and where. */
export const decodeGraph = (
  definition: Definition<unknown>,
  options: CompileOptions,
): { readonly model: Model | undefined; readonly problems: ReadonlyArray<Diagnostic> } => {
  const name = definitionName(definition)
  let shape: typeof GraphShape.Type
  try {
    shape = decodeShape(definition.graph)
  } catch (cause) {
    return {
      model: undefined,
      problems: [error("GraphMalformed", "", `The graph of ${name} is malformed: ${messageOf(cause)}`, "Correct what the path names.")],
    }
  }
  const problems: Array<Diagnostic> = []
  const elements = new Map<string, CheckedElement>()
  const table = elementTable(options)
  const prepare = () => makePreparation(name, options.bindings, options.languages)
  for (const raw of shape.elements) {
    const id = typeof raw.id === "string" ? raw.id : ""
    const type = typeof raw.type === "string" ? raw.type : ""
    const behaviour = table.get(type)
    if (behaviour === undefined) {
      problems.push(
        error(
          "ElementTypeUnknown",
          id,
          `'${id}' is of the unknown type '${type}'.`,
          "Correct the type, or register the plugin that brings it.",
        ),
      )
      continue
    }
    try {
      const preparation = prepare()
      const prepared = behaviour.prepare(raw, preparation)
      const element = { ...raw, id, type, ...(typeof raw.scope === "string" ? { scope: raw.scope } : {}) }
      if (elements.has(id)) {
        problems.push(error("DuplicateId", id, `Two elements have the id '${id}'.`, "Give one of them another id."))
      } else elements.set(id, { element, behaviour, prepared, missing: preparation.missing })
    } catch (cause) {
      problems.push(
        error("ElementMalformed", id, `The ${type} '${id}' is malformed: ${messageOf(cause)}`, "Correct the field that the path names."),
      )
    }
  }
  const missing = shape.flows.flatMap((flow) => {
    if (flow.condition === undefined) return []
    const preparation = prepare()
    preparation.code(flow.condition)
    return preparation.missing.map((one): readonly [SequenceFlow, MissingReference] => [flow, one])
  })
  const linked = linkFlows(elements.values())
  const there = [...shape.flows, ...linked].filter(({ from, to }) => elements.has(from) && elements.has(to))
  const model = {
    elements,
    flows: shape.flows,
    outgoing: Map.groupBy(there, ({ from }) => from),
    incoming: Map.groupBy(there, ({ to }) => to),
    missing,
  }
  return { model, problems }
}
