/**
 * What an engine is opened with, looked at before anything is opened: for programs in plain JavaScript, and for options
 * that come from somewhere else.
 */
import type { AnyExecutable, Model } from "@millrace/kernel"
import { Layer } from "effect"
import { shown } from "../api/Argument.ts"
import { EngineError } from "../EngineError.ts"
import type { OpenOptions } from "./Millrace.ts"

const invalid = (message: string) => new EngineError({ code: "ConfigurationInvalid", message })

type Check = (given: unknown) => string | undefined

const takes =
  (what: string, fits: (given: unknown) => boolean, mend: string): Check =>
  (given) =>
    fits(given) ? undefined : `has to be ${what}, not ${shown(given)}: ${mend}`

const isObject = (given: unknown): given is object => typeof given === "object" && given !== null
const isFunction = (given: unknown): boolean => typeof given === "function"
const has = (given: unknown, ...methods: ReadonlyArray<string>): boolean =>
  isObject(given) && methods.every((method) => isFunction(Reflect.get(given, method)))

const list = takes("a list", Array.isArray, "write it in brackets")
const yesOrNo = takes("true or false", (given) => typeof given === "boolean", "write it without quotes")
/** The engine looks at numbers itself. */
const number: Check = () => undefined

/** Every option there is; whoever opens engines in another way has taken their own out before. */
const known: Readonly<Record<keyof OpenOptions<ReadonlyArray<AnyExecutable>> | "layer", Check>> = {
  processes: list,
  plugins: list,
  layer: takes("a Layer of Effect", Layer.isLayer, "make it with Layer.succeed(Service, …) and the like"),
  encryption: takes(
    "a codec with encrypt and decrypt",
    (given) => has(given, "encrypt", "decrypt"),
    "make it with aesGcm({ keys, current }), or leave it out to store plain texts",
  ),
  development: yesOrNo,
  client: yesOrNo,
  concurrency: number,
  jobTimeout: number,
  transactionTimeout: number,
  window: number,
  cacheSize: number,
  leaseTime: number,
  sweepInterval: number,
  defaultMessageTtl: number,
  gracePeriod: number,
  maxValueLength: number,
  prepare: takes("a function", isFunction, "write it as (sql) => sql`CREATE TABLE IF NOT EXISTS …`"),
}

/** What is wrong with the store and the options, for those who have no types. */
export const problemWithOptions = (store: unknown, options: object): EngineError | undefined => {
  if (!Layer.isLayer(store)) {
    const mend = 'give memoryStoreLayer, sqlite({ filename }) or postgres({ url }), or a path as the option "file"'
    return invalid(`The option 'store' has to be a store, not ${shown(store)}: ${mend}.`)
  }
  for (const [name, given] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) return invalid(`There is no option '${name}' to open an engine with. Mend its name, or leave it out.`)
    const problem = given === undefined ? undefined : known[name as keyof typeof known](given)
    if (problem !== undefined) return invalid(`The option '${name}' ${problem}.`)
  }
  const processes: unknown = Reflect.get(options, "processes")
  if (!Array.isArray(processes)) return invalid("The option 'processes' is missing: give a list of the processes to run.")
  const place = processes.findIndex((process) => !isProcess(process))
  if (place < 0) return undefined
  return invalid(`Number ${place + 1} of the option 'processes' is ${whatIsNone(processes[place])}`)
}

const isProcess = (given: unknown): boolean => {
  try {
    return looksLikeProcess(given)
  } catch {
    // A proxy, or a getter of somebody.
    return false
  }
}

const looksLikeProcess = (given: unknown): boolean =>
  has(given, "build") && typeof Reflect.get(Object(given), "id") === "string" && typeof Reflect.get(Object(given), "version") === "number"

/** Why something is no process, and what to do. */
const whatIsNone = (given: unknown): string =>
  isObject(given) && "recipe" in given
    ? "a chain that has not ended: end it with .output(…), or with .end() or .fail(…)."
    : `no finished process, but ${shown(given)}: make one with process(id, { version }), and end its chain with .output(…), .end() or .fail(…).`

/** The process that a call is about. */
export const checkProcess = (call: string, given: unknown, place: "first" | "second" = "first"): EngineError | undefined =>
  isProcess(given)
    ? undefined
    : new EngineError({
        code: "ArgumentInvalid",
        message: `${call} takes a finished process, one that the engine was opened with, as its ${place} argument; it is ${shown(given)}.`,
      })

/** Builds a process, which those that nobody knows may do as they like. */
export const modelOf = (process: AnyExecutable): Model => {
  const model = process.build()
  if (isObject(model) && isObject(model.definition) && isObject(model.bindings) && has(model.decider, "decide", "evolve", "compile"))
    return model
  throw invalid(
    `The process '${process.id}' gave ${shown(model)} when it was built, and no definition with a decider and bindings: make it with process(id, { version }), or with what a plugin brings.`,
  )
}
