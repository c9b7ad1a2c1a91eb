/**
 * Messages that come from outside, kept in groups: what is published in one turn of the event loop is one transaction.
 */
import { Effect, Exit } from "effect"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import type { Runtime } from "../Runtime.ts"
import type { NewMessage } from "../store/Rows.ts"
import type { MessagePort } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"

type Kept = "kept" | "duplicate"

interface Sending {
  readonly message: NewMessage
  readonly answer: (answer: Effect.Effect<Kept, StoreError>) => void
}

/** How many are kept in one transaction: whoever publishes a hundred thousand at once stops nobody else. */
const atOnce = 500

/** How often a store is asked again that did not say whether it kept a message: it knows its id. */
const mostTries = 5

export class Publisher {
  readonly #port: MessagePort
  readonly #runtime: Runtime
  /** Messages of these names are kept now. */
  readonly #kept: (names: ReadonlyArray<string>) => void
  #waiting: Array<Sending> = []
  #scheduled = false
  #sending = false

  constructor(port: MessagePort, runtime: Runtime, kept: (names: ReadonlyArray<string>) => void) {
    this.#port = port
    this.#runtime = runtime
    this.#kept = kept
  }

  get busy(): boolean {
    return this.#scheduled || this.#sending
  }

  /** Ends when the message is durable. */
  readonly publish = (message: NewMessage): Effect.Effect<Kept, StoreError> =>
    Effect.callback((resume) => {
      this.#waiting.push({ message, answer: resume })
      this.#schedule()
    })

  #schedule(): void {
    if (this.#scheduled || this.#sending || this.#waiting.length === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      const group = this.#waiting.splice(0, atOnce)
      this.#sending = true
      this.#send(group, 1, () => {
        this.#sending = false
        this.#schedule()
      })
    })
  }

  #send(group: ReadonlyArray<Sending>, tries: number, then: () => void): void {
    const messages = group.map(({ message }) => message)
    this.#runtime.run(this.#port.publish(messages, this.#runtime.now()), (exit) => {
      if (Exit.isSuccess(exit)) {
        for (const [place, { answer }] of group.entries()) answer(Effect.succeed(exit.value[place] ?? "kept"))
        this.#kept(messages.map(({ name }) => name))
        then()
        return
      }
      const error = storeErrorOf(exit.cause)
      if (error.code === "StoreOutcomeUnknown" && tries < mostTries) {
        // What was kept is a duplicate now, which is as good.
        this.#runtime.sleep(100 * 2 ** tries, () => this.#send(group, tries + 1, then))
      } else if (error.code === "StoreFailed" && group.length > 1) {
        // One of them may be what the store cannot take.
        const middle = group.length >> 1
        this.#send(group.slice(0, middle), tries, () => this.#send(group.slice(middle), tries, then))
      } else {
        for (const { answer } of group) answer(Effect.fail(error))
        then()
      }
    })
  }
}
