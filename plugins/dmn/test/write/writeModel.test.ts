/** Writing DMN XML: what is read from it is the same model. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type DecisionModel, type DecisionTable, DmnError, type Expression, readModel, writeModel } from "../../src/index.ts"
import { kitModels } from "../kit.ts"
import { deciding, literal, modelOf } from "../models.ts"

/** Texts with whatever XML has to escape; some of them empty. */
const text = fc.oneof(
  fc.constantFrom("", "a", " b\n\tc ", "<&>\"'", "]]>", "\r\n", "é😀", "x:y"),
  fc.string({ maxLength: 8 }).map((one) => one.replace(/[^\x20-\x7e]/g, "")),
)
/** Names and types have single blanks: that is how they are read. */
const single = text.map((one) => one.trim().replace(/\s+/g, " "))
const name = single.map((one) => one || "n")
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const typeRef = optional(fc.constantFrom("number", "tAge", "base.tAge"))

/** An object without the entries that are undefined. */
const record = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K] | undefined> }): fc.Arbitrary<T> =>
  fc
    .record(fields as { [K in keyof T]: fc.Arbitrary<T[K]> })
    .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)) as T)

const boxed = { id: optional(name), label: optional(name), description: optional(name), typeRef }
const list = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 2 })

const table: fc.Arbitrary<DecisionTable> = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 2 })).chain(([inputs, outputs]) =>
  record<DecisionTable>({
    kind: fc.constant("table"),
    ...boxed,
    hitPolicy: fc.constantFrom("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"),
    aggregation: optional(fc.constantFrom("SUM", "COUNT", "MIN", "MAX")),
    outputLabel: optional(name),
    orientation: optional(fc.constant("Rule-as-Row")),
    inputs: fc.array(
      record<DecisionTable["inputs"][number]>({ id: optional(name), label: optional(name), text, typeRef, values: optional(text) }),
      { minLength: inputs, maxLength: inputs },
    ),
    outputs: fc.array(
      record<DecisionTable["outputs"][number]>({
        id: optional(name),
        label: optional(name),
        name: optional(name),
        typeRef,
        values: optional(text),
        otherwise: optional(text),
      }),
      { minLength: outputs, maxLength: outputs },
    ),
    annotations: optional(fc.array(text, { minLength: 1, maxLength: 2 })),
    rules: list(
      record<DecisionTable["rules"][number]>({
        id: optional(name),
        description: optional(name),
        inputs: fc.array(text, { minLength: inputs, maxLength: inputs }),
        outputs: fc.array(text, { minLength: outputs, maxLength: outputs }),
        annotations: optional(fc.array(text, { minLength: 1, maxLength: 2 })),
      }),
    ),
  }),
)

const { expression } = fc.letrec<{ expression: Expression; function: Expression }>((tie) => {
  const inner = tie("expression")
  return {
    function: record<Extract<Expression, { kind: "function" }>>({
      kind: fc.constant("function"),
      ...boxed,
      language: optional(fc.constantFrom("Java", "PMML")),
      parameters: list(record<{ name: string; typeRef?: string }>({ name, typeRef })),
      body: optional(inner),
    }),
    expression: fc.oneof(
      { maxDepth: 3 },
      record<Extract<Expression, { kind: "literal" }>>({
        kind: fc.constant("literal"),
        ...boxed,
        text,
        language: optional(fc.constant("urn:other")),
      }),
      table,
      tie("function"),
      record<Extract<Expression, { kind: "context" }>>({
        kind: fc.constant("context"),
        ...boxed,
        entries: list(
          fc.tuple(optional(name), typeRef, optional(inner)).map(([own, type, value]) => ({
            ...(own === undefined ? {} : { name: own, ...(type === undefined ? {} : { typeRef: type }) }),
            ...(value === undefined ? {} : { value }),
          })),
        ),
      }),
      record<Extract<Expression, { kind: "invocation" }>>({
        kind: fc.constant("invocation"),
        ...boxed,
        called: inner,
        bindings: list(
          record<{ parameter: string; typeRef?: string; value?: Expression }>({ parameter: name, typeRef, value: optional(inner) }),
        ),
      }),
      record<Extract<Expression, { kind: "list" }>>({ kind: fc.constant("list"), ...boxed, items: list(inner) }),
      record<Extract<Expression, { kind: "relation" }>>({
        kind: fc.constant("relation"),
        ...boxed,
        columns: list(record<{ name: string; typeRef?: string }>({ name, typeRef })),
        rows: list(list(inner)),
      }),
      record<Extract<Expression, { kind: "conditional" }>>({
        kind: fc.constant("conditional"),
        ...boxed,
        condition: optional(inner),
        consequence: optional(inner),
        alternative: optional(inner),
      }),
      record<Extract<Expression, { kind: "filter" }>>({
        kind: fc.constant("filter"),
        ...boxed,
        in: optional(inner),
        match: optional(inner),
      }),
      record<Extract<Expression, { kind: "for" | "some" | "every" }>>({
        kind: fc.constantFrom("for", "some", "every"),
        ...boxed,
        variable: name,
        in: optional(inner),
        body: optional(inner),
      }),
    ),
  }
})

