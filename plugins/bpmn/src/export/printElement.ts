/**
 * Elements of the graph as elements of BPMN, as far as the standard has a place for what they say.
 */
import type { GraphElement } from "@millrace/process"
import type { ModdleElement } from "../moddle/ModdleElement.ts"
import type { Printing } from "./Printing.ts"
import { isExpression, printExpression } from "./printExpression.ts"

/** An element with whatever fields it has. */
export type AnyElement = GraphElement & { readonly [field: string]: unknown }

const sameName = new Set([
  "StartEvent",
  "EndEvent",
  "IntermediateCatchEvent",
  "IntermediateThrowEvent",
  "BoundaryEvent",
  "Task",
  "ManualTask",
  "UserTask",
  "ServiceTask",
  "ScriptTask",
  "BusinessRuleTask",
  "SendTask",
  "ReceiveTask",
  "CallActivity",
  "SubProcess",
  "Transaction",
  "AdHocSubProcess",
  "ExclusiveGateway",
  "InclusiveGateway",
  "ParallelGateway",
  "ComplexGateway",
  "EventBasedGateway",
])

/** What is a service task in the graph where a handler does its work. */
const servedByHandlers = new Set(["ScriptTask", "BusinessRuleTask"])

/** The element itself: what refers to other elements comes later. */
export const printElement = (printing: Printing, element: AnyElement): ModdleElement => {
  const { create, xmlId, addField } = printing
  const former = element.type === "ServiceTask" ? printing.formerType(element.id) : undefined
  const type =
    element.type === "EventSubProcess"
      ? "SubProcess"
      : former !== undefined && servedByHandlers.has(former)
        ? former
        : sameName.has(element.type)
          ? element.type
          : "Task"
  const id = xmlId(element.id)
  const made = create(`bpmn:${type}`, { id, name: element.name, ...propertiesOf(printing, element) })
  if (id !== element.id) addField(made, "id", element.id)
  // Without these it would be read as something else altogether.
  for (const name of ["choose", "decision", "assignments"]) if (element[name] !== undefined) addField(made, name, element[name])
  return made
}

const propertiesOf = (printing: Printing, element: AnyElement): object => {
  const activity = {
    isForCompensation: element.isForCompensation === true ? true : undefined,
    startQuantity: element.startQuantity,
    completionQuantity: element.completionQuantity,
    loopCharacteristics: loopOf(printing, element),
  }
  const expression = (value: unknown): ModdleElement | undefined => (isExpression(value) ? printExpression(printing, value) : undefined)
  switch (element.type) {
    case "StartEvent":
      return { isInterrupting: element.interrupting === false ? false : undefined }
    case "BoundaryEvent":
      return { cancelActivity: element.interrupting === false ? false : undefined }
    case "EventSubProcess":
      return { triggeredByEvent: true }
    case "ComplexGateway":
      return { activationCondition: expression(element.activation) }
    case "EventBasedGateway":
      return { instantiate: element.instantiate, eventGatewayType: element.parallel === true ? "Parallel" : undefined }
    case "AdHocSubProcess":
      return {
        ...activity,
        ordering: element.ordering === "sequential" ? "Sequential" : undefined,
        completionCondition: expression(element.completion),
        cancelRemainingInstances: element.remaining === "finish" ? false : undefined,
      }
    case "CallActivity":
      return { ...activity, calledElement: calledElement(element.process) }
    case "SendTask":
    case "ReceiveTask":
      return {
        ...activity,
        messageRef: typeof element.message === "string" ? printing.root("bpmn:Message", "name", element.message) : undefined,
        instantiate: element.instantiate,
      }
    case "UserTask":
      return { ...activity, resources: people(printing, element) }
    default:
      return element.type.endsWith("Event") || element.type.endsWith("Gateway") ? {} : activity
  }
}

const loopOf = (printing: Printing, { multiInstance, loop }: AnyElement): ModdleElement | undefined => {
  const { create } = printing
  if (isRecord(multiInstance)) {
    const { count, completion, sequential } = multiInstance
    return create("bpmn:MultiInstanceLoopCharacteristics", {
      isSequential: sequential === true ? true : undefined,
      loopCardinality: isExpression(count)
        ? printExpression(printing, isNumber(count) ? { value: String(count.value) } : count)
        : undefined,
      completionCondition: isExpression(completion) ? printExpression(printing, completion) : undefined,
    })
  }
  if (!isRecord(loop)) return undefined
  return create("bpmn:StandardLoopCharacteristics", {
    testBefore: loop.before === true ? true : undefined,
    loopMaximum: loop.max,
    loopCondition: isExpression(loop.condition) ? printExpression(printing, loop.condition) : undefined,
  })
}

const isNumber = (value: object): value is { readonly value: number } => "value" in value && typeof value.value === "number"

const isRecord = (part: unknown): part is Readonly<Record<string, unknown>> =>
  typeof part === "object" && part !== null && !Array.isArray(part)

const calledElement = (process: unknown): string | undefined => {
  if (!isExpression(process)) return undefined
  if ("value" in process) return typeof process.value === "string" && /^[\w.-]+$/.test(process.value) ? process.value : undefined
  return "language" in process && process.language === "juel" ? process.text : undefined
}

const people = (printing: Printing, { assignee, groups }: AnyElement): ReadonlyArray<ModdleElement> | undefined => {
  const { create } = printing
  const resource = (type: string, body: string): ModdleElement =>
    create(type, {
      resourceAssignmentExpression: create("bpmn:ResourceAssignmentExpression", { expression: create("bpmn:FormalExpression", { body }) }),
    })
  const resources = [
    ...(isExpression(assignee) && "value" in assignee && typeof assignee.value === "string"
      ? [resource("bpmn:HumanPerformer", assignee.value)]
      : []),
    ...(Array.isArray(groups) && groups.length > 0 ? [resource("bpmn:PotentialOwner", groups.join(", "))] : []),
  ]
  return resources.length === 0 ? undefined : resources
}
