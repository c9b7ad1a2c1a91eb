/**
 * What a document is that is no BPMN 2.0, as far as its namespace says it.
 */
import { BpmnError } from "../BpmnError.ts"

/** The namespace of all that BPMN 2.0 models are made of. */
export const bpmnModel = "http://www.omg.org/spec/BPMN/20100524/MODEL"

const known: ReadonlyArray<readonly [RegExp, string]> = [
  [/\/spec\/DMN\//i, "It is a DMN document: give it to 'dmn({ models })' of '@millrace/dmn'."],
  [/\/spec\/CMMN\//i, "It is a CMMN document: give it to the plugin for cases."],
  [/xpdl/i, "It is XPDL: export it from its tool as BPMN 2.0."],
  [/bpel/i, "It is BPEL: model it anew, or export it from its tool as BPMN 2.0."],
  [/bpmn/i, "It is another version of BPMN, or the namespace is mistyped: export it from its tool as BPMN 2.0."],
]

/** The error for a document whose root declares only these namespaces. */
export const notBpmn = (root: string, namespaces: Iterable<string>, line: number | undefined): BpmnError => {
  const declared = [...namespaces]
  const [, hint = "This is no BPMN 2.0 document."] =
    known.find(([pattern]) => declared.some((uri) => pattern.test(uri))) ?? known.find(([pattern]) => pattern.test(root)) ?? []
  return new BpmnError("NotBpmn", `The root element <${root}> does not declare the namespace of BPMN 2.0, '${bpmnModel}'. ${hint}`, line)
}