const named = { name, id: optional(name), label: optional(name), description: optional(name) }
const references = list(fc.constantFrom("#a", "urn:base#b"))

const model: fc.Arbitrary<DecisionModel> = record<DecisionModel>({
  ...named,
  namespace: fc.constantFrom("urn:m", "http://m/?a=1&b=2"),
  imports: list(
    fc.record({
      name: single,
      namespace: fc.constant("urn:base"),
      importType: fc.constant("https://www.omg.org/spec/DMN/20230324/MODEL/"),
    }),
  ),
  types: list(
    record<DecisionModel["types"][number]>({
      ...named,
      typeRef,
      isCollection: optional(fc.constant(true as const)),
      allowedValues: optional(text),
      typeConstraint: optional(text),
      components: optional(fc.array(record<DecisionModel["types"][number]>({ ...named, typeRef }), { minLength: 1, maxLength: 2 })),
    }),
  ),
  inputs: list(record<DecisionModel["inputs"][number]>({ ...named, typeRef })),
  decisions: list(
    record<DecisionModel["decisions"][number]>({
      ...named,
      typeRef,
      question: optional(name),
      allowedAnswers: optional(name),
      inputs: references,
      decisions: references,
      knows: references,
      authorities: optional(fc.constant(["#s"])),
      logic: optional(expression),
    }),
  ),
  knowledge: list(
    record<DecisionModel["knowledge"][number]>({ ...named, typeRef, knows: references, authorities: optional(fc.constant(["#s"])) }),
  ),
  services: list(
    record<DecisionModel["services"][number]>({
      ...named,
      typeRef,
      outputs: references,
      encapsulated: references,
      inputDecisions: references,
      inputs: references,
    }),
  ),
  sources: list(record<DecisionModel["sources"][number]>({ ...named, locationUri: optional(name), type: optional(name) })),
  rest: fc.constantFrom([], [{ name: "DMNDI", namespace: "urn:di", attributes: { a: "1\n2", "{urn:x}b": "<" }, children: [] }]),
})

describe("writeModel", () => {
  it("writes what is read as the same model", () => {
    fc.assert(
      fc.property(model, (one) => {
        expect(readModel(writeModel(one))).toEqual(one)
      }),
      { numRuns: 200 },
    )
  })

  it.skipIf(kitModels().length === 0)("writes each model of the kit so that it is read as the same", () => {
    for (const { name, xml } of kitModels()) {
      const one = readModel(xml)
      const again = readModel(writeModel(one))
      expect({ ...again, rest: [], imports: [] }, name).toEqual({ ...one, rest: [], imports: [] })
    }
  })

  it("writes the newest version, whatever was read", () => {
    const old =
      '<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" name="m" namespace="urn:m"><textAnnotation><text>note</text></textAnnotation></definitions>'
    expect(writeModel(readModel(old))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">\n  <textAnnotation>\n    <text>note</text>\n  </textAnnotation>\n</definitions>\n',
    )
  })

  it("says where a text has characters that XML does not have", () => {
    expect(() => writeModel(deciding(literal("\u0000")))).toThrow(
      new DmnError("ModelInvalid", "XML has no way to write the character U+0000: write it as an escape of FEEL."),
    )
    expect(() => writeModel(modelOf({ namespace: "" }))).toThrow(DmnError)
  })
})
