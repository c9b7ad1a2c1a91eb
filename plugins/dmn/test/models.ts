/**
 * Small models for tests, as XML and as data.
 */
import type { DecisionModel, Expression } from "../src/index.ts"

/** DMN 1.5 XML around some elements. */
export const dmnXml = (content: string, attributes = ""): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m"${attributes}>${content}</definitions>`

/** A model with parts of it; the rest is empty. */
export const modelOf = (parts: Partial<DecisionModel>): DecisionModel => ({
  name: "m",
  namespace: "urn:m",
  imports: [],
  types: [],
  inputs: [],
  decisions: [],
  knowledge: [],
  services: [],
  sources: [],
  rest: [],
  ...parts,
})

/** FEEL text as an expression. */
export const literal = (text: string, typeRef?: string): Expression => ({
  kind: "literal",
  text,
  ...(typeRef === undefined ? {} : { typeRef }),
})

/** A model with one decision called `d`, which sees the given inputs. */
export const deciding = (
  logic: Expression,
  inputs: Readonly<Record<string, string | undefined>> = {},
  parts: Partial<DecisionModel> = {},
): DecisionModel =>
  modelOf({
    inputs: Object.entries(inputs).map(([name, typeRef]) => ({ name, id: `i-${name}`, ...(typeRef === undefined ? {} : { typeRef }) })),
    decisions: [{ name: "d", id: "d", inputs: Object.keys(inputs).map((name) => `#i-${name}`), decisions: [], knows: [], logic }],
    ...parts,
  })
