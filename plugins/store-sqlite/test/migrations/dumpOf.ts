/** A database as SQL text: its schema, then its rows. */
import type { DatabaseSync } from "node:sqlite"

/** The statements that made the schema, sorted by name. */
export const schemaOf = (db: DatabaseSync): ReadonlyArray<string> =>
  db
    .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name")
    .all()
    .map((row) => String(row.sql))

const literal = (value: unknown): string =>
  value === null ? "NULL" : typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value)

export const dumpOf = (db: DatabaseSync): string => {
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").all()
  const rows = tables.flatMap(({ name }) => {
    const select = db.prepare(`SELECT * FROM ${name}`)
    const columns = select.columns().map((column) => column.name)
    return select
      .all()
      .map(
        (row) => `INSERT INTO ${name} (${columns.join(", ")}) VALUES (${columns.map((column) => literal(row[column ?? ""])).join(", ")});`,
      )
  })
  return `${[...schemaOf(db).map((statement) => `${statement};`), ...rows].join("\n")}\n`
}
