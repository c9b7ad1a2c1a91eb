/**
 * The face of a process test, typed by the process: its input, its steps, its forms, its result.
 */
import type { Context, ServiceSteps } from "@millrace/builder"
import type { HistoryEntry, NamedPublishOptions, Published, PublishOptions, Store, StoreError, UserTask } from "@millrace/engine"
import type {
  AnyExecutable,
  Does,
  FormOf,
  Handler,
  JsonObject,
  MessageKey,
  MessageType,
  Plugin,
  SignalType,
  TaskPath,
  TransactionSql,
  WaitingAt,
} from "@millrace/kernel"
import type { Cause, Duration, Layer } from "effect"

/** Stand-ins for the handlers of compensations: that of `charge` is called `charge:compensation`. */
export type CompensationMocks<S> = {
  readonly [D in S as D extends Does<infer Path, "service" | "task", unknown> ? `${Path}:compensation` : never]?: CompensationMock
}
/** Written as a method, so that a mock may name the variables it reads. */
type CompensationMock = { run(context: Context<{ readonly [variable: string]: unknown }>): unknown }["run"]

/**
 * Stand-ins for handlers, by the path of their step. A conditional type, so that the compiler knows the steps by the
 * time it looks at the parameters of a mock.
 */
export type Mocks<S> = [S] extends [never] ? { readonly [path: string]: never } : ServiceSteps<S> & CompensationMocks<S>

/** A process that the tested one calls, with stand-ins for its handlers. */
export interface MockedChild {
  readonly process: AnyExecutable
  /** By the path of their step. */
  readonly mocks: Readonly<Record<string, Handler>>
}

export interface ProcessTestOptions<S> {
  /** Stand in for handlers, by the path of their step. A step without a mock runs its own handler. */
  readonly mocks?: Mocks<S>
  /** The processes that it calls: they run for real, with mocks or not. Another process of the same id may stand in for one. */
  readonly children?: ReadonlyArray<AnyExecutable | MockedChild>
  /** Services for the handlers that are not mocked. */
  readonly layer?: Layer.Layer<never, unknown>
  /** When the test begins: a Date or an ISO date with time and zone. 2026-01-01T00:00:00Z by default. */
  readonly startAt?: Date | string
  /**
   * Where the instance lives: in memory by default. Transactional steps that are not mocked need an SQL database, such as
   * `sqliteStoreLayer({ filename: ":memory:" })`; it lasts as long as the test, through crashes too.
   */
  readonly store?: Layer.Layer<Store, StoreError>
  /** Runs in a transaction of that store whenever the engine opens: for the tables of transactional steps. */
  readonly prepare?: (sql: TransactionSql) => unknown
  /** Plugins that the process needs. */
  readonly plugins?: ReadonlyArray<Plugin>
  /** The id of the instance. `"test"` by default, so that idempotency keys are the same in every run. */
  readonly instance?: string
}

/** A place where the instance stands. */
export interface WaitingPlace {
  /** The path of the step. */
  readonly path: string
  readonly for: WaitingAt["for"]
  /** When it goes on by itself. */
  readonly due: Date | undefined
  /** In one sentence: what has to happen. */
  readonly reason: string
}

