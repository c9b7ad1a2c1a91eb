/**
 * The kill matrix runs the examples: whoever adds an element or a trigger finds out here that no process is killed while it
 * stands there, until an example has it.
 */
import type { ProcessGraph } from "@millrace/process"
import { graphSchema } from "@millrace/process"
import { Schema } from "effect"
import { expect, it } from "vitest"
import { exampleNames, loadScenario } from "../src/faults/matrix/Example.ts"

/** What no example has, and why. */
const leftOut: Readonly<Record<string, string>> = {
  "IntermediateThrowEvent link": "it stands where a document draws a flow in two pieces: no commit ends there",
  "IntermediateCatchEvent link": "as what leads to it",
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly enum?: ReadonlyArray<string>
  readonly items?: JsonSchema
}

const typeOf = (schema: JsonSchema): string => schema.properties?.type?.enum?.[0] ?? ""

/** `EndEvent`, `EndEvent error`, …: an element, and an element with a trigger. */
const featuresOf = (element: JsonSchema): ReadonlyArray<string> => [
  typeOf(element),
  ...(element.properties?.trigger?.anyOf ?? []).map((trigger) => `${typeOf(element)} ${typeOf(trigger)}`),
]

const triggersIn = (element: string, trigger: object | null): ReadonlyArray<string> =>
  trigger !== null && "type" in trigger ? [`${element} ${trigger.type}`] : []

const featuresIn = ({ elements }: ProcessGraph): ReadonlyArray<string> =>
  elements.flatMap((element) => [
    element.type,
    ...("trigger" in element && typeof element.trigger === "object" ? triggersIn(element.type, element.trigger) : []),
  ])

it("every element and every trigger stands in an example, where processes are killed at each of its commits", async () => {
  const document = Schema.toJsonSchemaDocument(graphSchema()).schema as JsonSchema
  const known = (document.properties?.elements?.items?.anyOf ?? []).flatMap(featuresOf)
  expect(known).toContain("BoundaryEvent timer")
  const seen = new Set<string>()
  for (const example of exampleNames()) {
    const { ways, processes } = await loadScenario(example)
    expect(Object.values(ways)).not.toEqual([])
    for (const process of processes) {
      const graph = process.build().definition.graph as ProcessGraph
      for (const feature of featuresIn(graph)) seen.add(feature)
    }
  }
  const missing = known.filter((feature) => !seen.has(feature) && !(feature in leftOut))
  expect(missing, "Let an example have these, with a way through them in its scenario.ts, or say here why none does").toEqual([])
  const needless = Object.keys(leftOut).filter((feature) => seen.has(feature) || !known.includes(feature))
  expect(needless, "Examples have these, or they are gone").toEqual([])
})
