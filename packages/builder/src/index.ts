/** The builder: processes as typed chains of steps, compiled to a graph and a table of code. */

// Stands in the type of every process; who exports one has to be able to name it.
export type { Does } from "@millrace/kernel"
export { type Activity, type ActivityDefinition, activity, type Binder, type CodeReference } from "./Activity.ts"
export type { ActivityBuilder, TaskBuilder } from "./ActivityBuilder.ts"
export { type Choice, type ExpressionText, expression, feel, firstOf } from "./Choice.ts"
export { type BuilderDiagnosticCode, ProcessDefinitionError } from "./errors.ts"
export { type Fragment, fragment } from "./Fragment.ts"
// For files that also need Node's own `process`.
export { type Finish, type Process, type ProcessOptions, process, process as defineProcess } from "./Process.ts"
export type { ProcessBuilder, ScopeBuilder } from "./ProcessBuilder.ts"
export { type ExponentialOptions, exponential, fixed, type RetryOptions } from "./retry.ts"
export type { ErrorOf, FormOf, InputOf, OutputOf, ServicePath, ServiceSteps, ServicesOf, StepsOf, TaskPath } from "./types/Executable.ts"
export type { Needs, Raises, Returns, Takes, Terminates } from "./types/Facts.ts"
export type { Flow } from "./types/Flow.ts"
export type { Context, Look, Transactional, TransactionContext } from "./types/Handler.ts"
export type { MillraceTypeError } from "./types/MillraceTypeError.ts"
export type { NoVars, Reserved, Step } from "./types/Names.ts"
export type {
  BoundaryOptions,
  CompletedBy,
  Due,
  ErrorClass,
  LoopOptions,
  ScopeOptions,
  TaskOptions,
  UserTaskOptions,
  VariableOptions,
} from "./types/Options.ts"
