/**
 * Retry policies of jobs, in words.
 */
import type { RetryPolicy } from "@millrace/kernel"
import { Duration } from "effect"
import { tagOf } from "./codec/tagOf.ts"
import { optionsWith } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"
import type { ErrorClass } from "./types/Options.ts"

/** What both kinds of policy can say. */
export interface RetryOptions {
  /** Attempts in all, the first included. */
  readonly attempts: number
  /** The share of each delay that is spread by chance, 0 to 1; a tenth where it is left out. */
  readonly jitter?: number
  /** Typed errors that are retried although they are results. */
  readonly retryErrors?: ReadonlyArray<ErrorClass>
  /** Errors that are never retried, by class or by `error.name`. */
  readonly nonRetryable?: ReadonlyArray<string | (abstract new (...args: never) => Error)>
}
export interface ExponentialOptions extends RetryOptions {
  /** Before the second attempt; a second where it is left out. */
  readonly delay?: Duration.Input
  /** Each further delay is the one before times this; 2 where it is left out. */
  readonly factor?: number
  /** No delay is longer; a minute where it is left out. */
  readonly maxDelay?: Duration.Input
}

const shares = ["jitter", "retryErrors", "nonRetryable"]

/**
 * Delays that grow: `exponential({ attempts: 5, delay: "1 second", maxDelay: "1 minute" })` tries again after 1, 2, 4
 * and 8 seconds.
 */
export const exponential = (options: ExponentialOptions): RetryPolicy => {
  take("exponential", [optionsWith("attempts", ...shares, "delay", "factor", "maxDelay")], [options])
  const delay = Duration.toMillis(Duration.fromInputUnsafe(options.delay ?? "1 second"))
  const maxDelay = Duration.toMillis(Duration.fromInputUnsafe(options.maxDelay ?? Math.max(60_000, delay)))
  return { ...shared(options), delay, factor: options.factor ?? 2, maxDelay }
}

/** The same delay each time: `fixed({ attempts: 3, delay: "10 seconds" })`. */
export const fixed = (options: RetryOptions & { readonly delay: Duration.Input }): RetryPolicy => {
  take("fixed", [optionsWith("attempts", ...shares, "delay"), optionsWith("delay", ...shares, "attempts")], [options, options])
  const delay = Duration.toMillis(Duration.fromInputUnsafe(options.delay))
  return { ...shared(options), delay, factor: 1, maxDelay: delay }
}

const shared = ({ attempts, jitter = 0.1, retryErrors, nonRetryable }: RetryOptions) => ({
  attempts,
  jitter,
  ...(retryErrors === undefined ? {} : { retryErrors: retryErrors.map((error) => tagOf(error)) }),
  ...(nonRetryable === undefined ? {} : { nonRetryable: nonRetryable.map((error) => (typeof error === "string" ? error : error.name)) }),
})
