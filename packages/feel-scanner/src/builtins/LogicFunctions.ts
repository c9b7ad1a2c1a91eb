/**
 * Boolean functions, and `is` (DMN 1.5 §10.3.4.2, §10.3.4.7).
 */
import { BooleanType } from "../types/FeelType.ts"
import { equal } from "../values/equal.ts"
import { FeelDateTime } from "../values/FeelDateTime.ts"
import { FeelTime } from "../values/FeelTime.ts"
import { type FeelValue, kindOf } from "../values/FeelValue.ts"
import type { Meter } from "../values/Meter.ts"
import { shown } from "../values/textOf.ts"
import { type Builtin, builtin, parameter, signature, take } from "./Builtin.ts"

/** Whether two values are the same one in the sense of §10.3.2.2: of one kind, with the same parts and the same offset or zone. */
const same = (left: FeelValue, right: FeelValue, meter: Meter): boolean => {
  if (kindOf(left) !== kindOf(right)) return false
  const timed = (left instanceof FeelTime && right instanceof FeelTime) || (left instanceof FeelDateTime && right instanceof FeelDateTime)
  if (timed && (left.offset !== right.offset || left.zone !== right.zone)) return false
  return equal(left, right, meter) === true
}

/** `not` and `is`. */
export const logicFunctions: ReadonlyArray<Builtin> = [
  builtin(
    "not",
    BooleanType,
    signature([parameter("negand", take.any)], ([negand], site) => {
      if (typeof negand === "boolean") return !negand
      return negand === null ? null : site.fail("InvalidArgument", `not needs a boolean, but got ${shown(negand)}.`)
    }),
  ),
  builtin(
    "is",
    BooleanType,
    signature([parameter("value1", take.any), parameter("value2", take.any)], ([value1, value2], site) => same(value1, value2, site)),
  ),
]
