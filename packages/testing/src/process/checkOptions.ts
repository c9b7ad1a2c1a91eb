/**
 * What a process test is made with, looked at before anything runs: for tests in plain JavaScript, and where types were
 * silenced.
 */
import { types } from "node:util"
import { Layer } from "effect"
import { ProcessTestError, type ProcessTestOptions } from "./ProcessTest.ts"

type Check = readonly [fits: (given: unknown) => boolean, takes: string]

const isFunction = (given: unknown): boolean => typeof given === "function"
const isProcess = (given: unknown): boolean => typeof Reflect.get(Object(given), "build") === "function"
const isFields = (given: unknown): given is object => Object.prototype.toString.call(given) === "[object Object]"
const isMocks = (given: unknown): boolean => isFields(given) && Object.values(given).every((mock) => mock === undefined || isFunction(mock))
const isChild = (given: unknown): boolean =>
  isProcess(given) || (isFields(given) && isProcess(Reflect.get(given, "process")) && isMocks(Reflect.get(given, "mocks")))

const known: Readonly<Record<keyof ProcessTestOptions<never>, Check>> = {
  mocks: [isMocks, "an object of functions, by the paths of their steps"],
  children: [(given) => Array.isArray(given) && given.every(isChild), "a list of processes, or of { process, mocks }"],
  layer: [Layer.isLayer, "a Layer of Effect"],
  startAt: [(given) => typeof given === "string" || types.isDate(given), "a Date, or a text such as 2026-03-31T09:00:00Z"],
  store: [Layer.isLayer, 'a store such as sqliteStoreLayer({ filename: ":memory:" })'],
  prepare: [isFunction, "a function, such as (sql) => sql`CREATE TABLE …`"],
  plugins: [Array.isArray, "a list of plugins"],
  instance: [(given) => typeof given === "string" && given !== "", "a text that is not empty"],
}

/** Throws where a test cannot be made of this. */
export const checkOptions = (process: unknown, options: unknown): void => {
  if (!isProcess(process))
    throw new ProcessTestError("testProcess takes a finished process: end its chain with .output(…), .end() or .fail(…).")
  if (!isFields(options)) throw new ProcessTestError("testProcess takes options in braces: write testProcess(process, { mocks: { … } }).")
  for (const [name, given] of Object.entries(options)) {
    if (!Object.hasOwn(known, name))
      throw new ProcessTestError(`testProcess has no option '${name}'. Options: ${Object.keys(known).join(", ")}.`)
    const [fits, takes] = known[name as keyof typeof known]
    if (given !== undefined && !fits(given)) throw new ProcessTestError(`The option '${name}' of testProcess has to be ${takes}.`)
  }
}
