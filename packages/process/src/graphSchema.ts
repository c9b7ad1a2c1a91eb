/**
 * The Schema of whole graphs: for documentation, for JSON Schema, and for whoever receives graphs from outside.
 */
import type { CompileOptions } from "@millrace/kernel"
import { Schema } from "effect"
import { elementTable } from "./ElementTable.ts"
import { SequenceFlow, VariableName } from "./Graph.ts"

/** Describes the graphs that can be made of the elements of this package and of plugins. */
export const graphSchema = (options: Pick<CompileOptions, "elements"> = { elements: [] }) =>
  Schema.Struct({
    elements: Schema.Array(Schema.Union([...elementTable(options).values()].map((behaviour) => behaviour.schema))),
    flows: Schema.Array(SequenceFlow),
    saga: Schema.optionalKey(Schema.Boolean),
    redacted: Schema.optionalKey(Schema.Array(VariableName)),
    layout: Schema.optionalKey(Schema.Json),
  })
