/**
 * Finds the rules of a table that may match, without looking at each: every column says which rules a value may match, and only rules that
 * all columns name are left. Cells that are not constant let every value pass here; whoever asks looks at them afterwards.
 */
import { type ConstantTests, type FeelValue, type Kind, kindOf } from "@millrace/feel-scanner"
import { type Bits, eachBit, intersect, wordsFor } from "./Bits.ts"
import { OrderedIndex, orderedKinds, rulesByAsking } from "./OrderedIndex.ts"
import { passesCell } from "./passesCell.ts"

/** Finds the rules that may match. */
export class RuleIndex {
  private readonly columns: ReadonlyArray<ColumnIndex>
  private readonly rules: number
  private spare: Bits | undefined

  /** `columns` are the cells of each input; null where a cell has to be computed. */
  constructor(columns: ReadonlyArray<ReadonlyArray<ConstantTests | null>>, rules: number) {
    this.rules = rules
    this.columns = columns.flatMap((cells, column) =>
      cells.some((cell) => cell !== null && cell.values.length > 0) ? [new ColumnIndex(column, cells)] : [],
    )
  }

  /** Calls with each rule that the values of the inputs may match, in order, until that returns false. */
  eachCandidate(values: ReadonlyArray<FeelValue>, visit: (rule: number) => boolean): void {
    // The set of the last time serves again, unless a rule that is being looked at asks the same table.
    const set = this.spare ?? new Uint32Array(wordsFor(this.rules))
    this.spare = undefined
    eachBit(this.find(set, values), visit)
    this.spare = set
  }

  private find(found: Bits, values: ReadonlyArray<FeelValue>): Bits {
    const [first] = this.columns
    if (first === undefined) {
      found.fill(0xffffffff)
      const surplus = this.rules & 31
      if (surplus !== 0) found[found.length - 1] = 0xffffffff >>> (32 - surplus)
      return found
    }
    found.set(first.rulesFor(values[first.column] ?? null))
    for (let i = 1; i < this.columns.length; i++) {
      const column = this.columns[i]
      if (column !== undefined) intersect(found, column.rulesFor(values[column.column] ?? null))
    }
    return found
  }
}

/** One column. What it needs for the values of a kind is made when the first one comes. */
class ColumnIndex {
  readonly column: number
  private readonly cells: ReadonlyArray<ConstantTests | null>
  private readonly ordered = new Map<Kind, OrderedIndex>()
  private readonly single = new Map<FeelValue, Bits>()

  constructor(column: number, cells: ReadonlyArray<ConstantTests | null>) {
    this.column = column
    this.cells = cells
  }

  rulesFor(value: FeelValue): Bits {
    const kind = kindOf(value)
    if (orderedKinds.has(kind)) return this.orderedIndex(kind).rulesFor(value)
    if (kind !== "boolean" && kind !== "null") return this.ask(value)
    const known = this.single.get(value)
    if (known !== undefined) return known
    const rules = this.ask(value)
    this.single.set(value, rules)
    return rules
  }

  private orderedIndex(kind: Kind): OrderedIndex {
    const known = this.ordered.get(kind)
    if (known !== undefined) return known
    const index = new OrderedIndex(kind, this.cells)
    this.ordered.set(kind, index)
    return index
  }

  private ask(value: FeelValue): Bits {
    return rulesByAsking(this.cells, (cell) => passesCell(cell, value) === true)
  }
}
