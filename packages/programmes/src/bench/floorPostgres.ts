/**
 * The floor on Postgres: the bare `pg` driver writing the very rows that an engine wrote, one group after another, into
 * a schema with the same tables and indexes. A group is a transaction of a statement for each table, over arrays:
 * measured, no other form of many rows costs the server less.
 */
import { Effect, Layer } from "effect"
import { Client } from "pg"
import { postgresOptions, storeLayer } from "../StoreName.ts"
import type { FloorGroup, FloorResult, StatementName } from "./Floor.ts"

const unnest = (types: string): string =>
  `unnest(${[...types].map((type, place) => `$${place + 1}::${type === "i" ? "bigint" : "text"}[]`).join(", ")})`

/** In the order of the parameters that the floor's rows have. */
const statements: Readonly<Record<StatementName, string>> = {
  start: `INSERT INTO instances (key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine)
    SELECT * FROM ${unnest("itititt" + "iitiitt")}`,
  advance: `UPDATE instances i SET seq = v.seq, status = v.status, owner = v.owner, ended_at = v.ended_at, result = v.result
    FROM ${unnest("itiitii")} AS v (seq, status, owner, ended_at, result, key, expected) WHERE i.key = v.key AND i.seq = v.expected`,
  log: `INSERT INTO log (key, seq, events, format, at, batch) SELECT * FROM ${unnest("iitiit")}`,
}
const order: ReadonlyArray<StatementName> = ["start", "advance", "log"]

/** Writes the groups; the first ones, this share of them, are not measured. */
export const runPostgresFloor = async (name: string, groups: ReadonlyArray<FloorGroup>, warmUpShare: number): Promise<FloorResult> => {
  // The store itself makes the schema, so that it is the same one.
  await Effect.runPromise(Effect.scoped(Layer.build(storeLayer("postgres", name))))
  const { url, schema } = postgresOptions(name)
  const client = new Client({ connectionString: url, options: `-c search_path=${schema}` })
  await client.connect()
  const write = async (group: FloorGroup): Promise<void> => {
    await client.query("BEGIN")
    for (const statement of order) {
      const rows = group.flatMap(([name, parameters]) => (name === statement ? [parameters] : []))
      const first = rows[0]
      if (first === undefined) continue
      const values = first.map((_, column) => rows.map((row) => row[column]))
      await client.query({ name: statement, text: statements[statement], values })
    }
    await client.query("COMMIT")
  }
  try {
    const first = Math.floor(groups.length * warmUpShare)
    for (const group of groups.slice(0, first)) await write(group)
    const measured = groups.slice(first)
    const instances = measured.flat().filter(([statement]) => statement === "start").length
    const before = performance.now()
    for (const group of measured) await write(group)
    return { perSecond: (instances / (performance.now() - before)) * 1000 }
  } finally {
    await client.end()
  }
}
