/**
 * What a schema says of the columns of a table: how FEEL calls the type, and which values there are.
 */
import type { Schema, SchemaAST } from "effect"
import { DmnError } from "../DmnError.ts"

/** A value that stands in a table as it is. */
export type Literal = string | number | boolean | null

/** A column, made of a field of a schema. */
export interface Column {
  readonly name: string
  /** FEEL's name of the type; undefined where FEEL gets what JSON has. */
  readonly type: "number" | "string" | "boolean" | undefined
  readonly nullable: boolean
  /** All values that there are, in the order of the schema; undefined where they are too many. */
  readonly values: ReadonlyArray<Literal> | undefined
  readonly integer: boolean
  readonly least: Bound | undefined
  readonly most: Bound | undefined
}

/** An end of the numbers that are allowed. */
export interface Bound {
  readonly value: number
  readonly included: boolean
}

/** The columns of a struct; undefined where the schema is of something else. */
export const columnsOf = (schema: Schema.Top): ReadonlyArray<Column> | undefined => {
  const { ast } = schema
  if (ast._tag !== "Objects" || ast.indexSignatures.length > 0) return undefined
  return ast.propertySignatures.map(({ name, type }) => columnOf(String(name), type))
}

/** A column of a schema's values. */
export const columnOf = (name: string, ast: SchemaAST.AST): Column => {
  const all = ast._tag === "Union" ? ast.types : [ast]
  const types = all.filter(({ _tag }) => _tag !== "Null" && _tag !== "Undefined")
  const nullable = types.length < all.length || ast.context?.isOptional === true
  const literals = types.map((type) => (type._tag === "Literal" && typeof type.literal !== "bigint" ? type.literal : undefined))
  const known = literals.filter((literal) => literal !== undefined)
  const encoded = types.some((type) => type.encoding !== undefined) || ast.encoding !== undefined
  const kinds = new Set(types.map(kindOfAst))
  const [kind] = kinds
  const type = kinds.size === 1 && !encoded ? kind : undefined
  const [only] = types
  const limits = types.length === 1 && only !== undefined ? limitsOf(only) : limitsOf(ast)
  const values = known.length === types.length && known.length > 0 && !encoded ? known : type === "boolean" ? [true, false] : undefined
  return { name, type, nullable, values, ...limits }
}

const kindOfAst = (ast: SchemaAST.AST): Column["type"] => {
  switch (ast._tag) {
    case "Number":
      return "number"
    case "String":
    case "TemplateLiteral":
      return "string"
    case "Boolean":
      return "boolean"
    case "Literal":
      return typeof ast.literal === "string"
        ? "string"
        : typeof ast.literal === "number"
          ? "number"
          : typeof ast.literal === "boolean"
            ? "boolean"
            : undefined
    default:
      return undefined
  }
}

/** What checks of a schema say of its numbers. */
interface Limits {
  readonly integer: boolean
  readonly least: Bound | undefined
  readonly most: Bound | undefined
}

const limitsOf = (ast: SchemaAST.AST): Limits => {
  let limits: Limits = { integer: false, least: undefined, most: undefined }
  for (const check of ast.checks ?? []) {
    const said: unknown = check.annotations?.arbitraryConstraint
    if (typeof said !== "object" || said === null) continue
    const { number, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = said as Readonly<Record<string, unknown>>
    limits = {
      integer: limits.integer || number === "integer",
      least: typeof minimum === "number" ? tighter(limits.least, { value: minimum, included: exclusiveMinimum !== true }, 1) : limits.least,
      most: typeof maximum === "number" ? tighter(limits.most, { value: maximum, included: exclusiveMaximum !== true }, -1) : limits.most,
    }
  }
  return limits
}

const tighter = (known: Bound | undefined, bound: Bound, sign: 1 | -1): Bound => {
  if (known === undefined) return bound
  if (known.value === bound.value) return { value: known.value, included: known.included && bound.included }
  return (known.value - bound.value) * sign > 0 ? known : bound
}

/** The error that a table cannot be as it is. */
export const invalidTable = (id: string, message: string): DmnError => new DmnError("TableInvalid", `Decision table '${id}': ${message}`)
