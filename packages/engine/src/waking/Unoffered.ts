/**
 * Work that no engine does: says now and then which definitions have instances that go on, and no engine that runs now
 * was given their code.
 */
import { definitionName } from "@millrace/kernel"
import { Effect } from "effect"
import { codeOf } from "../models/offersOf.ts"
import type { Registry } from "../models/Registry.ts"
import type { Runtime } from "../Runtime.ts"
import type { DefinitionName } from "../store/Rows.ts"
import type { Store } from "../store/Store.ts"

/** Milliseconds between two looks at the same definition. */
const interval = 60_000

/** Instances are counted so far. */
const most = 1000

export class Unoffered {
  readonly #store: Store["Service"]
  readonly #registry: Registry
  readonly #runtime: Runtime
  readonly #client: boolean
  readonly #lookedAt = new Map<number, number>()
  readonly #since: number

  /** The first look comes after `patience`: engines that are started together find each other first. */
  constructor(store: Store["Service"], registry: Registry, runtime: Runtime, client: boolean, patience: number) {
    this.#store = store
    this.#registry = registry
    this.#runtime = runtime
    this.#client = client
    this.#since = runtime.now() + patience
  }

  /** Looks at what is due for a look. */
  readonly look = Effect.fnUntraced(function* (this: Unoffered) {
    const now = this.#runtime.now()
    if (now < this.#since) return
    for (const definition of this.#registry.stored) {
      if (!this.#client && this.#registry.has(definition)) continue
      if (now - (this.#lookedAt.get(definition.key) ?? Number.NEGATIVE_INFINITY) < interval) continue
      this.#lookedAt.set(definition.key, now)
      if (yield* this.#store.engines.isOffered(definition.key, now)) continue
      const count = yield* this.#count(definition)
      if (count === 0) continue
      const some = count === 1 ? "1 instance waits" : `${count === most ? `${most} instances or more wait` : `${count} instances wait`}`
      this.#runtime.warn(`${definitionName(definition)}: ${some} for an engine that has the code. Open one with ${codeOf(definition)}.`, {
        code: "CodeNotHere",
        process: definition.id,
        version: definition.version,
        instances: count,
      })
    }
  })

  readonly #count = Effect.fnUntraced(function* (this: Unoffered, { id, key }: DefinitionName) {
    const { rows } = yield* this.#store.instances.list({ process: id, status: "active", limit: most })
    return rows.filter(({ definition }) => definition === key).length
  })
}
