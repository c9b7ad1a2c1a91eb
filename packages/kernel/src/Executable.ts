/**
 * Executables: what the engine can run, with the types that its surface needs: input, output, errors, services and
 * the steps that a test can mock and a person can complete.
 */
import type { Bindings, Codec, Handler } from "./Bindings.ts"
import type { Decider } from "./Decider.ts"
import type { Definition } from "./Definition.ts"

/** A step by its path: a service that a test can mock, or a task that a person completes. */
export interface Does<out Path extends string, out Kind extends "service" | "task", out T> {
  readonly "~fact": "does"
  readonly path: Path
  readonly kind: Kind
  readonly value: T
}

/** A definition with everything it needs to run. */
export interface Model {
  readonly definition: Definition<unknown>
  readonly bindings: Bindings
  // biome-ignore lint/suspicious/noExplicitAny: a decider's own types are its own business
  readonly decider: Decider<any, any, any>
  /** Versions of the same definition whose instances may run this code. */
  readonly compatibleWith?: ReadonlyArray<number>
  /** Checks and encodes the input of `start`. */
  readonly input?: Codec
}

/** Anything with a model: the processes of the builder, the cases of the CMMN plugin. */
export interface Executable<out Id extends string, in I, out O, out E, out R, out Steps> {
  readonly id: Id
  readonly version: number
  /** Phantom: carries the types. */
  readonly "~types"?: (input: I) => { readonly output: O; readonly error: E; readonly services: R; readonly steps: Steps }
  /** `mocks` stand in for handlers, by the path of their step. */
  readonly build: (options?: { readonly mocks?: Readonly<Record<string, Handler>> }) => Model
}

/** The paths of the tasks among the steps `S`. */
export type TaskPath<S> = S extends Does<infer Path, "task", unknown> ? Path : never

/** The form of the task at `Path` among the steps `S`. */
export type FormOf<S, Path> = S extends Does<infer Own, "task", infer T> ? (Path extends Own ? T : never) : never

export type AnyExecutable = Executable<string, never, unknown, unknown, unknown, unknown>
