/**
 * Whether a value passes the constant tests of a cell (DMN 1.5 §10.3.2.8): one value after the other, as FEEL does it.
 */
import { type ConstantTests, type FeelValue, passes } from "@millrace/feel-scanner"

/** True, false, or null where a test has no meaning for the value. */
export const passesCell = ({ values, negated }: ConstantTests, value: FeelValue): boolean | null => {
  if (values.length === 0) return true
  let result: boolean | null = false
  for (const test of values) {
    const answer = passes(value, test)
    if (answer === true) {
      result = true
      break
    }
    if (answer === null) result = null
  }
  return negated && result !== null ? !result : result
}
