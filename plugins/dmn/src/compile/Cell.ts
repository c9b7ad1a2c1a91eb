/**
 * The cells of a compiled decision table.
 */
import type { ConstantTests, FeelContext, FeelProgram, FeelValue } from "@millrace/feel-scanner"
import type { Hit } from "../table/hitPolicy.ts"
import type { Compiled, Run } from "./Run.ts"
import { shortened } from "./Scope.ts"

/** A cell: the test, null where its text is no FEEL, and its constants where it has only those. */
export interface Cell {
  readonly text: string
  readonly program: FeelProgram | null
  readonly tests: ConstantTests | null
}

/** A compiled row. */
export interface CompiledRule {
  readonly id: string | undefined
  readonly place: string
  readonly cells: ReadonlyArray<Cell>
  /** The columns whose cells have to be computed. */
  readonly computed: ReadonlyArray<number>
  readonly outputs: ReadonlyArray<Compiled>
  /** What it gives, where that is the same in each evaluation. */
  readonly fixed: Hit | null
}

/** Whether a value passes a cell that has to be computed. */
export const passesComputedCell = ({ program, text }: Cell, context: FeelContext, run: Run, value: FeelValue, place: string): boolean => {
  if (program === null) return run.fail(place, "SyntaxError", `The text is no FEEL: ${shortened(text)}`) ?? false
  const passed = program.within(run.site, context, value) === true
  run.locate(place)
  return passed
}
