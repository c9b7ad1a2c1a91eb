/**
 * Has the store join messages to those who wait for them: soon after either is committed, many commits in one go. A
 * sweep repeats it for all names.
 */
import { Exit } from "effect"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import { retryAfter } from "../instance/Refusals.ts"
import type { Runtime } from "../Runtime.ts"
import type { MessagePort } from "../store/Store.ts"

/** How many messages are given in one transaction. */
const pageSize = 500

const giving = "messages could not be given to those who wait for them"

export class Matcher {
  readonly #port: MessagePort
  readonly #runtime: Runtime
  /** Messages have been given to somebody: there are deliveries. */
  readonly #given: () => void
  readonly #names = new Set<string>()
  #all = false
  #scheduled = false
  #matching = false
  #stopped = false

  constructor(port: MessagePort, runtime: Runtime, given: () => void) {
    this.#port = port
    this.#runtime = runtime
    this.#given = given
  }

  get busy(): boolean {
    return this.#scheduled || this.#matching
  }

  /** Messages of these names, or those who wait for them, are new. */
  look(names: Iterable<string>): void {
    for (const name of names) this.#names.add(name)
    this.#schedule()
  }

  /** Anything may be new. */
  lookAtAll(): void {
    this.#all = true
    this.#schedule()
  }

  stop(): void {
    this.#stopped = true
  }

  #schedule(): void {
    if (this.#scheduled || this.#matching || this.#stopped) return
    if (!this.#all && this.#names.size === 0) return
    this.#scheduled = true
    // What else is told of in this turn goes along.
    setImmediate(() => {
      this.#scheduled = false
      this.#match()
    })
  }

  #match(): void {
    const names = this.#all ? undefined : [...this.#names]
    this.#all = false
    this.#names.clear()
    this.#matching = true
    const request = { now: this.#runtime.now(), limit: pageSize, ...(names === undefined ? {} : { names }) }
    this.#runtime.run(this.#port.match(request), (exit) => {
      this.#matching = false
      if (this.#stopped) return
      const repeat = () => (names === undefined ? this.lookAtAll() : this.look(names))
      if (Exit.isFailure(exit)) {
        this.#runtime.troubles.met(giving, storeErrorOf(exit.cause))
        this.#runtime.sleep(retryAfter, repeat)
        return
      }
      this.#runtime.troubles.overcame(giving)
      if (exit.value > 0) this.#given()
      if (exit.value >= pageSize) repeat()
      this.#schedule()
    })
  }
}
