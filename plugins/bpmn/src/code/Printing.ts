/**
 * What is known while code is printed: what the module needs beside the chain.
 */
import { quoted } from "./literal.ts"
import type { Structure } from "./Structure.ts"
import { call, type Written } from "./Written.ts"

export interface Printing {
  readonly structure: Structure
  /** Names that are imported from `millrace`. */
  readonly imports: Set<string>
  /** Ids of tasks that need handlers. */
  readonly handlers: Set<string>
  /** Constants by their name: messages, signals, errors. */
  readonly constants: Map<string, string>
  /** Variables that expressions read. */
  readonly variables: Set<string>
  /** Ids of elements, and names that stand for something else by now. */
  readonly ids: ReadonlySet<string>
  /** What stands in sub-processes, by their ids. */
  readonly bodies: Map<string, Written>
  /** What prints scopes within others: their chains, and the steps of those without an order. */
  readonly inner: {
    readonly chain: (printing: Printing, scope: string) => Written
    readonly steps: (printing: Printing, scope: string) => Written
  }
  /** Whether texts in JUEL are written by a function of their own. */
  usesJuel: boolean
  /** Whether types do not know all variables: texts give some, or nothing follows a sub-process that never comes to its end. */
  readonly isVague: boolean
}

const wordsOf = (name: string): ReadonlyArray<string> => name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).filter((word) => word !== "")
const capital = (word: string): string => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`

/** A name as people write names: `OrderPaid` of "order-paid". */
export const capitals = (name: string, otherwise: string): string => {
  const joined = wordsOf(name).map(capital).join("")
  return /^[A-Za-z]/.test(joined) ? joined : `${otherwise}${joined}`
}

const taken = new Set(["Schema", "Context", "Json", "Variables"])

/** The name of a constant that holds `text`, with its own name put in for `$`; `suffix` tells apart what is called alike. */
export const constant = (printing: Printing, name: string, suffix: string, text: string): string => {
  const plain = capitals(name, suffix)
  const base = plain.endsWith(suffix) || plain.length > 3 ? plain : plain + suffix
  for (let n = 1; ; n++) {
    const free = n === 1 ? base : n === 2 && !base.endsWith(suffix) ? `${base}${suffix}` : `${base}${n}`
    const there = printing.constants.get(free)
    const full = text.replaceAll("$", free)
    if (taken.has(free) || (there !== undefined && there !== full)) continue
    printing.constants.set(free, full)
    return free
  }
}

/** An expression that is text. */
export const textOf = (printing: Printing, { language, text }: { readonly language: string; readonly text: string }): Written => {
  noteVariables(printing, text)
  if (language === "feel") {
    printing.imports.add("feel")
    return call("feel", quoted(text))
  }
  printing.imports.add("expression")
  if (language !== "juel") return call("expression", quoted(language), quoted(text))
  printing.usesJuel = true
  return call("juel", quoted(text))
}

const words = new Set(
  "and or not true false null empty div mod eq ne lt gt le ge instanceof if then else for in return some every satisfies between of date time duration function".split(
    " ",
  ),
)
const engines = /^(nrOf\w*Instances|numberOf\w*Instances|loopCounter|results|arrived|arrivals|execution|authenticatedUserId)$/

/** Notes the variables that an expression reads: its names, but for fields, functions, texts and words of the language. */
const noteVariables = ({ variables }: Printing, text: string): void => {
  const inner = /[$#]\{/.test(text) ? [...text.matchAll(/[$#]\{([^}]*)\}/g)].map(([, part]) => part).join(" ") : text
  const plain = inner.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''")
  for (const [name] of plain.matchAll(/(?<![\w$.])[A-Za-z_][\w$]*(?!\s*\(|[\w$])/g)) {
    if (!words.has(name) && !engines.test(name)) variables.add(name)
  }
}
