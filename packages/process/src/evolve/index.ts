/**
 * Evolving: the only place where state changes. One function for each event, looked up by its type; a log that folds
 * gives the state that deciding saw.
 */
import type { CompiledProcess } from "../CompiledProcess.ts"
import type { ProcessEvent } from "../Event.ts"
import type { ProcessState } from "../State.ts"
import * as children from "./children.ts"
import { compensationEnded, compensationRegistered, compensationStarted, compensationTriggered } from "./compensation.ts"
import { conditionEvaluated, conditionWatched } from "./conditions.ts"
import {
  elementActivated,
  elementCompleted,
  elementCompleting,
  elementTerminated,
  elementTerminating,
  scopeCleared,
  scopeInterrupted,
} from "./elements.ts"
import { gatewayReset, regionCancelled, regionCancelling, sequenceFlowTaken, tokenArrived, tokensWithdrawn } from "./flows.ts"
import {
  continueRequested,
  instanceCancelled,
  instanceCompensated,
  instanceCompensationStarted,
  instanceCompleted,
  instanceFailed,
  instanceStarted,
} from "./instance.ts"
import { activityClosed, elementsRequested, itemAdded, itemsCounted, loopRepeated } from "./items.ts"
import { eventCaught, eventTriggered, listenerArmed, listenerDisarmed } from "./listeners.ts"
import { lockAwaited, lockTaken } from "./locks.ts"
import { outputSet, variableSet } from "./variables.ts"
import * as waits from "./waits.ts"

type Evolvers = { readonly [E in ProcessEvent as E["type"]]: (state: ProcessState, event: E) => void }

/** The compiler names the event that has none. */
const evolvers: Evolvers = {
  InstanceStarted: instanceStarted,
  InstanceCompleted: instanceCompleted,
  InstanceFailed: instanceFailed,
  InstanceCancelled: instanceCancelled,
  ContinueRequested: continueRequested,
  ElementActivated: elementActivated,
  ElementCompleting: elementCompleting,
  ElementCompleted: elementCompleted,
  ElementTerminating: elementTerminating,
  ElementTerminated: elementTerminated,
  ScopeCleared: scopeCleared,
  ScopeInterrupted: scopeInterrupted,
  ItemsCounted: itemsCounted,
  ItemAdded: itemAdded,
  LoopRepeated: loopRepeated,
  ActivityClosed: activityClosed,
  ElementsRequested: elementsRequested,
  LockAwaited: lockAwaited,
  LockTaken: lockTaken,
  SequenceFlowTaken: sequenceFlowTaken,
  TokenArrived: tokenArrived,
  GatewayReset: gatewayReset,
  RegionCancelling: regionCancelling,
  RegionCancelled: regionCancelled,
  TokensWithdrawn: tokensWithdrawn,
  VariableSet: variableSet,
  OutputSet: outputSet,
  // It says how, and changes nothing.
  DecisionExplained: () => {},
  ListenerArmed: listenerArmed,
  ListenerDisarmed: listenerDisarmed,
  EventCaught: eventCaught,
  EventTriggered: eventTriggered,
  ConditionWatched: conditionWatched,
  ConditionEvaluated: conditionEvaluated,
  CompensationRegistered: compensationRegistered,
  CompensationStarted: compensationStarted,
  CompensationTriggered: compensationTriggered,
  CompensationEnded: compensationEnded,
  JobCreated: waits.jobCreated,
  JobCompleted: waits.jobCompleted,
  JobRetryScheduled: waits.jobRetryScheduled,
  JobFailed: waits.jobFailed,
  JobRedelivered: waits.jobRedelivered,
  JobProgressed: waits.jobProgressed,
  JobCancelled: waits.jobCancelled,
  TimerScheduled: waits.timerScheduled,
  TimerFired: waits.timerFired,
  TimerCancelled: waits.timerCancelled,
  SubscriptionOpened: waits.subscriptionOpened,
  SubscriptionClosed: waits.subscriptionClosed,
  MessageReceived: waits.messageReceived,
  EscalationReceived: waits.escalationReceived,
  // It stands in the history, and the caller is the engine's.
  EscalationSent: () => {},
  MessageSent: waits.messageSent,
  SignalSent: waits.signalSent,
  UserTaskCreated: waits.userTaskCreated,
  UserTaskAssigned: waits.userTaskAssigned,
  UserTaskDueChanged: waits.userTaskDueChanged,
  UserTaskCompleted: waits.userTaskCompleted,
  UserTaskCancelled: waits.userTaskCancelled,
  ChildStarted: children.childStarted,
  ChildCompleted: children.childCompleted,
  ChildFailed: children.childFailed,
  ChildCancelled: children.childCancelled,
  ChildCompensationStarted: children.childCompensationStarted,
  ChildCompensated: children.childCompensated,
  InstanceCompensationStarted: instanceCompensationStarted,
  InstanceCompensated: instanceCompensated,
  IncidentRaised: waits.incidentRaised,
  IncidentResolved: waits.incidentResolved,
}

/** The types of all events. */
export const eventTypes: ReadonlyArray<string> = Object.keys(evolvers)

/** Changes the state in place. */
export const evolve = (_compiled: CompiledProcess, state: ProcessState, event: ProcessEvent): void => {
  const evolver = evolvers[event.type] as (state: ProcessState, event: ProcessEvent) => void
  evolver(state, event)
}
