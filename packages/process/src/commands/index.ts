/**
 * Commands, looked up by their type. Each checks, rejects before its first event or not at all, and emits what follows
 * at once; what follows from that is on the agenda.
 */
import type { Command, Rejection } from "@millrace/kernel"
import type { Turn } from "../Turn.ts"
import { activateElement, addItem, finishAdHoc } from "./activities.ts"
import { completeChild, completeChildCompensation, failChild } from "./children.ts"
import { receiveEscalation } from "./escalations.ts"
import { resolveIncident } from "./incidents.ts"
import { cancelInstance, compensateInstance, startInstance } from "./instance.ts"
import { completeJob, failJob, redeliverJob, reportJobProgress } from "./jobs.ts"
import { receiveMessage } from "./messages.ts"
import { triggerTimer } from "./timers.ts"
import { assignUserTask, changeUserTaskDue, claimUserTask, completeUserTask, unclaimUserTask } from "./userTasks.ts"
import { setVariables } from "./variables.ts"

type Handlers = { readonly [C in Command as C["type"]]: (turn: Turn, command: C) => Rejection | undefined }

/** The compiler names the command that has none. */
export const commands: Handlers = {
  StartInstance: startInstance,
  CancelInstance: cancelInstance,
  CompleteJob: completeJob,
  FailJob: failJob,
  RedeliverJob: redeliverJob,
  ReportJobProgress: reportJobProgress,
  TriggerTimer: triggerTimer,
  ClaimUserTask: claimUserTask,
  UnclaimUserTask: unclaimUserTask,
  AssignUserTask: assignUserTask,
  ChangeUserTaskDue: changeUserTaskDue,
  CompleteUserTask: completeUserTask,
  ReceiveMessage: receiveMessage,
  ReceiveEscalation: receiveEscalation,
  SetVariables: setVariables,
  CompleteChild: completeChild,
  FailChild: failChild,
  CompensateInstance: compensateInstance,
  CompleteChildCompensation: completeChildCompensation,
  ActivateElement: activateElement,
  FinishAdHoc: finishAdHoc,
  AddItem: addItem,
  ResolveIncident: resolveIncident,
  // What is to do stands in the state.
  Continue: () => undefined,
}
