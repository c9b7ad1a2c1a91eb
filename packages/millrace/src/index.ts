/** Millrace: workflows as typed code, durable on an embedded SQLite file. What users need, from one package. */
export * from "@millrace/builder"
export {
  type AesGcmOptions,
  type AesKey,
  aesGcm,
  type Child,
  type ChildFilter,
  Engine,
  EngineError,
  EngineErrorCode,
  type EngineOptions,
  type EngineShape,
  type Handle,
  type HistoryEntry,
  type Incident,
  type IncidentFilter,
  type InstanceDetails,
  type InstanceFilter,
  type InstanceSummary,
  type KeptMessage,
  type Listed,
  type MessageFilter,
  makeMemoryStore,
  memoryStoreLayer,
  ProcessCancelled,
  ProcessFailed,
  type Published,
  type PublishOptions,
  type Started,
  type StartOptions,
  Store,
  StoreError,
  StoreErrorCode,
  type Subscription,
  type SubscriptionFilter,
  TransactionError,
  type TransactionErrorCode,
  type UserTask,
  type UserTaskFilter,
  type ValueCodec,
} from "@millrace/engine"
export {
  type AnyExecutable,
  type Does,
  definePlugin,
  type Executable,
  type ExpressionLanguage,
  type Json,
  type JsonObject,
  type Plugin,
  type RetryPolicy,
  type SqlValue,
  type TransactionSql,
  type WaitingAt,
} from "@millrace/kernel"
export { layer as sqliteStoreLayer, type SqliteStoreOptions } from "@millrace/store-sqlite"
/** For inputs, forms and typed errors: `class CardDeclined extends Schema.TaggedError<CardDeclined>()("CardDeclined", { reason: Schema.String }) {}`. */
export { Schema } from "effect"
export { type Closable, closeOnSignals } from "./closeOnSignals.ts"
export { Millrace, type OpenOptions, type Place } from "./Millrace.ts"
export { processPlugin } from "./processPlugin.ts"
