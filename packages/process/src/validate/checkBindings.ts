/**
 * Check: code, handlers, codecs and languages that are referred to.
 */
import type { DiagnosticCode } from "../errors.ts"
import type { MissingReference } from "../Preparation.ts"
import type { Check } from "./Model.ts"
import { error } from "./Model.ts"

const known: { readonly [K in MissingReference["kind"]]: readonly [DiagnosticCode, (name: string) => string] } = {
  handler: ["HandlerUnbound", (name) => `Register a handler for '${name}'.`],
  code: ["CodeUnbound", (name) => `Register the code for '${name}'.`],
  codec: ["CodecUnbound", (name) => `Register a codec for '${name}'.`],
  language: ["LanguageUnknown", (name) => `Register the plugin that brings the language '${name}'.`],
  expression: ["ExpressionInvalid", () => "Correct the expression."],
}

/** Everything that elements and flows refer to by name is there. */
export const checkBindings: Check = ({ elements, missing }) => [
  ...[...elements.values()].flatMap((checked) => checked.missing.map((one) => diagnose(checked.element.id, one))),
  ...missing.map(([flow, one]) => diagnose(flow.from, one, ` of the flow '${flow.id}'`)),
]

const diagnose = (element: string, { kind, name, message }: MissingReference, part = "") => {
  const [code, hint] = known[kind]
  return error(code, element, `'${element}'${part}: ${message}.`, hint(name))
}
