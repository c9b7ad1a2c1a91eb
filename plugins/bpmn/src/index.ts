/** BPMN 2.0 XML for Millrace: import, run, draw and export, without loss. */

export { arrangeGraph } from "./arrange/arrangeGraph.ts"
export { BpmnError, type BpmnErrorCode } from "./BpmnError.ts"
export { type BpmnProblem, type BpmnProblemCode, problemText } from "./BpmnProblem.ts"
export { type Exportable, type ExportOptions, exportBpmn } from "./export/exportBpmn.ts"
export { type ImportedModel, type ImportedProcess, type ImportOptions, importBpmn } from "./import/importBpmn.ts"
export * from "./layout/GraphLayout.ts"
export type { XmlLimits } from "./moddle/scanXml.ts"
export { exportSvg, type PictureOptions } from "./picture/exportSvg.ts"
export type { Token } from "./picture/Progress.ts"
export { bpmn } from "./plugin/bpmn.ts"
