/**
 * What was done and what was acknowledged in a simulation, written down outside of the store: what the store says in
 * the end is held against it.
 */

/** One call of a handler. */
export interface HandlerCall {
  readonly instance: string
  readonly key: string
  readonly attempt: number
  /** Whether it was going to give its number as its result. */
  readonly gives: boolean
}

/** A user task that somebody tried to complete. */
export interface Completion {
  readonly instance: string
  readonly task: number
  readonly by: string
  acknowledged: boolean
}

/** Somebody who waits for the end of an instance, at one engine. */
export interface Waiter {
  readonly instance: string
  readonly life: number
  /** What it heard: the status of the end, or that the engine closed. */
  heard: string | undefined
}

export class Ledger {
  /** By their number. */
  readonly calls: Array<HandlerCall> = []
  readonly completions: Array<Completion> = []
  readonly waiters: Array<Waiter> = []
  /** Instances whose start was tried, and whether it was acknowledged; with their input. */
  readonly starts = new Map<string, { readonly input: Readonly<Record<string, number>>; readonly process: string; acknowledged: boolean }>()
  /** Messages that somebody tried to publish, by their id. */
  readonly published = new Map<string, { readonly name: string; readonly key: string | undefined; acknowledged: boolean }>()
  /** What was read of what had been acknowledged, and was not there. */
  readonly unread: Array<string> = []
}
