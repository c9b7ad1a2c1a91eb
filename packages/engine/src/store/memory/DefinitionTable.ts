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

  list(id: string | undefined): Array<DefinitionRow> {
    return this.#rows
      .filter((row) => id === undefined || row.id === id)
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version || a.revision - b.revision))
  }
}
