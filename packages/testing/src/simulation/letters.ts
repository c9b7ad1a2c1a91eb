/**
 * Processes of a simulation that write to each other: one waits for a letter, with notes and a bell beside it, answers by
 * a message and calls another process; each answer begins an instance of its own.
 */
import { type Code, codeName, type JsonObject, type Model } from "@millrace/kernel"
import { makeDefinition, type ProcessGraph, type processDecider } from "@millrace/process"

const handler = "work"

const flow = (id: string, from: string, to: string) => ({ id, from, to })

const keyOf = (vars: JsonObject): string => `k${Number(vars.a) % 4 || 0}`

const code = (process: string, element: string, role: string) => ({ code: codeName(process, 1, element, role) })

const letters = {
  elements: [
    { id: "start", type: "StartEvent" },
    { id: "letter", type: "ReceiveTask", message: "letter", key: code("letters", "letter", "key"), result: "letter" },
    {
      id: "note",
      type: "BoundaryEvent",
      attachedTo: "letter",
      interrupting: false,
      trigger: { type: "message", message: "note", key: code("letters", "note", "key") },
    },
    { id: "noted", type: "EndEvent" },
    { id: "bell", type: "BoundaryEvent", attachedTo: "letter", trigger: { type: "signal", signal: "bell" } },
    {
      id: "answer",
      type: "SendTask",
      message: "answer",
      payload: code("letters", "answer", "payload"),
      ttl: { value: "P3650D" },
    },
    { id: "call", type: "CallActivity", process: { value: "reader" }, input: code("letters", "call", "input") },
    { id: "ring", type: "IntermediateThrowEvent", trigger: { type: "signal", signal: "bell" } },
    { id: "end", type: "EndEvent" },
  ],
  flows: [
    flow("f1", "start", "letter"),
    flow("f2", "letter", "answer"),
    flow("f3", "bell", "end"),
    flow("f4", "answer", "call"),
    flow("f5", "call", "ring"),
    flow("f6", "ring", "end"),
    flow("f7", "note", "noted"),
  ],
}

const reader = {
  elements: [
    { id: "start", type: "StartEvent" },
    { id: "byAnswer", type: "StartEvent", trigger: { type: "message", message: "answer" }, result: "answer" },
    { id: "read", type: "ServiceTask", handler, result: "read" },
    { id: "end", type: "EndEvent" },
  ],
  flows: [flow("f1", "start", "read"), flow("f2", "byAnswer", "read"), flow("f3", "read", "end")],
}

/** The models, with a decider of the simulation. */
export const makeLetters = (decider: typeof processDecider): ReadonlyArray<Model> => {
  const bound = (id: string, element: string, role: string, run: Code): [string, Code] => [codeName(id, 1, element, role), run]
  const model = (id: string, graph: ProcessGraph, codes: ReadonlyArray<[string, Code]>): Model => ({
    definition: makeDefinition({ id, version: 1, graph }),
    bindings: { handlers: new Map([[handler, () => undefined]]), code: new Map(codes), codecs: new Map() },
    decider,
  })
  return [
    model("letters", letters, [
      bound("letters", "letter", "key", ({ vars }) => keyOf(vars)),
      bound("letters", "note", "key", ({ vars }) => keyOf(vars)),
      bound("letters", "answer", "payload", ({ vars }) => ({ of: keyOf(vars) })),
      bound("letters", "call", "input", ({ vars }) => ({ a: Number(vars.a) || 0 })),
    ]),
    model("reader", reader, []),
  ]
}
