/**
 * Random processes are made of everything there is: whoever adds an element, a trigger or a field finds out here that
 * nothing random will ever meet it, until the generator makes it.
 */
import { graphSchema, processDecider } from "@millrace/process"
import { randomProcess } from "@millrace/testing/decider"
import { Schema } from "effect"
import { expect, it } from "vitest"

/** What the generator leaves out, and why. */
const leftOut: Readonly<Record<string, string>> = {
  "SendTask.transactional": "as that of service tasks",
  "ReceiveTask.instantiate": "begins a process by a message: random instances are started by hand",
  "ServiceTask.transactional": "needs a database: the examples and the crash programme run such steps",
  "EventBasedGateway.instantiate": "such a process is begun by an event, and these are started",
  "EventBasedGateway.parallel": "only where it begins a process",
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly enum?: ReadonlyArray<string>
  readonly items?: JsonSchema
}

/** `EndEvent`, `EndEvent.trigger`, `EndEvent.trigger=error`, `EndEvent.trigger=error.error`, … */
const featuresOf = (schema: JsonSchema, path: string): ReadonlyArray<string> => {
  const kind = schema.properties?.type?.enum?.[0]
  const name = kind === undefined ? path : path === "" ? kind : `${path}=${kind}`
  const fields = Object.entries(schema.properties ?? {}).flatMap(([field, inner]) =>
    field === "type"
      ? []
      : [`${name}.${field}`, ...(field === "trigger" ? (inner.anyOf ?? []).flatMap((one) => featuresOf(one, `${name}.${field}`)) : [])],
  )
  return kind === undefined ? fields : [name, ...fields]
}

/** The same of an element of a graph. */
const featuresIn = (element: object, path: string): ReadonlyArray<string> => {
  const kind = "type" in element ? String(element.type) : ""
  const name = path === "" ? kind : `${path}=${kind}`
  return [
    name,
    ...Object.entries(element).flatMap(([field, value]) =>
      field === "type" ? [] : [`${name}.${field}`, ...(field === "trigger" ? featuresIn(value as object, `${name}.${field}`) : [])],
    ),
  ]
}

it("random processes have every element, every trigger and every field there is", () => {
  const document = Schema.toJsonSchemaDocument(graphSchema()).schema as JsonSchema
  const known = (document.properties?.elements?.items?.anyOf ?? []).flatMap((element) => featuresOf(element, ""))
  expect(known).toContain("BoundaryEvent.trigger=timer.due")
  const seen = new Set<string>()
  for (let seed = 1; seed <= 500; seed++)
    for (const element of randomProcess(seed).definition.graph.elements) for (const feature of featuresIn(element, "")) seen.add(feature)
  const missing = known.filter((feature) => !seen.has(feature) && !(feature in leftOut))
  expect(missing, "Let packages/testing/src/decider/RandomProcess.ts make these, or say here why it does not").toEqual([])
  expect(
    Object.keys(leftOut).filter((feature) => seen.has(feature) || !known.includes(feature)),
    "These are made, or gone",
  ).toEqual([])
})

it("some random processes begin when several things have come", () => {
  const begun = Array.from({ length: 50 }, (_, seed) => randomProcess(seed, { size: 1, begins: true }).definition.graph.elements[0])
  expect(begun.filter((start) => start !== undefined && "trigger" in start).length).toBeGreaterThan(0)
})

it("random processes have nothing wrong with them", () => {
  for (let seed = 7050; seed < 7070; seed++) {
    const { definition, bindings } = randomProcess(seed, { size: 4, begins: true })
    const problems = processDecider.validate(definition, { elements: [], languages: [], bindings })
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([])
  }
})
