/**
 * What is known while code is printed: what the module needs beside the chain.
 */
import type { Structure } from "./Structure.ts"

export interface Printing {
  readonly structure: Structure
  /** Names that are imported from `millrace`. */
  readonly imports: Set<string>
  /** Handlers by the name of their field, with what the document says of them. */
  readonly handlers: Map<string, string>
  /** Constants by their name: messages and signals. */
  readonly constants: Map<string, string>
  /** Variables that expressions read. */
  readonly variables: Set<string>
  /** Activities that the builder has no method for are made by `element`. */
  usesElement: boolean
  /** What has been printed. */
  readonly printed: Set<string>
}

/** The name of a constant that holds `text`, made of a name: `orderPaid` of "order-paid". */
export const constant = (printing: Printing, name: string, suffix: string, text: string): string => {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "")
  const joined = words.map((word, index) => (index === 0 ? word[0]?.toLowerCase() : word[0]?.toUpperCase()) + word.slice(1)).join("")
  const base = `${/^[A-Za-z]/.test(joined) ? joined : `the${joined}`}${suffix}`
  for (let n = 1; ; n++) {
    const free = n === 1 ? base : `${base}${n}`
    const there = printing.constants.get(free)
    if (there !== undefined && there !== text) continue
    printing.constants.set(free, text)
    return free
  }
}

const words = new Set(
  "and or not true false null empty div mod eq ne lt gt le ge instanceof if then else for in return some every satisfies between of date time duration function".split(
    " ",
  ),
)
const engines = /^(nrOf\w*Instances|numberOf\w*Instances|loopCounter|results|arrived|arrivals|execution|authenticatedUserId)$/

/** Notes the variables that an expression reads: its names, but for fields, functions, texts and words of the language. */
export const noteVariables = ({ variables }: Printing, text: string): void => {
  const inner = /[$#]\{/.test(text) ? [...text.matchAll(/[$#]\{([^}]*)\}/g)].map(([, part]) => part).join(" ") : text
  const plain = inner.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''")
  for (const [name] of plain.matchAll(/(?<![\w$.])[A-Za-z_][\w$]*(?!\s*\(|[\w$])/g)) {
    if (!words.has(name) && !engines.test(name)) variables.add(name)
  }
}
