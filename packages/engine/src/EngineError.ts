/**
 * What the engine answers when it cannot do what was asked.
 */
import { Schema } from "effect"
import { printedAsError } from "./printedAsError.ts"

export const EngineErrorCode = Schema.Literals([
  /** No process of this id and version was given to the engine. */
  "ProcessNotFound",
  /** The input does not fit the process. */
  "InputInvalid",
  /** What a message or a signal carries, or a variable is set to, does not fit. */
  "PayloadInvalid",
  /** No instance of the process can begin with this start event. */
  "StartNotFound",
  /** No such step can begin, or take an item, at this moment. */
  "ElementNotFound",
  /** An input, a form or a payload is larger than the store takes. */
  "ValueTooLarge",
  /** An id, a person, a date, a limit, a cursor or the options of a call are not what the call takes. */
  "ArgumentInvalid",
  /** No instance has this id. */
  "InstanceNotFound",
  /** An instance with this id or business key exists and was started with another input. */
  "InstanceConflict",
  /** The instance has ended. */
  "InstanceEnded",
  /** The instance could not be loaded or decided on: it takes no commands until it is retried. */
  "InstanceQuarantined",
  /** No such user task is open. */
  "UserTaskNotFound",
  /** Several tasks of this element are open: name one by its id. */
  "UserTaskAmbiguous",
  /** Somebody else has the user task, or the person is excluded from it. */
  "UserTaskNotYours",
  /** The form data do not fit the task. */
  "FormInvalid",
  /** No such incident is open. */
  "IncidentNotFound",
  /** The command needs code of a process that this engine was not given. */
  "CodeNotHere",
  /** The command does not fit the state the instance is in. */
  "CommandRejected",
  /** The version of this definition is stored with another graph. */
  "DefinitionChanged",
  /** The definition is not sound. */
  "DefinitionInvalid",
  /** Two processes, plugins, deciders or languages of one name, or a requirement that is not met. */
  "ConfigurationInvalid",
  /** A transactional step called the engine. */
  "CalledInTransaction",
  /** The engine is closed or closing. */
  "EngineClosed",
])
export type EngineErrorCode = typeof EngineErrorCode.Type

/** The engine could not do what was asked. The message names what is concerned and says what to do next. */
export class EngineError extends Schema.TaggedError<EngineError>()("EngineError", {
  code: EngineErrorCode,
  message: Schema.String,
  process: Schema.optional(Schema.String),
  instance: Schema.optional(Schema.String),
  element: Schema.optional(Schema.String),
}) {}

/** A typed error left the instance: what `result` fails with. */
export class ProcessFailed extends Schema.TaggedError<ProcessFailed>()("ProcessFailed", {
  message: Schema.String,
  process: Schema.String,
  instance: Schema.String,
  /** The `_tag` of the error's class. */
  error: Schema.String,
  /** The error's fields as JSON, `_tag` among them. */
  value: Schema.Json,
}) {
  /** So that every error of `result` can be told by its `code`. */
  get code(): "ProcessFailed" {
    return this._tag
  }
}

/** The instance was cancelled: what `result` fails with. */
export class ProcessCancelled extends Schema.TaggedError<ProcessCancelled>()("ProcessCancelled", {
  message: Schema.String,
  process: Schema.String,
  instance: Schema.String,
  reason: Schema.String,
}) {
  /** So that every error of `result` can be told by its `code`. */
  get code(): "ProcessCancelled" {
    return this._tag
  }
}

for (const error of [EngineError, ProcessFailed, ProcessCancelled]) printedAsError(error)
