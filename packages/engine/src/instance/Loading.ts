/**
 * An instance on its way into memory, and what waits for it.
 */
import type { Letter } from "./Hot.ts"

export interface Loading {
  readonly letters: Array<Letter>
  /** Somebody has seen it in the store at this commit: what is older has to be read again. */
  atLeast: number
  /** Its row was changed since the reading began. */
  stale: boolean
}
