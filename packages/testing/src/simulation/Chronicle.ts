/**
 * What happened in a simulation, by the logs of its instances: whatever happens once happens once, and each job has the
 * result of one of its own handlers.
 */
import { isDeepStrictEqual } from "node:util"
import { readValue, type SubscriptionOpened, type WorldEvent } from "@millrace/kernel"
import type { WatchedEvent } from "../checked/WatchedInstance.ts"
import type { Ledger } from "./Ledger.ts"
import { callOf } from "./SimulatedHandler.ts"

export class Chronicle {
  readonly #ledger: Ledger
  readonly #seen = new Set<string>()
  /** Who completed which task, by `instance:task`. */
  readonly completions = new Map<string, string>()
  /** The ids of the messages that instances received, or began by. */
  readonly received = new Set<string>()
  /** The ids of the answers that they sent. */
  readonly answers = new Set<string>()
  readonly #subscriptions = new Map<string, SubscriptionOpened>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** Takes the next event of an instance; says what is wrong with it. */
  *follow({ instance, event: watched, decider, compiled, state }: WatchedEvent): Iterable<string> {
    const event = watched as WorldEvent
    if (event.type === "TimerFired") yield* this.#once(`the firing of timer ${event.timer} of ${instance}`)
    if (event.type === "UserTaskCompleted") {
      yield* this.#once(`the completion of task ${event.task} of ${instance}`)
      this.completions.set(`${instance}:${event.task}`, event.by)
    }
    yield* this.#mail(instance, event)
    if (event.type !== "JobCompleted") return
    yield* this.#once(`the completion of job ${event.job} of ${instance}`)
    const number = callOf(readValue(event.result))
    const call = number === undefined ? undefined : this.#ledger.calls[number]
    const described = decider.describeJob(compiled, state, event.job)
    if (call?.gives !== true) yield `job ${event.job} of ${instance} has a result that no handler gave`
    else {
      yield* this.#once(`the use of result ${number}`)
      const own = { instance, key: `${instance}/${described?.work ?? event.job}`, attempt: described?.attempt }
      if (!isDeepStrictEqual({ instance: call.instance, key: call.key, attempt: call.attempt }, own))
        yield `job ${event.job} of ${instance} has the result of another: ${JSON.stringify(call)}`
    }
  }

  /** A message reaches one, once, who waits for its name and key; a signal each of those who wait, once. */
  *#mail(instance: string, event: WorldEvent): Iterable<string> {
    if (event.type === "MessageSent" && event.name === "answer") this.answers.add(`${instance}/${event.message}`)
    if (event.type === "InstanceStarted" && event.called) yield* this.#once(`the call of ${instance}`)
    if (event.type === "SubscriptionOpened") this.#subscriptions.set(`${instance}/${event.subscription}`, event)
    if (event.type !== "MessageReceived") return
    const subscription = this.#subscriptions.get(`${instance}/${event.subscription}`)
    if (subscription?.kind !== "message") {
      yield* this.#once(`the receipt of signal ${event.message} by subscription ${event.subscription} of ${instance}`)
      return
    }
    yield* this.#once(`the receipt of message ${event.message}`)
    this.received.add(event.message)
    const published = this.#ledger.published.get(event.message)
    if (published !== undefined && (published.name !== subscription.name || published.key !== subscription.key))
      yield `${instance} waited for ${subscription.name} ${subscription.key} and received ${JSON.stringify(published)}`
  }

  *#once(what: string): Iterable<string> {
    if (this.#seen.has(what)) yield `${what} happened twice`
    this.#seen.add(what)
  }
}
