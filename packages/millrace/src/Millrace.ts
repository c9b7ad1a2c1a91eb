/**
 * Opening Millrace: an engine on an embedded SQLite file, or on the store of your choice.
 */
import {
  type Millrace as Engine,
  EngineError,
  type OpenOptions as EngineOpenOptions,
  openOn,
  type Provided,
  type ServicesOfAll,
  type Store,
  type StoreError,
} from "@millrace/engine"
import type { AnyExecutable } from "@millrace/kernel"
import { layer as sqliteLayer } from "@millrace/store-sqlite"
import type { Layer } from "effect"
import { closeOnSignals } from "./closeOnSignals.ts"
import { processPlugin } from "./processPlugin.ts"

/** Where instances live: a file of SQLite, or another store. */
export interface Place {
  /** The SQLite file: `"./millrace.db"` by default, `":memory:"` for nothing that lasts. Its folder is created. */
  readonly file?: string
  /** A store of another kind, such as `memoryStoreLayer`, in place of the file. */
  readonly store?: Layer.Layer<Store, StoreError>
}

interface Options<Ps extends ReadonlyArray<AnyExecutable>> extends EngineOpenOptions<Ps>, Place {
  /** Close on SIGINT and SIGTERM, see `closeOnSignals`. Off by default. */
  readonly signals?: boolean
}

/** What `Millrace.open` takes; `layer` is demanded where handlers need services. */
export type OpenOptions<Ps extends ReadonlyArray<AnyExecutable>> = Options<Ps> & Provided<ServicesOfAll<Ps>>

/** A running engine: every method gives a Promise, typed by the processes. */
export interface Millrace extends Engine {}

const open = async <const Ps extends ReadonlyArray<AnyExecutable>>(options: OpenOptions<Ps>): Promise<Millrace> => {
  const problem = problemWith(options)
  if (problem !== undefined) throw new EngineError({ code: "ConfigurationInvalid", message: problem })
  // Plain JavaScript may leave the options out; the engine says what is missing.
  return openAt(options ?? {})
}

/** What is wrong with the options that are not the engine's. */
const problemWith = (options: unknown): string | undefined => {
  if (options !== undefined && (typeof options !== "object" || options === null || Array.isArray(options)))
    return "Millrace.open takes options in braces: write Millrace.open({ processes: [process] })."
  const { file, store, signals } = { ...options } satisfies Record<string, unknown> as Record<string, unknown>
  if (file !== undefined && store !== undefined)
    return "The options 'file' and 'store' both say where instances live: leave one of them out."
  return signals === undefined || typeof signals === "boolean" ? undefined : "The option 'signals' has to be true or false."
}

const openAt = async ({
  file = "./millrace.db",
  store = sqliteLayer({ filename: file }),
  signals = false,
  plugins = [],
  ...rest
}: Options<ReadonlyArray<AnyExecutable>> & { readonly layer?: Layer.Layer<never, unknown> }): Promise<Millrace> => {
  // What is no list is refused by the engine.
  const all = Array.isArray(plugins) ? [processPlugin, ...plugins] : plugins
  const millrace = await openOn(store, { ...rest, plugins: all })
  if (signals) closeOnSignals(millrace)
  return millrace
}

export const Millrace = {
  /**
   * Opens an engine that runs these processes, and goes on with every instance where it was. A second engine on the
   * same file is refused with the code `StoreLocked`.
   *
   * ```ts
   * const millrace = await Millrace.open({ processes: [order] })
   * const handle = await millrace.start(order, { orderId: "1", amount: 20 }, { businessKey: "1" })
   * console.log(await handle.result())
   * await millrace.close()
   * ```
   */
  open,
}
