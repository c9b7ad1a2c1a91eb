/**
 * All element types. A new one is a file here and a line in this table.
 */
import type { ElementBehaviour } from "../Element.ts"
import { BoundaryEvent } from "./BoundaryEvent.ts"
import { EndEvent } from "./EndEvent.ts"
import { EventSubProcess } from "./EventSubProcess.ts"
import { ExclusiveGateway } from "./ExclusiveGateway.ts"
import { InclusiveGateway } from "./InclusiveGateway.ts"
import { IntermediateCatchEvent } from "./IntermediateCatchEvent.ts"
import { IntermediateThrowEvent } from "./IntermediateThrowEvent.ts"
import { ParallelGateway } from "./ParallelGateway.ts"
import { ScriptTask } from "./ScriptTask.ts"
import { ServiceTask } from "./ServiceTask.ts"
import { StartEvent } from "./StartEvent.ts"
import { SubProcess } from "./SubProcess.ts"
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
  | "ParallelGateway"
  | "SubProcess"
  | "EventSubProcess"
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
  ParallelGateway,
  SubProcess,
  EventSubProcess,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  BoundaryEvent,
}
