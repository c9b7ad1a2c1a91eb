/**
 * Keys for new instances, reserved in blocks so that most starts need no trip to the store.
 */
import { Effect } from "effect"
import type { InstancePort } from "../store/Store.ts"

const blockSize = 1000

export class KeyPool {
  readonly #instances: InstancePort
  #next = 0
  #end = 0

  constructor(instances: InstancePort) {
    this.#instances = instances
  }

  /** The next key, if one is at hand. */
  take(): number | undefined {
    return this.#next < this.#end ? this.#next++ : undefined
  }

  /** The next key, from a new block if need be. */
  readonly next = Effect.fnUntraced(function* (this: KeyPool) {
    const key = this.take()
    if (key !== undefined) return key
    const first = yield* this.#instances.reserve(blockSize)
    // Another start may have reserved a block meanwhile: keys left in it are gone, which does no harm.
    this.#next = first + 1
    this.#end = first + blockSize
    return first
  })
}
