/**
 * Scopes while a process is compiled: which variables have to be decoded before users see them.
 */
import type { Code, Codec, Handler, JsonObject } from "@millrace/kernel"

/** How one variable is read, and written where that is done here. */
export type VariableCodec = Codec

export class Scope {
  /** The id of the sub-process; none at the top. */
  readonly path: string | undefined
  readonly parent: Scope | undefined
  /** Every variable that is set in this scope; those that are plain JSON have no codec. */
  readonly variables = new Map<string, VariableCodec | undefined>()
  /** Variables of this scope whose values must not appear in texts. */
  readonly #redacted = new Set<string>()
  #codecs: ReadonlyMap<string, VariableCodec> | undefined

  constructor(path?: string, parent?: Scope) {
    this.path = path
    this.parent = parent
  }

  /** The id in the graph of what is called `id` in this scope. */
  idOf(id: string): string {
    return this.path === undefined ? id : `${this.path}/${id}`
  }

  /** Notes how a variable is read; `false` where the same name is read differently elsewhere in the scope. */
  declare(name: string, codec: VariableCodec | undefined): boolean {
    if (this.variables.has(name)) return this.variables.get(name) === codec
    this.variables.set(name, codec)
    return true
  }

  /** Notes that the values of a variable must not appear in texts. */
  redact(name: string): void {
    this.#redacted.add(name)
  }

  /** Their names as a field of the graph; nothing where there are none. */
  get redacted(): { readonly redacted?: ReadonlyArray<string> } {
    return this.#redacted.size === 0 ? {} : { redacted: [...this.#redacted].sort() }
  }

  /** Whether something here, or in a scope around, sets a variable of this name. */
  knows(name: string): boolean {
    return this.variables.has(name) || this.parent?.knows(name) === true
  }

  /** The codec of a variable as it is seen here. */
  codecOf(name: string): VariableCodec | undefined {
    return this.variables.has(name) ? this.variables.get(name) : this.parent?.codecOf(name)
  }

  /** Everything that has to be decoded for code in this scope. To be asked when the whole process is compiled. */
  get codecs(): ReadonlyMap<string, VariableCodec> {
    if (this.#codecs === undefined) {
      const merged = new Map(this.parent?.codecs)
      for (const [name, codec] of this.variables) {
        if (codec === undefined) merged.delete(name)
        else merged.set(name, codec)
      }
      this.#codecs = merged
    }
    return this.#codecs
  }

  /** The handler as the engine calls it: itself where nothing has to be decoded. */
  handler(handler: Handler): Handler {
    if (this.codecs.size === 0) return handler
    const view = this.#view()
    // Named one by one: the engine's context has getters of a class, which a spread would lose.
    return (context) =>
      handler({
        vars: view(context.vars),
        attempt: context.attempt,
        instance: context.instance,
        idempotencyKey: context.idempotencyKey,
        progress: context.progress,
        heartbeat: context.heartbeat,
        ...(context.sql === undefined ? {} : { sql: context.sql }),
        get signal() {
          return context.signal
        },
      })
  }

  /** The code as the decider calls it: itself where nothing has to be decoded. */
  code(code: Code): Code {
    if (this.codecs.size === 0) return code
    const view = this.#view()
    return (look) => code({ ...look, vars: view(look.vars) })
  }

  #cached: ((vars: JsonObject) => JsonObject) | undefined
  #view(): (vars: JsonObject) => JsonObject {
    this.#cached ??= decodedView(this.codecs)
    return this.#cached
  }
}

/** Variables with some of them decoded when they are first read. The engine shares one `vars` among jobs, so do we. */
const decodedView = (codecs: ReadonlyMap<string, VariableCodec>): ((vars: JsonObject) => JsonObject) => {
  const seen = new WeakMap<JsonObject, JsonObject>()
  return (vars) => {
    const known = seen.get(vars)
    if (known !== undefined) return known
    // Copied as descriptors: what is stored apart stays unread until somebody asks for it.
    const properties: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(vars)
    for (const [name, codec] of codecs) {
      if (Object.hasOwn(properties, name)) properties[name] = { get: once(() => decode(name, codec, vars[name] ?? null)), enumerable: true }
    }
    const view: JsonObject = Object.freeze(Object.defineProperties({}, properties))
    seen.set(vars, view)
    return view
  }
}

const decode = (name: string, codec: VariableCodec, value: JsonObject[string]): unknown => {
  try {
    return codec.decode(value)
  } catch (cause) {
    throw new Error(`Variable '${name}' cannot be read by its schema: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
