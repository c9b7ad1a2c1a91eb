/** DMN: decision models as data, from XML or typed code, compiled, evaluated, explained and written. */
// The values that decisions give, and how they become JSON.
export { type FeelValue, type Json, toJson } from "@millrace/feel-scanner"
export type { DecisionDiagnostic, DecisionDiagnosticCode, ModelProblem, ModelProblemCode } from "./compile/Diagnostic.ts"
export type { DecisionExplanation, Explanation, RuleExplanation, TableExplanation } from "./compile/Trace.ts"
export {
  type DecideOptions,
  type DecisionOutcome,
  type Decisions,
  type DecisionsOptions,
  decisions,
  type PreparedDecision,
} from "./Decisions.ts"
export { DmnError, type DmnErrorCode } from "./DmnError.ts"
export type * from "./model/DecisionModel.ts"
export type * from "./model/DecisionTable.ts"
export type * from "./model/Expression.ts"
export { type DmnOptions, dmn } from "./plugin/dmn.ts"
export { readModel } from "./read/readModel.ts"
export {
  type Decided,
  decisionTable,
  type Hit,
  type TableOptions,
  type Test,
  type TypedRule,
  type TypedTable,
} from "./typed/decisionTable.ts"
export { decisionTask } from "./typed/decisionTask.ts"
export { writeModel } from "./write/writeModel.ts"
export { parseXml, type XmlLimits } from "./xml/parseXml.ts"
export { elementNamed, elementsNamed, textIn, type XmlElement } from "./xml/XmlElement.ts"
