/**
 * Tasks, sub-processes and call activities.
 *
 * BPMN 2.0.2 §10.3.
 */
import type { Expression } from "@millrace/process"
import { fieldsOf } from "../millrace/fieldsOf.ts"
import { idOf } from "../millrace/idOf.ts"
import { bodyOf, elementAt, elementsAt, is, type ModdleElement, textAt, typeOf } from "../moddle/ModdleElement.ts"
import { addElement, type Draft } from "./addElement.ts"
import { always } from "./expressions.ts"
import type { Reading } from "./Reading.ts"
import { readLoop } from "./readLoop.ts"
import { fixedName, messageName } from "./readTrigger.ts"

/** Reads an activity into the graph; what stands in it comes after it. */
export const readActivity = (reading: Reading, element: ModdleElement, scope: string | undefined): void => {
  const common = activityFields(reading, element)
  switch (element.$type) {
    case "bpmn:Task":
    case "bpmn:ManualTask":
      addElement(reading, element, typeOf(element), scope, common)
      return
    case "bpmn:UserTask":
      addElement(reading, element, "UserTask", scope, { ...common, ...people(reading, element) })
      return
    case "bpmn:ServiceTask":
      addElement(reading, element, "ServiceTask", scope, common, { runs: true })
      return
    case "bpmn:BusinessRuleTask":
      readBusinessRule(reading, element, scope, common)
      return
    case "bpmn:ScriptTask":
      readScript(reading, element, scope, common)
      return
    case "bpmn:SendTask": {
      const message = elementAt(element, "messageRef")
      if (message === undefined) addElement(reading, element, "SendTask", scope, common, { runs: true })
      else
        addElement(reading, element, "SendTask", scope, {
          ...common,
          message: fixedName(reading, element, "message", messageName(message)),
        })
      return
    }
    case "bpmn:ReceiveTask": {
      const message = elementAt(element, "messageRef")
      // One without a message is released by its own name.
      const name = message === undefined ? idOf(element) : fixedName(reading, element, "message", messageName(message))
      addElement(reading, element, "ReceiveTask", scope, {
        ...common,
        message: name,
        instantiate: element.get("instantiate") === true || undefined,
      })
      return
    }
    case "bpmn:CallActivity":
      readCall(reading, element, scope, common)
      return
    case "bpmn:Transaction":
    case "bpmn:SubProcess":
    case "bpmn:AdHocSubProcess":
      readSubProcess(reading, element, scope, common)
      return
    default:
      reading.report("NotExecutable", element, `a ${typeOf(element)} cannot be executed: use a task or a sub-process in its place.`)
  }
}

const activityFields = (reading: Reading, element: ModdleElement): Draft => {
  const byDefault = elementAt(element, "default")
  const quantity = (name: string): number | undefined => {
    const value = element.get(name)
    return typeof value === "number" && value !== 1 ? value : undefined
  }
  if (elementsAt(element, "dataInputAssociations").length + elementsAt(element, "dataOutputAssociations").length > 0) {
    reading.report(
      "NotExecutable",
      element,
      "its data associations are kept, and move no data: variables are seen by all activities.",
      "warning",
    )
  }
  return {
    ...readLoop(reading, element),
    isForCompensation: element.get("isForCompensation") === true || undefined,
    startQuantity: quantity("startQuantity"),
    completionQuantity: quantity("completionQuantity"),
    default: byDefault === undefined ? undefined : idOf(byDefault),
  }
}

/** `user(kermit), group(management)`; names without either are groups, of a performer users. */
const people = (reading: Reading, element: ModdleElement): Draft => {
  const groups: Array<string> = []
  let assignee: unknown
  for (const role of elementsAt(element, "resources")) {
    const performs = is(role, "bpmn:HumanPerformer") && !is(role, "bpmn:PotentialOwner")
    const expression = elementAt(role, "resourceAssignmentExpression")
    const text = bodyOf(expression === undefined ? undefined : elementAt(expression, "expression")) ?? resourceName(role)
    if (text === undefined) continue
    if (performs) {
      assignee ??= reading.vendor.value(text)
      continue
    }
    for (const part of text.split(",").map((one) => one.trim())) {
      const [, kind, name] = /^(user|group)\((.*)\)$/.exec(part) ?? [undefined, "group", part]
      if (name === undefined || name === "") continue
      if (kind === "user") assignee ??= reading.vendor.value(name)
      else groups.push(name)
    }
  }
  return { assignee, groups: groups.length === 0 ? undefined : groups }
}

