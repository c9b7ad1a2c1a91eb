/**
 * Retry policies as plain data, and the delay before the next attempt. No clock and no random: jitter is a hash.
 */
export interface RetryPolicy {
  /** Attempts in all, the first included; at least 1. */
  readonly attempts: number
  /** Milliseconds before the second attempt. */
  readonly delay: number
  /** Each further delay is the one before times this; 1 keeps it fixed. */
  readonly factor: number
  /** No delay is longer than this many milliseconds. */
  readonly maxDelay: number
  /** The share of a delay that is spread by chance, 0 to 1. */
  readonly jitter: number
  /** Codes of typed errors that are retried although they are results. */
  readonly retryErrors?: ReadonlyArray<string>
  /** Names of error classes (`error.name`) that are never retried. */
  readonly nonRetryable?: ReadonlyArray<string>
}

/** What a job gets that says nothing: 3 attempts, 1 s and 2 s apart, a tenth of it by chance. */
export const defaultRetry: RetryPolicy = { attempts: 3, delay: 1000, factor: 2, maxDelay: 60_000, jitter: 0.1 }

/** A hundred years: what is due later is no date any more. */
const longestDelay = 3_155_760_000_000

/** Milliseconds between attempt `attempt` and the one after it. `seed` names the job, so that each job has its own jitter. */
export const retryDelay = (policy: RetryPolicy, attempt: number, seed: string): number => {
  // No delay at all stays none, however large the factor has become.
  const grown = policy.delay === 0 ? 0 : policy.delay * policy.factor ** (attempt - 1)
  const base = Math.min(policy.maxDelay, longestDelay, grown)
  const spread = base * policy.jitter
  return Math.max(0, Math.round(base - spread / 2 + spread * unitHash(`${seed}/${attempt}`)))
}

/** A number from 0 to 1 that depends on nothing but the text (FNV-1a, 32 bits, finished as in MurmurHash3). */
const unitHash = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}
