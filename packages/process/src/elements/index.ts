/**
 * All element types. A new one is a file here and a line in this table.
 */
import type { ElementBehaviour } from "../Element.ts"
import { AdHocSubProcess } from "./AdHocSubProcess.ts"
import { BoundaryEvent } from "./BoundaryEvent.ts"
import { BusinessRuleTask } from "./BusinessRuleTask.ts"
import { CallActivity } from "./CallActivity.ts"
import { ComplexGateway } from "./ComplexGateway.ts"
import { EndEvent } from "./EndEvent.ts"
import { EventBasedGateway } from "./EventBasedGateway.ts"
import { EventSubProcess } from "./EventSubProcess.ts"
import { ExclusiveGateway } from "./ExclusiveGateway.ts"
import { InclusiveGateway } from "./InclusiveGateway.ts"
import { IntermediateCatchEvent } from "./IntermediateCatchEvent.ts"
import { IntermediateThrowEvent } from "./IntermediateThrowEvent.ts"
import { ManualTask } from "./ManualTask.ts"
import { ParallelGateway } from "./ParallelGateway.ts"
import { ReceiveTask } from "./ReceiveTask.ts"
import { ScriptTask } from "./ScriptTask.ts"
import { SendTask } from "./SendTask.ts"
import { ServiceTask } from "./ServiceTask.ts"
import { StartEvent } from "./StartEvent.ts"
import { SubProcess } from "./SubProcess.ts"
import { Task } from "./Task.ts"
import { Transaction } from "./Transaction.ts"
import { UserTask } from "./UserTask.ts"

/** Names as BPMN prints them. The compiler compares them with the table. */
export type ElementType =
  | "StartEvent"
  | "EndEvent"
  | "ServiceTask"
  | "ScriptTask"
  | "UserTask"
  | "ExclusiveGateway"
  | "InclusiveGateway"
  | "ComplexGateway"
  | "EventBasedGateway"
  | "ParallelGateway"
  | "SubProcess"
  | "Task"
  | "ManualTask"
  | "BusinessRuleTask"
  | "CallActivity"
  | "AdHocSubProcess"
  | "EventSubProcess"
  | "Transaction"
  | "ReceiveTask"
  | "SendTask"
  | "IntermediateCatchEvent"
  | "IntermediateThrowEvent"
  | "BoundaryEvent"

/** The behaviour of each element type, by its name. */
export const elements: { readonly [T in ElementType]: ElementBehaviour } = {
  StartEvent,
  EndEvent,
  ServiceTask,
  ScriptTask,
  UserTask,
  ExclusiveGateway,
  InclusiveGateway,
  ComplexGateway,
  EventBasedGateway,
  ParallelGateway,
  SubProcess,
  Task,
  ManualTask,
  BusinessRuleTask,
  CallActivity,
  AdHocSubProcess,
  EventSubProcess,
  Transaction,
  ReceiveTask,
  SendTask,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  BoundaryEvent,
}
