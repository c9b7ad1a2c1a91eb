/**
 * Rows as one array parameter for each column, where the database unfolds such arrays. Measured on Postgres against
 * VALUES lists and one JSON text: as fast on the server as lists, a third less work than JSON, and one text whatever
 * the number of rows.
 */
import type { Param } from "./Database.ts"
import type { ColumnType } from "./Dialect.ts"
import type { RowStatement } from "./RowStatement.ts"

/** A query that unfolds the arrays of a statement's columns, named `c0`, `c1`…; `where` may name them as `r.c0`. */
export const unfold = (columns: ReadonlyArray<ColumnType>, where = ""): string => {
  const arrays = columns.map((type) => (type === "integer" ? "?::bigint[]" : "?::text[]"))
  const names = columns.map((_, place) => `c${place}`)
  return `SELECT * FROM unnest(${arrays.join(", ")}) AS r (${names.join(", ")})${where === "" ? "" : ` WHERE ${where}`}`
}

/** Adds the arrays of the rows, one for each column, as texts: the database reads them. */
export const pushArrays = <Row>({ columns, push }: RowStatement<Row>, rows: ReadonlyArray<Row>, params: Array<Param>): void => {
  const texts = columns.map(() => "")
  const values: Array<Param> = []
  for (const row of rows) {
    values.length = 0
    push(row, values)
    for (let place = 0; place < texts.length; place++) texts[place] += `,${element(values[place] ?? null)}`
  }
  for (const text of texts) params.push(arrayOf(text))
}

/** Numbers as one parameter. */
export const numbersText = (numbers: ReadonlyArray<number>): string => `{${numbers.join(",")}}`

/** Texts as one parameter. */
export const textsText = (texts: ReadonlyArray<string>): string => `{${texts.map(element).join(",")}}`

const arrayOf = (elements: string): string => `{${elements.slice(1)}}`

/** JSON writes these in a way of its own. */
const unlikeJson = /[^ -\ud7ff\ue000-\uffff]/

/** An element of an array, in quotes. The text of all others is that of JSON, which is written seven times as fast. */
const element = (value: Param): string => {
  if (value === null) return "NULL"
  if (typeof value === "number") return String(value)
  return unlikeJson.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : JSON.stringify(value)
}
