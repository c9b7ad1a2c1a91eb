/**
 * Values as text, as the function `string` gives it (DMN 1.5 §10.3.4.1) and as messages show it.
 */

import { FeelFunction } from "./FeelFunction.ts"
import { textOfNumber } from "./FeelNumber.ts"
import { FeelObject } from "./FeelObject.ts"
import { FeelRange } from "./FeelRange.ts"
import { type FeelValue, isList, isNumber } from "./FeelValue.ts"
import { FeelLimitError, type Meter, metered } from "./Meter.ts"

/** A text that is being written. */
interface Sink {
  text: string
  /** Beyond so many characters nothing more is written. */
  readonly most: number
  /** Counts the parts. */
  readonly meter: Meter
}

/** The text of a value; where it has more than so many characters, only its beginning, which has more of them too. */
export const written = (value: FeelValue, most: number, meter: Meter): string => {
  if (typeof value === "string") return value
  const sink: Sink = { text: "", most, meter }
  if (value instanceof FeelObject) writeObject(value, sink)
  else write(value, sink)
  return sink.text
}

const longest = 10_000_000

/** The text of a value: a string as it is, anything else as FEEL writes it. Throws a limit error where it is too long for a string or nested too deeply. */
export const textOf = (value: FeelValue): string => {
  const text = metered((meter) => written(value, longest, meter))
  if (text.length > longest) throw new FeelLimitError(`The value's text has more than ${longest} characters.`)
  return text
}

/** What is cut after some characters needs no other measure. */
const unmetered: Meter = { charge: () => {} }

/** The value for a message: cut where it is long. */
export const shown = (value: FeelValue): string => {
  const sink: Sink = { text: "", most: 60, meter: unmetered }
  write(value, sink)
  return sink.text.length > 60 ? `${sink.text.slice(0, 57)}...` : sink.text
}

const put = (sink: Sink, text: string): void => {
  if (sink.text.length <= sink.most) sink.text += text
}

const write = (value: FeelValue, sink: Sink): void => {
  if (sink.text.length > sink.most) return
  sink.meter.charge(1)
  if (value === null || value === undefined) put(sink, "null")
  else if (typeof value === "string") put(sink, quoted(value.length > sink.most ? value.slice(0, sink.most + 1) : value))
  else if (typeof value === "boolean") put(sink, String(value))
  else if (isNumber(value)) put(sink, textOfNumber(value))
  else if (value instanceof FeelObject) {
    const plain = value instanceof FeelRange || value instanceof FeelFunction
    put(sink, plain ? "" : '@"')
    writeObject(value, sink)
    put(sink, plain ? "" : '"')
  } else if (isList(value)) writeAll(value, "[", "]", sink, (item) => write(item, sink))
  else {
    writeAll(Object.keys(value), "{", "}", sink, (name) => {
      put(sink, `${isPlainName(name) ? name : quoted(name)}: `)
      write(value[name] ?? null, sink)
    })
  }
}

const writeAll = <A>(items: ReadonlyArray<A>, open: string, close: string, sink: Sink, one: (item: A) => void): void => {
  put(sink, open)
  for (let i = 0; i < items.length && sink.text.length <= sink.most; i++) {
    if (i > 0) put(sink, ", ")
    one(items[i] as A)
  }
  put(sink, close)
}

const writeObject = (value: FeelObject, sink: Sink): void => {
  if (value instanceof FeelRange) writeRange(value, sink)
  else if (value instanceof FeelFunction) put(sink, `function(${(value.parameters ?? []).map(({ name }) => name).join(", ")})`)
  else put(sink, String(value))
}

const writeRange = (range: FeelRange, sink: Sink): void => {
  if (range.form !== "interval") {
    put(sink, range.form)
    write(range.start ?? range.end, sink)
    return
  }
  put(sink, range.startIncluded ? "[" : "(")
  write(range.start, sink)
  put(sink, "..")
  write(range.end, sink)
  put(sink, range.endIncluded ? "]" : ")")
}

const isPlainName = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*(?: [\p{L}\p{N}_]+)*$/u.test(name)

/** A string in quotes, with escapes where it needs them. */
const quoted = (text: string): string =>
  `"${text.replace(/[\\"\n\r\t]/g, (found) => (found === "\n" ? "\\n" : found === "\r" ? "\\r" : found === "\t" ? "\\t" : `\\${found}`))}"`
