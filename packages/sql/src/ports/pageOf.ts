/**
 * A page of rows that belong to instances, of which one more was asked for than it may have.
 */
import { cursorOf, type Page, type RowRef } from "@millrace/engine/store"

export const pageOf = <Row extends RowRef>(rows: ReadonlyArray<Row>, limit: number): Page<Row> => {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last !== undefined ? cursorOf(last.key, last.id) : undefined }
}
