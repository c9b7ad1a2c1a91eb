/** The delivery port. */
import type { DeliveryPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { newDeliveryColumns, readDelivery } from "../MailRow.ts"

const columns = `id, ${newDeliveryColumns}`
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

export const deliveryPort = (database: Database): DeliveryPort => ({
  due: ({ after, limit, processes }) => {
    if (processes === undefined) return Effect.map(database.all(ofAll, [after, limit]), (rows) => rows.map(readDelivery))
    const asked = [...new Set(processes)]
    const parts = Array.from({ length: Math.ceil(asked.length / most) }, (_, n) => asked.slice(n * most, (n + 1) * most))
    return Effect.map(
      Effect.forEach(parts, (part) =>
        database.all(ofProcesses(part.length), [...part.flatMap((process) => [process, after, process, limit]), limit]),
      ),
      (found) =>
        found
          .flat()
          .map(readDelivery)
          .sort((a, b) => a.id - b.id)
          .slice(0, limit),
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
