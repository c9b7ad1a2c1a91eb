/**
 * Definition rows, few and never removed.
 */
import type { DefinitionRow } from "../Rows.ts"

export class DefinitionTable {
  readonly #rows: Array<DefinitionRow> = []

  put(row: Omit<DefinitionRow, "key">): DefinitionRow {
    const standing = this.#rows.find((each) => each.id === row.id && each.version === row.version && each.revision === row.revision)
    if (standing !== undefined) return standing
    const added = { ...row, key: this.#rows.length + 1 }
    this.#rows.push(added)
    return added
  }

  byKey(key: number): DefinitionRow | undefined {
    return this.#rows[key - 1]
  }

  /** Whether there is no later version of its process, nor a later revision of this one. */
  isLatest(definition: number, process: string, version: number): boolean {
    return !this.#rows.some((row) => row.id === process && (row.version > version || (row.version === version && row.key > definition)))
  }

  list(id: string | undefined): Array<DefinitionRow> {
    return this.#rows
      .filter((row) => id === undefined || row.id === id)
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version || a.revision - b.revision))
  }
}
