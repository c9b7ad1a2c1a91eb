/**
 * Whether a schema describes plain JSON: what is stored is then what users see, and nothing has to be decoded.
 */
import type { SchemaAST } from "effect"

/** No part of the schema is encoded into something else. A number may be any; `hasNonFinite` guards what JSON lacks. */
export const isPlain = (ast: SchemaAST.AST): boolean => plain(ast, new Set())

const plain = (ast: SchemaAST.AST, open: Set<SchemaAST.AST>): boolean => {
  if (ast.encoding !== undefined) return false
  if (open.has(ast)) return true
  switch (ast._tag) {
    case "String":
    case "Number":
    case "Boolean":
    case "Null":
    case "Any":
    case "Unknown":
    case "TemplateLiteral":
    case "Enum":
    case "Never":
      return true
    case "Literal":
      return typeof ast.literal !== "bigint"
    case "Arrays":
      return within(ast, open, [...ast.elements, ...ast.rest])
    case "Objects":
      return within(ast, open, [
        ...ast.propertySignatures.map((property) => property.type),
        ...ast.indexSignatures.flatMap((index) => [index.parameter, index.type]),
      ])
    case "Union":
      return within(ast, open, ast.types)
    case "Suspend":
      return within(ast, open, [ast.thunk()])
    default:
      return false
  }
}

/** A recursive schema meets itself again: what is being looked at counts as plain meanwhile. */
const within = (ast: SchemaAST.AST, open: Set<SchemaAST.AST>, parts: ReadonlyArray<SchemaAST.AST>): boolean => {
  open.add(ast)
  return parts.every((part) => plain(part, open))
}
