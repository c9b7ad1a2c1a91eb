/**
 * Documents for tests: a process is what stands between `<process>` and `</process>`.
 */
import type { GraphElement } from "@millrace/process"
import { type ImportOptions, importBpmn } from "../../src/index.ts"

/** A document with all namespaces of vendors. `around` stands beside the process. */
export const documentOf = (process: string, around = ""): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  targetNamespace="http://example.com">
${around}
<process id="p" isExecutable="true">
${process}
</process>
</definitions>`

/** A process that does one thing between its start and its end. */
export const between = (element: string, id = "it"): string => `
<startEvent id="start" /><sequenceFlow id="f1" sourceRef="start" targetRef="${id}" />
${element}
<sequenceFlow id="f2" sourceRef="${id}" targetRef="end" /><endEvent id="end" />`

/** What a process of one step becomes: the fields of the element `it`, and what was found. */
export const fieldsOf = async (element: string, around = "", options: ImportOptions = {}) => {
  const model = await importBpmn(documentOf(between(element), around), { handlers: { it: () => undefined }, ...options })
  const process = model.process()
  const found = process.definition.graph.elements.find((one) => one.id === "it") as
    | (GraphElement & Readonly<Record<string, unknown>>)
    | undefined
  return {
    fields: fieldsIn(found),
    names: process.handlerNames.get("it") ?? [],
    problems: process.problems.map(({ severity, element, message }) => `${severity} ${element}: ${message}`),
    lines: process.problems.map(({ line }) => line),
  }
}

/** As a record: what an element has depends on its type. */
const fieldsIn = (element: object | undefined): Readonly<Record<string, unknown>> => ({ ...element })
