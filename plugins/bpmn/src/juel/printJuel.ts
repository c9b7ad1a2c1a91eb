/**
 * Writes expressions as text: what `parseJuel` reads of it is the same expression.
 */
import type { Json } from "@millrace/kernel"
import type { JuelNode } from "./JuelNode.ts"

/** An expression as it stands between `${` and `}`; text with expressions in it as texts that are joined. */
export const printJuel = (node: JuelNode): string => {
  switch (node.kind) {
    case "literal":
      return printJson(node.value)
    case "variable":
      return node.name
    case "index":
      return `${inside(node.base)}[${printJuel(node.key)}]`
    case "unary":
      return `${node.operator} ${inside(node.operand)}`
    case "binary":
      return `${inside(node.left)} ${node.operator} ${inside(node.right)}`
    case "choice":
      return `${inside(node.test)} ? ${inside(node.yes)} : ${inside(node.no)}`
    case "list":
      return `[${node.items.map(printJuel).join(", ")}]`
    case "object":
      return `{${node.fields.map(([name, field]) => `${printJson(name)}: ${printJuel(field)}`).join(", ")}}`
    case "composite":
      return ["''", ...node.parts.map(inside)].join(" += ")
  }
}

/** A value as an expression. */
export const printJson = (value: Json): string => {
  if (typeof value === "string") return `'${value.replace(/[\\']/g, "\\$&")}'`
  if (typeof value === "number" && value < 0) return `(- ${-value})`
  if (typeof value !== "object" || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map(printJson).join(", ")}]`
  return `{${Object.entries(value)
    .map(([name, field]) => `${printJson(name)}: ${printJson(field)}`)
    .join(", ")}}`
}

const plain = new Set<JuelNode["kind"]>(["literal", "variable", "index", "list", "object"])

const inside = (node: JuelNode): string => (plain.has(node.kind) ? printJuel(node) : `(${printJuel(node)})`)