const resourceName = (role: ModdleElement): string | undefined => {
  const resource = elementAt(role, "resourceRef")
  return resource === undefined ? undefined : (textAt(resource, "name") ?? resource.id)
}

/** A decision comes from extensions; without one it is a service. */
const readBusinessRule = (reading: Reading, element: ModdleElement, scope: string | undefined, common: Draft): void => {
  const draft = addElement(reading, element, "BusinessRuleTask", scope, common)
  if (draft.decision !== undefined || draft.type !== "BusinessRuleTask") return
  reading.elements.pop()
  addElement(reading, element, "BusinessRuleTask", scope, common, { runs: true })
}

/** Scripts of other languages than those of expressions are handlers that somebody binds: they are never run from the document. */
const readScript = (reading: Reading, element: ModdleElement, scope: string | undefined, common: Draft): void => {
  const format = textAt(element, "scriptFormat") ?? ""
  const script = textAt(element, "script")?.trim()
  const language = /feel/i.test(format) ? "feel" : /juel|^el$/i.test(format) ? "juel" : undefined
  if (fieldsOf(element).assignments !== undefined) {
    addElement(reading, element, "ScriptTask", scope, common)
    return
  }
  if (language === undefined || script === undefined) {
    addElement(reading, element, "ServiceTask", scope, common, { runs: true })
    return
  }
  const named = (["camunda", "flowable"] as const)
    .map((vendor) => reading.vendor.attribute(element, vendor, "resultVariable"))
    .find((name) => name !== undefined)
  const text = language === "feel" && script.startsWith("=") ? script.slice(1).trim() : script
  addElement(reading, element, "ScriptTask", scope, {
    ...common,
    assignments: [{ variable: named ?? idOf(element), value: { language, text } }],
  })
}

const readCall = (reading: Reading, element: ModdleElement, scope: string | undefined, common: Draft): void => {
  const called = textAt(element, "calledElement")
  const process = called === undefined ? undefined : reading.vendor.value(localName(called))
  const draft = addElement(reading, element, "CallActivity", scope, { ...common, process })
  if (draft.process === undefined) {
    reading.report("Incomplete", element, "it does not say which process it calls: give it a 'calledElement'.")
  }
}

/** `calledElement` is a qualified name; `${…}` is none. */
const localName = (name: string): string => (/^[\w.-]+:[\w.-]+$/.test(name) ? name.slice(name.indexOf(":") + 1) : name)

const readSubProcess = (reading: Reading, element: ModdleElement, scope: string | undefined, common: Draft): void => {
  if (element.get("triggeredByEvent") === true) {
    if (common.multiInstance !== undefined || common.loop !== undefined) {
      reading.report("NotExecutable", element, "an event sub-process cannot be a loop: put a looping sub-process into it.")
    }
    addElement(reading, element, "EventSubProcess", scope, {})
  } else if (element.$type === "bpmn:AdHocSubProcess") {
    const completion = reading.expression(elementAt(element, "completionCondition")) ?? byHand(reading)
    const sequential = element.get("ordering") === "Sequential"
    addElement(reading, element, "AdHocSubProcess", scope, {
      ...common,
      ordering: sequential ? "sequential" : undefined,
      // Who asks Flowable for a second activity is refused; the standard only says that one at a time is performed.
      busy: sequential && reading.uses("flowable") ? "refuse" : undefined,
      completion,
      remaining: completion !== undefined && element.get("cancelRemainingInstances") === false ? "finish" : undefined,
    })
  } else addElement(reading, element, typeOf(element), scope, common)
}

/** The standard leaves open when one without a completion condition ends: in Flowable when somebody ends it, elsewhere when nothing is at work in it. */
const byHand = (reading: Reading): Expression | undefined => (reading.uses("flowable") ? always(reading, false) : undefined)
