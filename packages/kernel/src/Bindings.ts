/**
 * Bindings: the code that a definition refers to by name. Names are `<definition>@<version>/<element>/<role>`, so
 * that adding or moving an element never changes what another one is bound to.
 */
import type { Json, JsonObject } from "./Json.ts"

/** The code name of an element's role: `codeName("order", 1, "size", "choose")` is `order@1/size/choose`. */
export const codeName = (id: string, version: number, element: string, role: string): string => `${id}@${version}/${element}/${role}`

/** What a handler gets. */
export interface HandlerContext {
  /** The variables that the element sees, frozen. */
  readonly vars: JsonObject
  /** Aborted when the job is cancelled, times out or the engine stops for good. */
  readonly signal: AbortSignal
  /** The same for every attempt and delivery of one job: give it to services that know such keys. */
  readonly idempotencyKey: string
  /** Counts from 1. */
  readonly attempt: number
  /** The id of the instance. */
  readonly instance: string
  /** What an earlier attempt reported last, by `heartbeat`. */
  readonly progress: Json | undefined
  /**
   * Says that the handler is alive: its heartbeat timeout begins anew. What it is given is stored, and the next attempt
   * finds it as `progress`; the Promise resolves when that is durable, and rejects when the result of this handler would
   * be refused, since another engine has the job or nobody waits for it any more. Of values reported faster than they can
   * be stored, the latest is.
   */
  readonly heartbeat: (progress?: unknown) => Promise<void>
  /** The transaction that records the result: of transactional steps only. */
  readonly sql?: TransactionSql
}

/** What a statement of a transactional step may be given. */
export type SqlValue = string | number | bigint | boolean | null | Uint8Array | Date

/**
 * Statements in the transaction that records the result of the step, with parameters only:
 * ``await sql`UPDATE accounts SET balance = balance - ${amount} WHERE id = ${from}` ``
 */
export interface TransactionSql {
  <Row extends object = Record<string, unknown>>(
    text: TemplateStringsArray,
    ...parameters: ReadonlyArray<SqlValue>
  ): Promise<ReadonlyArray<Row>>
  /** A statement as text, in the database's own form of parameters (`?` on SQLite, `$1` on Postgres). */
  readonly query: <Row extends object = Record<string, unknown>>(
    text: string,
    parameters?: ReadonlyArray<SqlValue>,
  ) => Promise<ReadonlyArray<Row>>
}

/** A handler: returns a value, a Promise or an Effect. Runs at least once. */
export type Handler = (context: HandlerContext) => unknown

/** Synchronous code: conditions, mappings, script steps. Runs inside a decision, on frozen variables. */
export type Code = (look: CodeLook) => unknown
export interface CodeLook {
  readonly vars: JsonObject
  /** The time of the decision in milliseconds since 1970: code that runs in decisions has no other clock. */
  readonly now?: number
  /** Says how the value was found. Elements that keep it (business rule tasks) write it into the history of the instance. */
  readonly explain?: (explanation: Json) => void
  /** Of what is made of the work of a step (`outputs`): what it gave, and the variables without its fields. */
  readonly gave?: { readonly value: Json; readonly vars: JsonObject }
}

/** Between what users see and what is stored. Both directions throw an `Error` that says what is wrong. */
export interface Codec {
  readonly encode: (value: unknown) => Json
  readonly decode: (json: Json) => unknown
}

/** An evaluator for conditions and mappings written as text, such as FEEL. */
export interface ExpressionLanguage {
  readonly name: string
  /** Throws an `Error` with line and column where the text is not of the language. */
  readonly compile: (text: string) => Code
}

export interface Bindings {
  readonly handlers: ReadonlyMap<string, Handler>
  /** Names of handlers that stand in for others in tests: they run without a transaction, whatever their step says. */
  readonly mocked?: ReadonlySet<string>
  readonly code: ReadonlyMap<string, Code>
  /** For forms by their name, and for results that are not plain JSON by the name of their handler. */
  readonly codecs: ReadonlyMap<string, Codec>
}
