/**
 * Statements as Postgres wants them: numbered parameters, and tables named with their schema, so that they mean ours
 * whatever the search path of a connection says.
 */
import { makeTextCache, migrationsTable, tableNames } from "@millrace/sql"

const names = [...tableNames, migrationsTable].join("|")
/** The words that a table's name follows. A name before a dot stands for a table that the statement has named already. */
const table = new RegExp(`\\b(FROM|JOIN|INTO|UPDATE|TABLE|ON)(\\s+)(${names})\\b(?!\\.)`, "g")

/** Turns statements with `?` and bare table names into those of a schema. */
export const makeStatements = (schema: string): ((text: string) => string) => {
  const cached = makeTextCache()
  return (text) => cached(text, () => convert(text, schema))
}

const convert = (text: string, schema: string): string => {
  let parameters = 0
  return text.replace(table, `$1$2"${schema}".$3`).replace(/\?/g, () => `$${++parameters}`)
}
