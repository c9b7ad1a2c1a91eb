/** The builder: processes as typed chains of steps, compiled to a graph and a table of code. */

// Stands in the type of every process; who exports one has to be able to name it.
export type { Does, EscalationType, MessageType, SignalType } from "@millrace/kernel"
export { type Activity, type ActivityDefinition, activity, type Beside, type Binder, type CodeReference } from "./Activity.ts"
export type { ActivityBuilder, RunsBuilder, TaskBuilder } from "./ActivityBuilder.ts"
export { type Choice, type Choices, type ExpressionText, eachOf, expression, feel, firstOf } from "./Choice.ts"
export { type Cron, type CronOptions, cron } from "./Cron.ts"
export type { Events, ScopeEvents } from "./Events.ts"
export { type BuilderDiagnosticCode, MisusedError, ProcessDefinitionError } from "./errors.ts"
export { type Fragment, fragment } from "./Fragment.ts"
export { escalation, message, signal } from "./Message.ts"
// For files that also need Node's own `process`.
export { type Finish, type Process, type ProcessOptions, process, process as defineProcess } from "./Process.ts"
export type { ProcessBuilder, ScopeBuilder } from "./ProcessBuilder.ts"
export { type Callable, type ProcessRef, processRef } from "./processRef.ts"
export { type ExponentialOptions, exponential, fixed, type RetryOptions } from "./retry.ts"
export type { StartBuilder, StartEvents, StartsTogether } from "./StartBuilder.ts"
export type { EndOptions } from "./surface/Ends.ts"
export type { Begins, BorderCatches, Catches, Tells, Waits } from "./surface/Triggers.ts"
export type { Doing, Work } from "./surface/Work.ts"
export type { Done } from "./types/Doing.ts"
export type {
  AdHocOptions,
  Arrivals,
  CallOptions,
  EachOptions,
  Enough,
  ForEachOptions,
  InclusiveOptions,
  LoopCounter,
  ParallelOptions,
  Progress,
  ReceiveOptions,
  SendOptions,
  SeveralOptions,
  SomeOptions,
  TimesOptions,
} from "./types/EventOptions.ts"
export type { ErrorOf, FormOf, InputOf, OutputOf, ServicePath, ServiceSteps, ServicesOf, StepsOf, TaskPath } from "./types/Executable.ts"
export type { Cancels, Handles, Needs, Raises, Rethrows, Returns, Takes, Terminates } from "./types/Facts.ts"
export type { Flow } from "./types/Flow.ts"
export type { Context, Look, Transactional, TransactionContext } from "./types/Handler.ts"
export type { MillraceTypeError } from "./types/MillraceTypeError.ts"
export type { NoVars, Reserved, Step } from "./types/Names.ts"
export type {
  ActivityOptions,
  AnyError,
  BoundaryOptions,
  CompletedBy,
  DecisionOptions,
  Due,
  ErrorClass,
  HandlerOptions,
  LabelOptions,
  LoopOptions,
  People,
  ScopeOptions,
  StartOptions,
  SubProcessOptions,
  TaskOptions,
  UserTaskOptions,
  VariableOptions,
} from "./types/Options.ts"
export type { Telling, Trigger } from "./types/Trigger.ts"
