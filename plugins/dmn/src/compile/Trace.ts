/**
 * What an evaluation tells about itself: which decisions were made, of what, and which rules of their tables matched.
 */
import { type FeelValue, type Json, toJson } from "@millrace/feel-scanner"

/** Why an evaluation gave what it gave. */
export interface Explanation {
  /** The decisions that were made, in the order in which they were finished. */
  readonly decisions: ReadonlyArray<DecisionExplanation>
}

/** How one decision was made. */
export interface DecisionExplanation {
  readonly decision: string
  /** What it required, by name. */
  readonly inputs: { readonly [name: string]: Json }
  readonly value: Json
  /** The tables that were looked at: its own, and those of the knowledge models that it called. */
  readonly tables: ReadonlyArray<TableExplanation>
}

/** What a decision table gave, and why. */
export interface TableExplanation {
  readonly table: string
  readonly hitPolicy: string
  readonly inputs: ReadonlyArray<{ readonly input: string; readonly value: Json }>
  /** The numbers of the rules that matched, counted from 1. */
  readonly matched: ReadonlyArray<number>
  /** All rules: those that did not match with the entries that did not hold. */
  readonly rules: ReadonlyArray<RuleExplanation>
  readonly value: Json
}

/** Why a rule matched or not. */
export interface RuleExplanation {
  readonly rule: number
  readonly id?: string
  readonly matched: boolean
  readonly failed: ReadonlyArray<{ readonly input: string; readonly test: string; readonly value: Json }>
}

/** Collects the explanation while decisions are made. */
export class Trace {
  readonly decisions: Array<DecisionExplanation> = []
  private tables: Array<TableExplanation> = []

  /** A table was looked at. */
  addTable(table: TableExplanation): void {
    this.tables.push(table)
  }

  /** A decision is made: tables that are looked at meanwhile are told with it. */
  decision(decision: string, inputs: () => { readonly [name: string]: FeelValue }, make: () => FeelValue): FeelValue {
    const outer = this.tables
    this.tables = []
    const value = make()
    this.decisions.push({ decision, inputs: jsonEntries(inputs()), value: toJson(value, { exact: true }), tables: this.tables })
    this.tables = outer
    return value
  }
}

const jsonEntries = (values: { readonly [name: string]: FeelValue }): { readonly [name: string]: Json } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toJson(value, { exact: true })]))
