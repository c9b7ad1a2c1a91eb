/**
 * Values as JSON and back: dates, times, durations and ranges are texts there, so reading them needs types.
 */
import { coerced, conforms } from "../types/conforms.ts"
import { Any, type FeelType, textOfType } from "../types/FeelType.ts"
import { isDecimal } from "./Decimal34.ts"
import { FeelDateTime } from "./FeelDateTime.ts"
import { FeelFunction } from "./FeelFunction.ts"
import { numberOf } from "./FeelNumber.ts"
import { FeelObject } from "./FeelObject.ts"
import { type FeelValue, isList, setEntry } from "./FeelValue.ts"
import { type Meter, metered } from "./Meter.ts"
import { temporalOf } from "./temporalOf.ts"
import { shown, textOf } from "./textOf.ts"

/** What JSON holds. */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [name: string]: Json }

/** How values are written. */
export interface ToJsonOptions {
  /** Numbers that no JavaScript number holds exactly are texts, not the nearest number. */
  readonly exact?: boolean
}

/** The value as JSON. What JSON does not have (dates, durations, ranges) is text; functions are null. Throws a limit error where it is too large. */
export const toJson = (value: FeelValue, options: ToJsonOptions = {}): Json =>
  metered((meter) => jsonOf(value, options.exact === true, meter))

const jsonOf = (value: FeelValue, exact: boolean, meter: Meter): Json => {
  if (value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "number") return value
  if (isDecimal(value)) return exact || !Number.isFinite(value.toNumber()) ? textOf(value) : value.toNumber()
  if (value instanceof FeelObject) return value instanceof FeelFunction ? null : textOf(value)
  if (isList(value)) {
    meter.charge(value.length)
    return value.map((item) => jsonOf(item, exact, meter))
  }
  const json: { [name: string]: Json } = {}
  for (const [name, entry] of Object.entries(value)) {
    meter.charge(1)
    const own = jsonOf(entry, exact, meter)
    if (name === "__proto__") Object.defineProperty(json, name, { value: own, enumerable: true, configurable: true, writable: true })
    else json[name] = own
  }
  return json
}

/** A part of the input that is no value of its type. */
export interface Misfit {
  /** Names and positions on the way to it, from the outside in. */
  readonly path: ReadonlyArray<string | number>
  readonly reason: string
}

/** A value that was read. */
export interface FromJson {
  /** The value; what did not fit is null. */
  readonly value: FeelValue
  readonly misfits: ReadonlyArray<Misfit>
}

/**
 * Reads JSON, and what JavaScript programs have beside it (undefined, bigint, Date, Map), as a value of a type. Texts become dates, times,
 * durations and numbers where the type says so. Throws a limit error where it is too large.
 */
export const fromJson = (json: unknown, type: FeelType = Any): FromJson => {
  const misfits: Array<Misfit> = []
  const value = metered((meter) => read(json, type, [], { misfits, meter }))
  return { value, misfits }
}

/** What a reading collects, and what it may cost. */
interface Reading {
  readonly misfits: Array<Misfit>
  readonly meter: Meter
}

type Path = ReadonlyArray<string | number>

const maxDepth = 500

const read = (json: unknown, type: FeelType, path: Path, reading: Reading): FeelValue => {
  reading.meter.charge(1)
  if (path.length > maxDepth) return misfit(`Values are nested at most ${maxDepth} levels here.`, path, reading)
  const raw = readRaw(json, type, path, reading)
  const value = coerced(raw, type)
  return value === undefined ? misfit(`Expected ${textOfType(type)}, but got ${shown(raw)}.`, path, reading) : value
}

const misfit = (reason: string, path: Path, { misfits }: Reading): null => {
  misfits.push({ path, reason })
  return null
}

const readRaw = (json: unknown, type: FeelType, path: Path, reading: Reading): FeelValue => {
  if (json === null || json === undefined) return null
  if (type.kind === "constrained") return readRaw(json, type.base, path, reading)
  switch (typeof json) {
    case "boolean":
      return json
    case "number":
      return Number.isFinite(json) ? json : misfit(`${json} is no number of FEEL.`, path, reading)
    case "bigint":
      return numberOf(json.toString())
    case "string":
      return readText(json, type)
    case "object":
      return readObject(json, type, path, reading)
    default:
      return misfit(`A ${typeof json} is no value of FEEL.`, path, reading)
  }
}

const readText = (text: string, type: FeelType): FeelValue => {
  if (type.kind === "string" || type.kind === "Any") return text
  if (type.kind === "number") return /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? numberOf(text) : text
  const found = temporalOf(text)
  return found !== null && conforms(found.value, type) ? found.value : text
}

const readObject = (json: object, type: FeelType, path: Path, reading: Reading): FeelValue => {
  if (json instanceof FeelObject || isDecimal(json)) return json as FeelValue
  if (json instanceof Date) {
    const millis = json.getTime()
    const days = Math.floor(millis / 86_400_000)
    const value = FeelDateTime.ofInstant(days, (millis - days * 86_400_000) * 1_000_000, { offset: 0, zone: null })
    return value ?? misfit("This Date is no date and time.", path, reading)
  }
  if (Array.isArray(json)) {
    const item = type.kind === "list" ? type.item : Any
    return json.map((one, i) => read(one, item, [...path, i], reading))
  }
  const context: { [name: string]: FeelValue } = {}
  const entries = json instanceof Map ? json.entries() : Object.entries(json)
  for (const [name, entry] of entries) {
    const own = type.kind === "context" ? (type.entries.get(String(name)) ?? Any) : Any
    setEntry(context, String(name), read(entry, own, [...path, String(name)], reading))
  }
  if (type.kind === "context") for (const name of type.entries.keys()) if (!Object.hasOwn(context, name)) setEntry(context, name, null)
  return context
}
