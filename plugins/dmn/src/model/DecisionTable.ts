/**
 * Decision tables (DMN 1.5 §8) as plain data: the cells are FEEL text.
 */
import type { Boxed } from "./Expression.ts"

/** What a table gives where several rules match (§8.2.8). */
export type HitPolicy = "UNIQUE" | "ANY" | "PRIORITY" | "FIRST" | "RULE ORDER" | "OUTPUT ORDER" | "COLLECT"

/** What COLLECT makes of the outputs. */
export type Aggregation = "SUM" | "COUNT" | "MIN" | "MAX"

/** A table. */
export interface DecisionTable extends Boxed {
  readonly kind: "table"
  readonly hitPolicy: HitPolicy
  readonly aggregation?: Aggregation
  readonly outputLabel?: string
  readonly orientation?: string
  readonly inputs: ReadonlyArray<InputClause>
  readonly outputs: ReadonlyArray<OutputClause>
  /** The names of columns that only people read. */
  readonly annotations?: ReadonlyArray<string>
  readonly rules: ReadonlyArray<Rule>
}

/** A column that is tested. */
export interface InputClause {
  readonly id?: string
  readonly label?: string
  /** The FEEL expression whose value is tested. */
  readonly text: string
  readonly typeRef?: string
  /** Unary tests that the value has to pass before any rule is looked at. */
  readonly values?: string
}

/** A column that is given. */
export interface OutputClause {
  readonly id?: string
  readonly label?: string
  /** The name of the entry, where there are several columns. */
  readonly name?: string
  readonly typeRef?: string
  /** The values that may be given, those that go first first. */
  readonly values?: string
  /** What is given where no rule matches. */
  readonly otherwise?: string
}

/** A row. */
export interface Rule {
  readonly id?: string
  readonly description?: string
  /** Unary tests, one for each input. */
  readonly inputs: ReadonlyArray<string>
  /** Expressions, one for each output. */
  readonly outputs: ReadonlyArray<string>
  readonly annotations?: ReadonlyArray<string>
}
