/**
 * Schedules, few: one for each timer that begins a definition.
 */
import type { ScheduleRow } from "../Rows.ts"

/** Whether a definition is the last one of its process. */
export type IsLatest = (definition: number, process: string, version: number) => boolean

export class ScheduleTable {
  readonly #rows = new Map<string, ScheduleRow>()

  put(row: ScheduleRow): void {
    const place = placeOf(row)
    if (!this.#rows.has(place)) this.#rows.set(place, row)
    const newest = [...this.#rows.values()].filter(({ process }) => process === row.process).reduce(later)
    for (const [other, each] of this.#rows)
      if (each.process === row.process && each.definition !== newest.definition) this.#rows.set(other, { ...each, due: null })
  }

  due(now: number, limit: number, definitions: ReadonlyArray<number> | undefined, isLatest: IsLatest): ReadonlyArray<ScheduleRow> {
    return this.#open(definitions, isLatest)
      .filter(({ due }) => due <= now)
      .slice(0, limit)
  }

  nextDue(definitions: ReadonlyArray<number> | undefined, isLatest: IsLatest): number | undefined {
    return this.#open(definitions, isLatest)[0]?.due
  }

  advance(row: ScheduleRow, expected: number): boolean {
    const standing = this.#rows.get(placeOf(row))
    if (standing === undefined || standing.fired !== expected) return false
    this.#rows.set(placeOf(row), { ...standing, fired: row.fired, last: row.last, due: row.due })
    return true
  }

  #open(definitions: ReadonlyArray<number> | undefined, isLatest: IsLatest): Array<ScheduleRow & { readonly due: number }> {
    return [...this.#rows.values()]
      .flatMap((row) => (row.due === null ? [] : [{ ...row, due: row.due }]))
      .filter(({ definition, process, version }) => definitions?.includes(definition) !== false && isLatest(definition, process, version))
      .sort((a, b) => a.due - b.due || a.definition - b.definition || (a.element < b.element ? -1 : 1))
  }
}

const placeOf = ({ definition, element }: ScheduleRow): string => `${definition}/${element}`

const later = (a: ScheduleRow, b: ScheduleRow): ScheduleRow =>
  b.version > a.version || (b.version === a.version && b.definition > a.definition) ? b : a
