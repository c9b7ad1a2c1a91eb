/**
 * The floor on Postgres: the bare `pg` driver writing the very rows that an engine wrote, one group after another, into
 * a schema with the same tables and indexes. A group is one statement, so one round trip and one transaction, with a part
 * for each table, over arrays: measured, no other form of many rows costs the server less.
 */
import { Effect, Layer } from "effect"
import { Client } from "pg"
import { postgresOptions, storeLayer } from "../StoreName.ts"
import { type FloorGroup, type FloorResult, floorResult, type StatementName } from "./FloorGroup.ts"

/** The rows of a part: arrays, one for each column, their types by letters, from this parameter on. */
const unnest = (types: string, from: number): string =>
  `unnest(${[...types].map((type, place) => `$${from + place}::${type === "i" ? "bigint" : "text"}[]`).join(", ")})`

interface Part {
  /** The types of its parameters, by letters. */
  readonly types: string
  readonly text: (rows: string) => string
}

/** Their parameters are in the order that the floor's rows have. */
const parts: Readonly<Record<StatementName, Part>> = {
  start: {
    types: "itititt" + "iitiitt",
    text: (rows) =>
      `INSERT INTO instances (key, id, definition, process, version, business_key, status, seq, owner, input_digest, started_at, ended_at, result, quarantine) SELECT * FROM ${rows}`,
  },
  advance: {
    types: "itiitii",
    text: (rows) => `UPDATE instances i SET seq = v.seq, status = v.status, owner = v.owner, ended_at = v.ended_at, result = v.result
      FROM ${rows} AS v (seq, status, owner, ended_at, result, key, expected) WHERE i.key = v.key AND i.seq = v.expected`,
  },
  log: { types: "iitiit", text: (rows) => `INSERT INTO log (key, seq, events, format, at, batch) SELECT * FROM ${rows}` },
  snapshot: {
    types: "iiti",
    text: (rows) => `INSERT INTO snapshots (key, seq, state, format) SELECT * FROM ${rows}
      ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, state = excluded.state, format = excluded.format`,
  },
}
const order: ReadonlyArray<StatementName> = ["start", "advance", "log", "snapshot"]

/** One statement of these parts. */
const statementOf = (names: ReadonlyArray<StatementName>): string => {
  let from = 1
  const all = names.map((name) => {
    const { types, text } = parts[name]
    const part = `${name}_rows AS (${text(unnest(types, from))})`
    from += types.length
    return part
  })
  return `WITH ${all.join(", ")} SELECT 1`
}

/** Writes the groups; the first ones, this share of them, are not measured. */
export const runPostgresFloor = async (name: string, groups: ReadonlyArray<FloorGroup>, warmUpShare: number): Promise<FloorResult> => {
  // The store itself makes the schema, so that it is the same one.
  await Effect.runPromise(Effect.scoped(Layer.build(storeLayer("postgres", name))))
  const { url, schema } = postgresOptions(name)
  const client = new Client({ connectionString: url, options: `-c search_path=${schema}` })
  await client.connect()
  // As the store does: the plan that is kept is made while the tables are small.
  await client.query("SET enable_seqscan = off")
  const write = async (group: FloorGroup): Promise<void> => {
    const there = order.filter((part) => group.some(([name]) => name === part))
    const values = there.flatMap((part) => {
      const rows = group.flatMap(([name, parameters]) => (name === part ? [parameters] : []))
      return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]))
    })
    await client.query({ name: there.join("-"), text: statementOf(there), values })
  }
  try {
    const first = Math.floor(groups.length * warmUpShare)
    for (const group of groups.slice(0, first)) await write(group)
    const measured = groups.slice(first)
    const before = performance.now()
    for (const group of measured) await write(group)
    return floorResult(measured, performance.now() - before)
  } finally {
    await client.end()
  }
}
