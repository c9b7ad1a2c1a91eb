/** The delivery port. */
import type { DeliveryPort, DeliveryRow, StoreError } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database, RawRow } from "../Database.ts"
import { newDeliveryColumns, readDelivery } from "../MailRow.ts"
import { integer } from "../Row.ts"

const columns = `id, ${newDeliveryColumns}, shared`
const notHeld = "(d.key IS NULL OR d.key NOT IN (SELECT q.key FROM instances q WHERE q.quarantine IS NOT NULL))"

/** How many processes one statement asks for. */
const most = 100

/**
 * The first of each process: what is for processes that nobody here knows is never walked through. Written as a range of
 * the index: after a signal that many wait for, a database that does not know how many would sort them all.
 */
const ofProcesses = (count: number): string => {
  const each = `SELECT * FROM (SELECT ${columns} FROM deliveries d WHERE (d.process, d.id) > (?, ?) AND d.process <= ? AND ${notHeld}
    ORDER BY d.process, d.id LIMIT ?) AS p`
  return `SELECT * FROM (${new Array<string>(count).fill(each).join(" UNION ALL ")}) AS found ORDER BY id LIMIT ?`
}

const ofAll = `SELECT ${columns} FROM deliveries d WHERE d.id > ? AND ${notHeld} ORDER BY d.id LIMIT ?`

/** Gives rows the payload that stands once for many: one text in memory, too. What has no more been taken meanwhile. */
const withPayloads = (database: Database, rows: ReadonlyArray<RawRow>): Effect.Effect<ReadonlyArray<DeliveryRow>, StoreError> => {
  const shared = [...new Set(rows.flatMap((row) => (row.shared === null ? [] : [String(row.shared)])))]
  if (shared.length === 0) return Effect.succeed(rows.map(readDelivery))
  const { amongTexts, listTexts } = database.dialect
  return Effect.map(database.all(`SELECT p.id, p.payload FROM payloads p WHERE ${amongTexts("p.id")}`, [listTexts(shared)]), (found) => {
    const payloads = new Map(found.map(({ id, payload }) => [String(id), String(payload)]))
    return rows.flatMap((row) => {
      const delivery = readDelivery(row)
      const payload = row.shared === null ? delivery.payload : payloads.get(String(row.shared))
      return payload === undefined ? [] : [{ ...delivery, payload }]
    })
  })
}

export const deliveryPort = (database: Database): DeliveryPort => ({
  due: ({ after, limit, processes }) => {
    if (processes === undefined) return Effect.flatMap(database.all(ofAll, [after, limit]), (rows) => withPayloads(database, rows))
    const asked = [...new Set(processes)]
    const parts = Array.from({ length: Math.ceil(asked.length / most) }, (_, n) => asked.slice(n * most, (n + 1) * most))
    return Effect.flatMap(
      Effect.forEach(parts, (part) =>
        database.all(ofProcesses(part.length), [...part.flatMap((process) => [process, after, process, limit]), limit]),
      ),
      (found) => {
        const rows = found.flat()
        const first = parts.length === 1 ? rows : rows.sort((a, b) => integer(a.id) - integer(b.id)).slice(0, limit)
        return withPayloads(database, first)
      },
    )
  },
  remove: (ids) => {
    const { among, list, arrays } = database.dialect
    if (ids.length === 0) return Effect.void
    // In the order in which commits lock them.
    const these = arrays === true ? `SELECT d.id FROM deliveries d WHERE ${among("d.id")} ORDER BY d.id FOR UPDATE` : undefined
    const text = `DELETE FROM deliveries WHERE ${these === undefined ? among("id") : `id IN (${these})`}`
    return Effect.asVoid(database.all(text, [list(ids)]))
  },
})
