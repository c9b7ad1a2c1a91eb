/**
 * A handler by chance: it gives its number, at once or later, with or without regard for being told to stop; fails in
 * every way; or never answers.
 */
import type { Handler } from "@millrace/kernel"
import { Clock, Effect } from "effect"
import { randomErrors } from "../decider/RandomProcess.ts"
import type { VirtualClock } from "../process/VirtualClock.ts"
import type { Seeded } from "../store/seeded.ts"
import type { Ledger } from "./Ledger.ts"
import { turns } from "./turns.ts"

export interface Surroundings {
  readonly random: Seeded
  readonly ledger: Ledger
  readonly clock: VirtualClock
  /** The storm is over: handlers answer, and well. */
  readonly calm: () => boolean
  /** Its engine lives. */
  readonly alive: () => boolean
}

/** Results of handlers are their numbers, alone or in a value too large for its event. */
export const callOf = (result: unknown): number | undefined => {
  if (typeof result === "number") return result
  if (typeof result !== "object" || result === null || !("call" in result)) return undefined
  return typeof result.call === "number" ? result.call : undefined
}

const padding = "large ".repeat(300)

/** Answers at a virtual time, whatever happens to its job meanwhile. */
const stubborn = (clock: VirtualClock, milliseconds: number, result: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    Effect.runCallback(Effect.sleep(milliseconds).pipe(Effect.provideService(Clock.Clock, clock)), { onExit: () => resolve(result) })
  })

export const simulatedHandler =
  ({ random, ledger, clock, calm, alive }: Surroundings): Handler =>
  ({ instance, idempotencyKey, attempt, heartbeat }) => {
    if (!alive()) return Effect.never
    // A report that is refused is none of the handler's business here.
    if (random.chance(0.1)) void heartbeat(random.chance(0.5) ? { at: ledger.calls.length } : undefined).catch(() => {})
    const call = ledger.calls.length
    const luck = calm() ? random.below(5) : random.below(16)
    ledger.calls.push({ instance, key: idempotencyKey, attempt, gives: luck < 11 })
    const milliseconds = 1 + random.below(calm() ? 3000 : 30_000)
    const code = randomErrors[random.below(randomErrors.length)] ?? "Declined"
    if (luck < 2) return call
    if (luck === 2) return turns(random.below(5)).then(() => call)
    if (luck === 3) return { call, padding }
    if (luck < 6) return Effect.as(Effect.sleep(milliseconds), call)
    if (luck < 9) return stubborn(clock, milliseconds, call)
    if (luck < 11) return Promise.resolve(call)
    if (luck < 13) throw new Error("by chance")
    if (luck === 13) return Effect.delay(Effect.fail({ _tag: code, message: "by chance", call }), milliseconds)
    if (luck === 14) return Effect.fail({ _tag: code, message: "by chance", call })
    return new Promise(() => {})
  }
