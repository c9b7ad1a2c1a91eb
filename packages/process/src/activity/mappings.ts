/**
 * Mappings: variables that an activity has for itself while it works, and those of the process that take what it gave.
 *
 * BPMN 2.0.2 §10.4.2 (data associations), as engines have them: each sets a variable to the value of an expression.
 */
import { Schema } from "effect"
import type { Fields } from "../Element.ts"
import { ValueExpression, VariableName } from "../Graph.ts"
import type { Evaluator, Preparation } from "../Preparation.ts"

const Input = Schema.Struct({ variable: VariableName, value: ValueExpression })
const Output = Schema.Struct({
  variable: VariableName,
  /** Sees the variables, those of the activity's own, and the fields of what it gave; left out: what it gave. */
  value: Schema.optionalKey(ValueExpression),
  /** A variable of the scope around it, even where one of that name is seen from outside. */
  declare: Schema.optionalKey(Schema.Literal(true)),
})

export const outputFields = {
  /** Set when it is complete, each where it is declared, else in the process. */
  outputs: Schema.optionalKey(Schema.Array(Output)),
  /** The fields of what it gave become variables, each where it is declared, else in the process; or all of the scope around it. */
  spread: Schema.optionalKey(Schema.Literals([true, "scope"])),
} satisfies Fields

export const mappingFields = {
  /** Variables of its own, set one after the other when it begins: each sees those before. */
  inputs: Schema.optionalKey(Schema.Array(Input)),
  ...outputFields,
} satisfies Fields

interface MappingFields {
  readonly inputs?: ReadonlyArray<typeof Input.Type>
  readonly outputs?: ReadonlyArray<typeof Output.Type>
  readonly spread?: true | "scope"
}

/** The mappings of an element. */
export interface PreparedMappings {
  readonly inputs: ReadonlyArray<{ readonly variable: string; readonly evaluator: Evaluator }>
  readonly outputs: ReadonlyArray<{ readonly variable: string; readonly evaluator: Evaluator | undefined; readonly declare: boolean }>
  readonly spread: true | "scope" | undefined
}

/** Prepares the mappings of an element that has some. */
export const prepareMappings = (
  { inputs = [], outputs = [], spread }: MappingFields,
  preparation: Preparation,
): { readonly mappings?: PreparedMappings } =>
  inputs.length + outputs.length === 0 && spread === undefined
    ? {}
    : {
        mappings: {
          inputs: inputs.map(({ variable, value }) => ({ variable, evaluator: preparation.value(value) })),
          outputs: outputs.map(({ variable, value, declare }) => ({
            variable,
            declare: declare === true,
            evaluator: value === undefined ? undefined : preparation.value(value),
          })),
          spread,
        },
      }
