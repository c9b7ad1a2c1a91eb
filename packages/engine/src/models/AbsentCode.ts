/**
 * Stands in for the code of a definition that this engine was not given: whoever asks for some of it is noted, so that
 * what was decided meanwhile can be taken back, and left to an engine that has the code.
 */
import type { Bindings, Code } from "@millrace/kernel"

export class AbsentCode extends Map<string, Code> {
  #asked: string | undefined

  override has(): boolean {
    return true
  }

  override get(name: string): Code {
    return () => {
      this.#asked ??= name
      throw new Error(`the code '${name}' is not in this engine`)
    }
  }

  /** The name of the code that was asked for since the last time somebody looked. */
  takeAsked(): string | undefined {
    const asked = this.#asked
    this.#asked = undefined
    return asked
  }

  readonly bindings: Bindings = { handlers: new Map(), code: this, codecs: new Map() }
}
