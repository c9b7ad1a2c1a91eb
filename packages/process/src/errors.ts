/**
 * The codes of everything that validation finds, each explained in `docs/reference/errors.md`.
 */
export type DiagnosticCode =
  /** The graph is not of the form that graphs have. */
  | "GraphMalformed"
  /** An element lacks a field, has one too many, or has one of the wrong kind. */
  | "ElementMalformed"
  /** No element of this type is registered. */
  | "ElementTypeUnknown"
  /** Two elements, or two flows, have the same id. */
  | "DuplicateId"
  /** A flow comes from or leads to an element that is not there. */
  | "FlowDangling"
  /** An element stands in a scope that is not there, or is no scope, or is the element itself. */
  | "ScopeUnknown"
  /** A flow leads into or out of a sub-process. */
  | "FlowCrossesScope"
  /** Nothing leads to an element. */
  | "ElementUnreachable"
  /** From an element no way leads to an end. */
  | "EndUnreachable"
  /** A scope has no start event. */
  | "StartMissing"
  /** A scope has several start events. */
  | "StartAmbiguous"
  /** An event sub-process does not have exactly one start event with a trigger. */
  | "EventStartInvalid"
  /** A trigger stands where it can never come. */
  | "TriggerMisplaced"
  /** A timer has a due date that is none. */
  | "DueInvalid"
  /** An event says whether it interrupts, and always does, or interrupts nothing. */
  | "InterruptingMisplaced"
  /** A message that begins a process has a key. */
  | "KeyIgnored"
  /** A link is thrown and caught nowhere in its scope. */
  | "LinkUnknown"
  /** A link is caught at two places of one scope. */
  | "LinkAmbiguous"
  /** A link is caught and thrown nowhere in its scope. */
  | "LinkUnused"
  /** A cancel event stands in or at no transaction. */
  | "CancelOutsideTransaction"
  /** A transaction can be cancelled, and no boundary event goes on then. */
  | "CancelUncaught"
  /** A send task has neither a message nor a handler, or both. */
  | "SendAmbiguous"
  /** A flow leads to an element that begins without one. */
  | "IncomingNotAllowed"
  /** A flow leaves an element where everything ends. */
  | "OutgoingNotAllowed"
  /** A boundary event is attached to nothing, or to something that is no activity. */
  | "BoundaryNotOnActivity"
  /** A boundary event stands in another scope than its activity. */
  | "BoundaryInOtherScope"
  /** A compensation handler belongs to no activity. */
  | "CompensationWithoutActivity"
  /** What is to compensate an activity is not there, or is no compensation handler. */
  | "CompensationHandlerUnknown"
  /** Two handlers compensate one activity. */
  | "CompensationAmbiguous"
  /** The activity that is to be compensated is not there, or nothing compensates it. */
  | "CompensationTargetUnknown"
  /** A flow has a condition that nothing reads. */
  | "ConditionIgnored"
  /** The default flow of an element does not leave it. */
  | "DefaultFlowUnknown"
  /** A flow without a condition leaves an activity beside its default flow. */
  | "DefaultFlowNeverTaken"
  /** An element chooses among its flows by conditions, and has no default flow. */
  | "DefaultFlowMissing"
  /** A gateway chooses by name, and a flow has none. */
  | "FlowWithoutName"
  /** A flow of a gateway that chooses has neither a condition nor is it the default. */
  | "FlowWithoutCondition"
  /** A complex gateway does not say when it begins, says so twice, or can never begin. */
  | "ActivationInvalid"
  /** Behind an event-based gateway stands what does not wait, what others lead to as well, or one event only. */
  | "EventGatewayInvalid"
  /** A complex gateway cancels an element that is not there, stands in another scope, or is the gateway itself. */
  | "CancelledElementUnknown"
  /** An activity is a loop and runs for each of many items. */
  | "LoopAmbiguous"
  /** A loop has neither a condition nor a maximum. */
  | "LoopEndless"
  /** An activity that runs for each item has neither a list nor a count, or both. */
  | "ItemsAmbiguous"
  /** It names a variable for its item and has no list. */
  | "ItemWithoutList"
  /** It runs one after the other and says how many may run at once. */
  | "ConcurrencyUnused"
  /** It says what becomes of what remains, and has no completion condition. */
  | "RemainingUnused"
  /** Locks are taken in such an order that their holders can wait for each other for ever. */
  | "MutexDeadlock"
  /** A start event stands in an ad-hoc sub-process. */
  | "StartInAdHoc"
  /** A join can wait for a token that cannot come. */
  | "JoinCanDeadlock"
  /** Two tokens can come to an element that begins with each of them. */
  | "SynchronisationMissing"
  /** A transactional step has a heartbeat. */
  | "HeartbeatInTransaction"
  /** No handler is registered under the name that a step asks for. */
  | "HandlerUnbound"
  /** No code is registered under the name that an element asks for. */
  | "CodeUnbound"
  /** No codec is registered under the name that an element asks for. */
  | "CodecUnbound"
  /** No such expression language is registered. */
  | "LanguageUnknown"
  /** An expression is not of its language. */
  | "ExpressionInvalid"
