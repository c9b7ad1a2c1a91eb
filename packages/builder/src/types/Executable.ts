/**
 * What can be read off a process by type: for the engine's face, the test kit and users.
 */
import type { Does, Executable } from "@millrace/kernel"
import type { Effect } from "effect/Effect"
import type { Context } from "./Handler.ts"

/** What `start` takes. */
export type InputOf<P> = P extends Executable<string, infer I, unknown, unknown, unknown, unknown> ? I : never
/** What `result()` gives. */
export type OutputOf<P> = P extends Executable<string, never, infer O, unknown, unknown, unknown> ? O : never
/** The typed errors with which an instance can fail. */
export type ErrorOf<P> = P extends Executable<string, never, unknown, infer E, unknown, unknown> ? E : never
/** The Effect services that handlers need. */
export type ServicesOf<P> = P extends Executable<string, never, unknown, unknown, infer R, unknown> ? R : never
/** The steps as a union of `Does`. */
export type StepsOf<P> = P extends Executable<string, never, unknown, unknown, unknown, infer S> ? S : never

/** The paths of the user tasks among the steps `S`. */
export type TaskPath<S> = S extends Does<infer P, "task", unknown> ? P : never
/** What the user task at path `P` takes as its form. */
export type FormOf<S, P> = S extends Does<infer Q, "task", infer T> ? (P extends Q ? T : never) : never
/** The paths of the service tasks among the steps `S`. */
export type ServicePath<S> = S extends Does<infer P, "service", unknown> ? P : never

/** Written as a method, so that a mock may name the variables it reads. */
type Mock<T> = { run(context: Context<{ readonly [variable: string]: unknown }>): T | Promise<T> | Effect<T, unknown> }["run"]
/** Stand-ins for handlers by the path of their step, each giving what its step gives. */
export type ServiceSteps<S> = {
  readonly [D in S as D extends Does<infer P, "service", unknown> ? P : never]?: D extends Does<string, "service", infer T>
    ? Mock<T>
    : never
}
