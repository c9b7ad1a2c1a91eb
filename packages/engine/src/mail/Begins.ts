/**
 * Whether what a delivery is for is to begin by another one. Deliveries are looked through once for all that are asked for
 * meanwhile: of a caller that is cancelled, ten thousand may be.
 */
import { Effect, Exit } from "effect"
import type { Runtime } from "../Runtime.ts"
import type { DeliveryRow } from "../store/Rows.ts"
import type { DeliveryPort } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"

const pageSize = 500

interface Question {
  /** What was sent before this delivery is looked through. */
  readonly before: number
  readonly answer: (found: Effect.Effect<number | undefined, StoreError>) => void
}

export class Begins {
  readonly #port: DeliveryPort
  readonly #runtime: Runtime
  #questions = new Map<string, Question>()
  #looking = false

  constructor(port: DeliveryPort, runtime: Runtime) {
    this.#port = port
    this.#runtime = runtime
  }

  /** The id of the delivery by which the called instance begins that this one is for; undefined where there is none. */
  readonly find = ({ instance, id }: DeliveryRow): Effect.Effect<number | undefined, StoreError> =>
    Effect.callback((resume) => {
      const name = instance ?? ""
      const other = this.#questions.get(name)
      this.#questions.set(name, {
        before: Math.max(id, other?.before ?? 0),
        answer: (found) => {
          other?.answer(found)
          resume(found)
        },
      })
      this.#look()
    })

  #look(): void {
    if (this.#looking || this.#questions.size === 0) return
    this.#looking = true
    // What else is asked for in this turn goes along.
    setImmediate(() => {
      const asked = this.#questions
      this.#questions = new Map()
      this.#runtime.run(this.#through(asked), (exit) => {
        this.#looking = false
        for (const [name, { answer }] of asked) answer(Exit.map(exit, (found) => found.get(name)))
        this.#look()
      })
    })
  }

  readonly #through = Effect.fnUntraced(function* (this: Begins, asked: ReadonlyMap<string, Question>) {
    const found = new Map<string, number>()
    const before = Math.max(...[...asked.values()].map((question) => question.before))
    for (let after = 0; after < before && found.size < asked.size; ) {
      const rows = yield* this.#port.due({ after, limit: pageSize })
      for (const { kind, instance, id } of rows) if (kind === "child" && instance !== null && asked.has(instance)) found.set(instance, id)
      if (rows.length < pageSize) break
      after = rows.at(-1)?.id ?? before
      yield* Effect.yieldNow
    }
    return found
  })
}
