/**
 * Code as it is written down: parts of TypeScript, and how they are put in lines, as the formatter of most projects does it.
 */

/** A piece of code. */
export type Written = string | ChainOf | CallOf | ArrowTo | ObjectOf | ListOf

/** A value and calls behind it. */
export interface ChainOf {
  readonly kind: "chain"
  readonly head: Written
  readonly calls: ReadonlyArray<CallOf>
}
/** A call: of a function, or of a method of what stands before it. */
export interface CallOf {
  readonly kind: "call"
  readonly name: string
  readonly given: ReadonlyArray<Written>
}
interface ArrowTo {
  readonly kind: "arrow"
  readonly from: string
  readonly to: Written
}
interface ObjectOf {
  readonly kind: "object"
  readonly fields: ReadonlyArray<readonly [key: string, value: Written]>
}
interface ListOf {
  readonly kind: "list"
  readonly items: ReadonlyArray<Written>
}

export const call = (name: string, ...given: ReadonlyArray<Written>): CallOf => ({ kind: "call", name, given })
export const arrow = (from: string, to: Written): ArrowTo => ({ kind: "arrow", from, to })
export const object = (fields: ObjectOf["fields"]): ObjectOf => ({ kind: "object", fields })
export const list = (items: ReadonlyArray<Written>): ListOf => ({ kind: "list", items })
/** A chain; its head alone where nothing is called. */
export const chain = (head: Written, calls: ReadonlyArray<CallOf>): Written => (calls.length === 0 ? head : { kind: "chain", head, calls })

const width = 140

/** The code in lines, the first of which begins at a column. */
export const inLines = (code: Written, level = 0, column = level * 2, behind = 1): string => {
  if (typeof code === "string") return code
  const line = onOneLine(code)
  if (line !== undefined && column + line.length + behind <= width) return line
  switch (code.kind) {
    case "call":
      return code.name + givenInLines(code.given, level, column + code.name.length, behind)
    case "arrow":
      return arrowInLines(code, level, column, behind)
    case "object":
      return bracketed(
        "{",
        code.fields.map(([key, value]) => fieldInLines(key, value, level + 1)),
        "}",
        level,
      )
    case "list":
      return bracketed(
        "[",
        code.items.map((item) => inLines(item, level + 1)),
        "]",
        level,
      )
    case "chain":
      return chainInLines(code, level, column, behind)
  }
}

const pad = (level: number): string => "  ".repeat(level)

const bracketed = (open: string, lines: ReadonlyArray<string>, close: string, level: number): string =>
  `${open}\n${lines.map((line) => `${pad(level + 1)}${line},\n`).join("")}${pad(level)}${close}`

const fieldInLines = (key: string, value: Written, level: number): string => `${key}: ${inLines(value, level, level * 2 + key.length + 2)}`

const arrowInLines = ({ from, to }: ArrowTo, level: number, column: number, behind: number): string => {
  const staysOpen = typeof to === "object" && (to.kind === "object" || to.kind === "list")
  if (staysOpen) return `${from} => ${inLines(to, level, column + from.length + 4, behind)}`
  return `${from} =>\n${pad(level + 1)}${inLines(to, level + 1, (level + 1) * 2, behind)}`
}

const opens = (code: Written | undefined): boolean =>
  typeof code === "object" && (code.kind === "arrow" || code.kind === "object" || code.kind === "list")

/** What a call is given: the last part may open on the line of the call, else each part has a line. */
const givenInLines = (given: ReadonlyArray<Written>, level: number, column: number, behind: number): string => {
  const flat = given.map(onOneLine)
  const last = given.at(-1)
  const before = flat.slice(0, -1)
  const length = before.reduce((sum, part) => sum + (part?.length ?? width) + 2, column + 1)
  if (last !== undefined && opens(last) && !before.includes(undefined) && length < width) {
    const hugged = inLines(last, level, length, behind + 1)
    const first = hugged.slice(0, hugged.indexOf("\n"))
    if (length + first.length <= width) {
      const isArrow = typeof last === "object" && last.kind === "arrow" && hugged.startsWith(`${last.from} =>\n`)
      return `(${[...before, hugged].join(", ")}${isArrow ? `,\n${pad(level)}` : ""})`
    }
  }
  return `${bracketed(
    "(",
    given.map((part) => inLines(part, level + 1)),
    ")",
    level,
  )}`
}

const isBranch = (code: Written): boolean =>
  typeof code === "object" && code.kind === "arrow" && (code.from === "(b)" || code.from === "(on)")

const chainInLines = ({ head, calls }: ChainOf, level: number, column: number, behind: number): string => {
  const [only, another] = calls
  if (only !== undefined && another === undefined && typeof head === "string") {
    const at = column + head.length + 1 + only.name.length
    return `${head}.${only.name}${givenInLines(only.given, level, at, behind)}`
  }
  const lines = calls.map((one) => `\n${pad(level + 1)}.${inLines(one, level + 1, level * 2 + 3, 0)}`)
  return inLines(head, level, column, 0) + lines.join("")
}

/** The code in one line; nothing where it is never written so. */
const onOneLine = (code: Written): string | undefined => {
  if (typeof code === "string") return code.includes("\n") ? undefined : code
  switch (code.kind) {
    case "call":
      return joined(`${code.name}(`, code.given.map(onOneLine), ")")
    case "arrow":
      return joined(`${code.from} => `, [onOneLine(code.to)], "")
    case "list":
      return joined("[", code.items.map(onOneLine), "]")
    case "object": {
      // Branches stand below each other, however short they are.
      if (code.fields.some(([, value]) => isBranch(value))) return undefined
      if (code.fields.length === 0) return "{}"
      return joined(
        "{ ",
        code.fields.map(([key, value]) => (key === value ? key : joined(`${key}: `, [onOneLine(value)], ""))),
        " }",
      )
    }
    case "chain": {
      const { head, calls } = code
      const many = calls.length + (typeof head === "object" && head.kind === "call" ? 1 : 0) > 2
      if (many && !calls.every(({ given }) => given.every(isSimple))) return undefined
      const parts = [onOneLine(head), ...calls.map(onOneLine)]
      return parts.includes(undefined) ? undefined : parts.join(".")
    }
  }
}

const joined = (open: string, parts: ReadonlyArray<string | undefined>, close: string): string | undefined =>
  parts.includes(undefined) ? undefined : `${open}${parts.join(", ")}${close}`

const isSimple = (code: Written): boolean => {
  if (typeof code === "string") return !code.includes("=>")
  if (code.kind === "object") return code.fields.every(([, value]) => isSimple(value))
  if (code.kind === "list") return code.items.every(isSimple)
  return false
}
