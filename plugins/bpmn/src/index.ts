/** BPMN 2.0 XML for Millrace: import, run, draw and export, without loss. */

export { BpmnError, type BpmnErrorCode } from "./BpmnError.ts"
export { type BpmnProblem, type BpmnProblemCode, problemText } from "./BpmnProblem.ts"
