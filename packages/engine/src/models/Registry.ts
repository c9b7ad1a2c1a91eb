/**
 * The models an engine can run: those it was given, and the older versions that the store still holds.
 */
import {
  type AnyEvent,
  type Bindings,
  type CompileOptions,
  type Decider,
  type Definition,
  definitionName,
  type ExpressionLanguage,
  type Json,
  type Model,
  type Plugin,
} from "@millrace/kernel"
import { Effect } from "effect"
import { EngineError } from "../EngineError.ts"
import type { DefinitionName, DefinitionRow } from "../store/Rows.ts"
import type { DefinitionPort } from "../store/Store.ts"
import { AbsentCode } from "./AbsentCode.ts"
import { compatibleBindings } from "./compatibleBindings.ts"
import { modelFor, offersOf } from "./offersOf.ts"

export type AnyDecider = Decider<unknown, unknown, AnyEvent>

/** A definition that stands in the store, compiled with the code bound to it. */
export interface LoadedModel {
  readonly row: DefinitionRow
  readonly decider: AnyDecider
  readonly bindings: Bindings
  readonly compiled: unknown
  /** Set where this engine was not given the code: what needs some of it is left to others. */
  readonly absent?: AbsentCode
}

/** A model that was given, and where it stands in the store. */
export interface RegisteredModel extends LoadedModel {
  readonly model: Model
}

export class Registry {
  readonly #definitions: DefinitionPort
  readonly #byName = new Map<string, RegisteredModel>()
  readonly #byKey = new Map<number, LoadedModel>()
  readonly #deciders = new Map<string, AnyDecider>()
  readonly #languages: ReadonlyArray<ExpressionLanguage>
  readonly #plugins: ReadonlyArray<Plugin>
  #names: ReadonlyArray<DefinitionName> = []
  #offers: ReadonlyArray<number> = []
  #offeredProcesses: ReadonlyArray<string> = []

  constructor(definitions: DefinitionPort, plugins: ReadonlyArray<Plugin>) {
    this.#definitions = definitions
    this.#plugins = plugins
    this.#languages = plugins.flatMap((plugin) => plugin.expressions ?? [])
    for (const plugin of plugins) for (const decider of plugin.deciders ?? []) this.#deciders.set(decider.kind, decider)
  }

  /** Checks the model and stores its definition, or finds it there unchanged. */
  readonly register = Effect.fnUntraced(function* (this: Registry, model: Model, development: boolean) {
    const { definition } = model
    const name = definitionName(definition)
    if (this.#byName.has(name)) {
      return yield* new EngineError({
        code: "ConfigurationInvalid",
        message: `${name} is given twice: leave one out, or raise its version.`,
        process: name,
      })
    }
    this.#deciders.set(definition.kind, model.decider)
    const options = this.#options(model.bindings, definition.kind)
    const errors = model.decider.validate(definition, options).filter((diagnostic) => diagnostic.severity === "error")
    if (errors.length > 0) {
      const lines = errors.map(
        (error) => `\n- ${error.element ?? name}: ${error.message}${error.hint === undefined ? "" : ` ${error.hint}`} (${error.code})`,
      )
      return yield* new EngineError({ code: "DefinitionInvalid", message: `${name} is not sound:${lines.join("")}`, process: name })
    }
    const row = yield* this.#store(definition, model.decider, development)
    const registered: RegisteredModel = {
      model,
      row,
      decider: model.decider,
      bindings: model.bindings,
      compiled: model.decider.compile(definition, options),
    }
    this.#byName.set(name, registered)
    this.#byKey.set(row.key, registered)
    return registered
  })

  /** The model of this id; of the highest version that was given where none is named. */
  find(id: string, version?: number): RegisteredModel | undefined {
    if (version !== undefined) return this.#byName.get(definitionName({ id, version }))
    let found: RegisteredModel | undefined
    for (const candidate of this.#byName.values()) {
      if (candidate.row.id === id && (found === undefined || candidate.row.version > found.row.version)) found = candidate
    }
    return found
  }

  /** The stored definitions whose code is here: the same array until that changes. */
  get offers(): ReadonlyArray<number> {
    return this.#offers
  }

