/**
 * The command line of a programme: options, checked, and a help text made of them.
 */
import { parseArgs } from "node:util"

export interface Option {
  /** What stands for the value in the help text; an option without one is a flag. */
  readonly value?: string
  readonly about: string
}

export interface Options {
  readonly flag: (name: string) => boolean
  readonly text: (name: string) => string | undefined
  /** A whole number, at least 1. */
  readonly count: (name: string) => number | undefined
  /** One of these words. */
  readonly word: <const W extends string>(name: string, words: ReadonlyArray<W>) => W | undefined
  readonly positionals: ReadonlyArray<string>
}

/** What was typed cannot be understood; the message says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

/** Reads the options, or fails with a `UsageError`. `--help` is always among them. */
export const readOptions = (argv: ReadonlyArray<string>, known: Readonly<Record<string, Option>>): Options => {
  const { values, positionals } = parse(argv, known)
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === "string" ? value : undefined
  }
  return {
    flag: (name) => values[name] === true,
    text,
    count: (name) => {
      const value = text(name)
      if (value === undefined) return undefined
      const number = Number(value)
      if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`--${name} ${value}: give a whole number, at least 1.`)
      return number
    },
    word: (name, words) => {
      const value = text(name)
      const found = words.find((word) => word === value)
      if (value !== undefined && found === undefined) throw new UsageError(`--${name} ${value}: give one of ${words.join(", ")}.`)
      return found
    },
    positionals,
  }
}

const parse = (argv: ReadonlyArray<string>, known: Readonly<Record<string, Option>>) => {
  const options = Object.fromEntries(
    Object.entries({ ...known, help }).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  )
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)} --help lists what there is.`)
  }
}

const help: Option = { about: "show this text" }

/** The help text of a programme. */
export const helpText = (usage: string, about: ReadonlyArray<string>, known: Readonly<Record<string, Option>>): string => {
  const rows = Object.entries({ ...known, help }).map(
    ([name, { value, about }]) => [`--${name}${value === undefined ? "" : ` ${value}`}`, about] as const,
  )
  const width = Math.max(...rows.map(([name]) => name.length))
  return [usage, "", ...about, "", ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`), ""].join("\n")
}