/** A step that cannot go on until its cause is mended. */
export interface TestIncident {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** The fields of a typed error as they are stored, `_tag` among them: what its class adds to every Error is left out. */
export type ErrorFields<E> = E extends unknown
  ? { readonly [K in keyof E as K extends keyof Cause.YieldableError | symbol ? never : K]: E[K] }
  : never

/** How an instance ended. */
export type ProcessResult<O, E> = { readonly output: O } | { readonly error: ErrorFields<E> } | { readonly cancelled: string }

/** One instance of a process on a memory store, under virtual time. Every method lets everything settle before it resolves. */
export interface ProcessTest<in I, out O, out E, in out S> {
  /** Starts the instance; a test has one. */
  readonly start: (input: I, options?: { readonly businessKey?: string }) => Promise<void>
  /** Starts the instance by a message that its process begins with. */
  readonly startBy: <P, K extends MessageKey>(message: MessageType<P, K>, payload: NoInfer<P>) => Promise<void>
  /** Sends a message: to whoever waits for it, or to be kept until somebody does. */
  readonly publish: {
    <P, K extends MessageKey>(message: MessageType<P, K>, payload: NoInfer<P>, options?: PublishOptions): Promise<Published>
    (message: string, payload: unknown, options?: NamedPublishOptions): Promise<Published>
  }
  /** Gives a signal to everybody who waits for it; says to how many. */
  readonly broadcast: {
    <P>(signal: SignalType<P>, payload: NoInfer<P>): Promise<number>
    (signal: string, payload: unknown): Promise<number>
  }
  /** Gives variables of the process other values, as JSON. */
  readonly setVariables: (variables: Readonly<Record<string, unknown>>) => Promise<void>
  /** Begins a step of an ad-hoc sub-process. */
  readonly activate: (path: string) => Promise<void>
  /** Ends an ad-hoc sub-process by hand. */
  readonly finishAdHoc: (path: string) => Promise<void>
  /** Gives a multi-instance step that runs one more item. */
  readonly addItem: (path: string, item: unknown) => Promise<void>
  /** Completes the open user task at `path`. */
  readonly complete: <P extends TaskPath<S>>(path: P, form: FormOf<S, P>, options: { readonly by: string }) => Promise<void>
  /** Takes the open user task at `path` for `user`. */
  readonly claim: (path: TaskPath<S>, user: string) => Promise<void>
  /** Gives the task back; `user` has to have it. */
  readonly unclaim: (path: TaskPath<S>, user: string) => Promise<void>
  /** Gives the task to somebody, whoever had it; to nobody in particular without `user`. */
  readonly assign: (path: TaskPath<S>, user?: string) => Promise<void>
  /** The open user tasks, as lists show them. */
  readonly tasks: () => Promise<ReadonlyArray<UserTask>>
  /** Lets time pass, from one due time to the next: `"1 day"`, `"PT30S"`, milliseconds. */
  readonly advance: (time: Duration.Input | `P${string}`) => Promise<void>
  /** Lets time pass until a date: a Date or an ISO date with time and zone. */
  readonly advanceTo: (date: Date | string) => Promise<void>
  /** The virtual time. */
  readonly now: () => Date
  /**
   * Throws the engine away as `kill -9` does, and opens another one on the same store: nothing is closed, what
   * handlers were doing is lost, and their jobs are delivered anew. Handlers that gave a Promise cannot be stopped;
   * what they return is not heard.
   */
  readonly crash: () => Promise<void>
  /** Where the instance stands, and what it waits for. */
  readonly waiting: () => Promise<ReadonlyArray<WaitingPlace>>
  /** The ids of the elements that completed, in order. */
  readonly trace: () => Promise<ReadonlyArray<string>>
  /** Everything that happened, commit by commit. */
  readonly history: () => Promise<ReadonlyArray<HistoryEntry>>
  /** The variables of the process as they are now. */
  readonly vars: () => Promise<JsonObject>
  /** How it ended; throws while it has not, and says what it waits for. */
  readonly result: () => Promise<ProcessResult<O, E>>
  /** The open incidents. */
  readonly incidents: () => Promise<ReadonlyArray<TestIncident>>
  /** Tries again what stopped at `path`, after its cause is mended. */
  readonly retry: (path: string) => Promise<void>
  /** Cancels the instance. */
  readonly cancel: (reason?: string) => Promise<void>
  /** Closes the engine; the test is over. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** What a test asked for cannot be done, or not at this point: the message says what the process waits for instead. */
export class ProcessTestError extends Error {
  override readonly name = "ProcessTestError"
  readonly code = "ProcessTestMisused"
}