  /** The ids of these definitions. */
  get offeredProcesses(): ReadonlyArray<string> {
    return this.#offeredProcesses
  }

  /** Whether that is all there was in the store at the last `refresh`. */
  get offersAll(): boolean {
    return this.#offers.length === this.#names.length
  }

  /** Whether the code of a stored definition is here. */
  has(definition: DefinitionName): boolean {
    return modelFor(this.#models(), definition) !== undefined
  }

  /** The stored definitions that were known at the last `refresh`. */
  get stored(): ReadonlyArray<DefinitionName> {
    return this.#names
  }

  /** Learns of definitions that other engines have stored. */
  readonly refresh = Effect.fnUntraced(function* (this: Registry) {
    this.#names = yield* this.#definitions.names()
    const offers = offersOf(this.#models(), this.#names)
    if (offers.length === this.#offers.length && offers.every((key, place) => key === this.#offers[place])) return
    this.#offers = offers
    const offered = new Set(offers)
    this.#offeredProcesses = [...new Set(this.#names.flatMap(({ key, id }) => (offered.has(key) ? [id] : [])))]
  })

  #models(): ReadonlyArray<Model> {
    return [...this.#byName.values()].map(({ model }) => model)
  }

  /** `order@1, refund@2` */
  names(): string {
    return [...this.#byName.keys()].join(", ") || "none"
  }

  /** The model of a stored definition, if it has been loaded. */
  loaded(key: number): LoadedModel | undefined {
    return this.#byKey.get(key)
  }

  /** The model of a stored definition; one that was not given gets the code of a version that says it is compatible, or a stand-in for code. */
  readonly load = Effect.fnUntraced(function* (this: Registry, key: number) {
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const row = yield* this.#definitions.byKey(key)
    const decider = row && this.#deciders.get(row.kind)
    if (row === undefined || decider === undefined) {
      return yield* new EngineError({
        code: "ProcessNotFound",
        message:
          row === undefined
            ? `No definition has the key ${key}: the store is damaged.`
            : `Nothing here runs definitions of kind '${row.kind}': add the plugin that does.`,
      })
    }
    const definition: Definition<unknown> = {
      kind: row.kind,
      id: row.id,
      version: row.version,
      digest: row.digest,
      graph: JSON.parse(row.graph) as Json,
    }
    const model = modelFor(this.#models(), row)
    const code = model === undefined ? absentCode() : { bindings: bindingsOf(model, row.version) }
    const loaded: LoadedModel = { row, decider, ...code, compiled: decider.compile(definition, this.#options(code.bindings, row.kind)) }
    this.#byKey.set(key, loaded)
    return loaded
  })

  readonly #store = Effect.fnUntraced(function* (
    this: Registry,
    definition: Definition<unknown>,
    decider: AnyDecider,
    development: boolean,
  ) {
    const name = definitionName(definition)
    const { kind, id, version, digest } = definition
    const standing = (yield* this.#definitions.list(id)).filter((row) => row.version === version)
    const same = standing.find((row) => row.digest === digest)
    if (same !== undefined) return same
    const last = standing.reduce((revision, row) => Math.max(revision, row.revision), -1)
    if (last >= 0 && !development) {
      const before = standing.find((row) => row.revision === last)
      const changes = before && decider.explainDifference?.(JSON.parse(before.graph), definition.graph)
      return yield* new EngineError({
        code: "DefinitionChanged",
        message:
          `${name} is stored with another graph.${changes ? `\n- ${changes.join("\n- ")}\n` : " "}` +
          `Instances may be running on it: raise the version of '${id}', or open the engine with development: true to add a revision.`,
        process: name,
      })
    }
    return yield* this.#definitions.put({ kind, id, version, revision: last + 1, digest, graph: JSON.stringify(definition.graph) })
  })

  #options(bindings: Bindings, kind: string): CompileOptions {
    const elements = this.#plugins.flatMap((plugin) => plugin.elements ?? []).filter((element) => element.kind === kind)
    return { bindings, languages: this.#languages, elements }
  }
}

const bindingsOf = (model: Model, version: number): Bindings =>
  model.definition.version === version ? model.bindings : compatibleBindings(model, version)

const absentCode = () => {
  const absent = new AbsentCode()
  return { absent, bindings: absent.bindings }
}
