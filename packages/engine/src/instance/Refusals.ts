/**
 * Letters that came to nothing, since the store or the engine refused them: callers are told, and what the engine itself
 * has to say is kept until the store takes it. Where the store takes everything but this, it is said in another way.
 */
import type { EngineError } from "../EngineError.ts"
import type { Runtime } from "../Runtime.ts"
import type { StoreError } from "../store/StoreError.ts"
import { type Answer, isInspection, type Letter, type Submission } from "./Hot.ts"

/** Milliseconds until what a store in trouble refused to the engine itself is tried again. */
export const retryAfter = 1000

/** How often the store may refuse a letter by itself, until something else is said. */
const mostRefusals = 3

export class Refusals {
  readonly #runtime: Runtime
  readonly #send: (key: number, letter: Letter) => void

  constructor(runtime: Runtime, send: (key: number, letter: Letter) => void) {
    this.#runtime = runtime
    this.#send = send
  }

  /** Tells a caller; keeps what the engine itself has to say until the store takes it. */
  tell(key: number, letter: Letter, error: StoreError | EngineError): void {
    if (isInspection(letter)) letter.failed(error)
    else if (!letter.internal || error._tag === "EngineError") letter.reply(error)
    else this.#runtime.sleep(retryAfter, () => this.#send(key, letter))
  }

  /** The letters of one commit that was refused, with all that was to follow it. */
  tellAll(key: number, letters: ReadonlyArray<Letter>, error: StoreError | EngineError): void {
    const refused: Array<Submission> = []
    for (const letter of letters) {
      if (error.code === "StoreFailed" && !isInspection(letter) && letter.internal) refused.push(refusedOnce(letter, error.message))
      else this.tell(key, letter, error)
    }
    if (refused.length === 0) return
    this.#runtime.warn(`What happened to the instance with the key ${key} cannot be written; it is tried again.`, { reason: error.message })
    this.#runtime.sleep(retryAfter, () => this.#sendInTurn(key, refused))
  }

  /** One at a time: only what is refused by itself is to blame. */
  #sendInTurn(key: number, [letter, ...others]: ReadonlyArray<Submission>): void {
    if (letter === undefined) return
    const reply = (answer: Answer) => {
      letter.reply(answer)
      this.#sendInTurn(key, others)
    }
    this.#send(key, { ...letter, reply })
  }
}

/** The letter for the next try; after too many of them, what it says instead. */
const refusedOnce = ({ unstorable, ...letter }: Submission, reason: string): Submission => {
  const refusals = (letter.refusals ?? 0) + 1
  if (unstorable === undefined) return { ...letter, refusals }
  return refusals < mostRefusals ? { ...letter, unstorable, refusals } : { ...letter, command: unstorable(reason) }
}
