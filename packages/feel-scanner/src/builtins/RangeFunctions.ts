/**
 * Functions that compare points and ranges (DMN 1.5 §10.3.4.10, after Allen's interval algebra).
 */
import { BooleanType } from "../types/FeelType.ts"
import { compare } from "../values/compare.ts"
import { equal } from "../values/equal.ts"
import type { CallSite } from "../values/FeelFunction.ts"
import { FeelRange } from "../values/FeelRange.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import { type Accepted, type Builtin, builtin, parameter, type Signature, signature, take } from "./Builtin.ts"

type Answer = boolean | null

/** Unlike values, and open ends, cannot be compared: the answer is null then. */
class Incomparable extends Error {}

const order = (a: FeelValue, b: FeelValue): number => {
  const result = compare(a, b)
  if (result === null) throw new Incomparable()
  return result
}

const point: Accepted<FeelValue> = {
  text: "a point",
  accept: (value) => (value === null || value instanceof FeelRange ? undefined : value),
}

const answered = (site: CallSite, run: () => boolean): Answer => {
  try {
    return run()
  } catch (error) {
    if (error instanceof Incomparable) return site.fail("InvalidArgument", "These points and ranges cannot be compared.")
    throw error
  }
}

const points = (run: (a: FeelValue, b: FeelValue) => boolean): Signature =>
  signature([parameter("point1", point), parameter("point2", point)], ([a, b], site) => answered(site, () => run(a, b)))

const pointRange = (run: (a: FeelValue, b: FeelRange) => boolean): Signature =>
  signature([parameter("point", point), parameter("range", take.range)], ([a, b], site) => answered(site, () => run(a, b)))

const rangePoint = (run: (a: FeelRange, b: FeelValue) => boolean): Signature =>
  signature([parameter("range", take.range), parameter("point", point)], ([a, b], site) => answered(site, () => run(a, b)))

const ranges = (run: (a: FeelRange, b: FeelRange) => boolean): Signature =>
  signature([parameter("range1", take.range), parameter("range2", take.range)], ([a, b], site) => answered(site, () => run(a, b)))

/** The point lies before, or on an excluded, start. */
const pointBefore = (a: FeelValue, b: FeelRange): boolean => {
  const at = order(a, b.start)
  return at < 0 || (at === 0 && !b.startIncluded)
}

const pointAfter = (a: FeelValue, b: FeelRange): boolean => {
  const at = order(a, b.end)
  return at > 0 || (at === 0 && !b.endIncluded)
}

const rangeBefore = (a: FeelRange, b: FeelRange): boolean => {
  const at = order(a.end, b.start)
  return at < 0 || (at === 0 && !(a.endIncluded && b.startIncluded))
}

const inside = (a: FeelValue, b: FeelRange): boolean => {
  const [low, high] = [order(a, b.start), order(a, b.end)]
  return (low > 0 || (low === 0 && b.startIncluded)) && (high < 0 || (high === 0 && b.endIncluded))
}

/** The first range lies within the second. */
const rangeInside = (a: FeelRange, b: FeelRange): boolean => {
  const [low, high] = [order(a.start, b.start), order(a.end, b.end)]
  return (
    (low > 0 || (low === 0 && (b.startIncluded || !a.startIncluded))) && (high < 0 || (high === 0 && (b.endIncluded || !a.endIncluded)))
  )
}

const sameStart = (a: FeelRange, b: FeelRange): boolean => order(a.start, b.start) === 0 && a.startIncluded === b.startIncluded

const sameEnd = (a: FeelRange, b: FeelRange): boolean => order(a.end, b.end) === 0 && a.endIncluded === b.endIncluded

const meets = (a: FeelRange, b: FeelRange): boolean => a.endIncluded && b.startIncluded && order(a.end, b.start) === 0

const overlaps = (a: FeelRange, b: FeelRange): boolean => !rangeBefore(a, b) && !rangeBefore(b, a)

/** The first range begins before the second, and ends inside it. */
const overlapsBefore = (a: FeelRange, b: FeelRange): boolean => {
  const [starts, ends, touch] = [order(a.start, b.start), order(a.end, b.end), order(a.end, b.start)]
  const beginsBefore = starts < 0 || (starts === 0 && a.startIncluded && !b.startIncluded)
  const reaches = touch > 0 || (touch === 0 && a.endIncluded && b.startIncluded)
  const endsInside = ends < 0 || (ends === 0 && (!a.endIncluded || b.endIncluded))
  return beginsBefore && reaches && endsInside
}

const starts = (a: FeelRange, b: FeelRange): boolean => sameStart(a, b) && rangeInside(a, b)

const finishes = (a: FeelRange, b: FeelRange): boolean => sameEnd(a, b) && rangeInside(a, b)

const pointStarts = (a: FeelValue, b: FeelRange): boolean => b.startIncluded && order(a, b.start) === 0

const pointFinishes = (a: FeelValue, b: FeelRange): boolean => b.endIncluded && order(a, b.end) === 0

const relation = (name: string, ...signatures: ReadonlyArray<Signature>): Builtin => builtin(name, BooleanType, ...signatures)

/** Functions on points and ranges. */
export const rangeFunctions: ReadonlyArray<Builtin> = [
  relation(
    "before",
    points((a, b) => order(a, b) < 0),
    pointRange(pointBefore),
    rangePoint((a, b) => pointAfter(b, a)),
    ranges(rangeBefore),
  ),
  relation(
    "after",
    points((a, b) => order(a, b) > 0),
    pointRange(pointAfter),
    rangePoint((a, b) => pointBefore(b, a)),
    ranges((a, b) => rangeBefore(b, a)),
  ),
  relation("meets", ranges(meets)),
  relation(
    "met by",
    ranges((a, b) => meets(b, a)),
  ),
  relation("overlaps", ranges(overlaps)),
  relation("overlaps before", ranges(overlapsBefore)),
  relation(
    "overlaps after",
    ranges((a, b) => overlapsBefore(b, a)),
  ),
  relation("finishes", pointRange(pointFinishes), ranges(finishes)),
  relation(
    "finished by",
    rangePoint((a, b) => pointFinishes(b, a)),
    ranges((a, b) => finishes(b, a)),
  ),
  relation(
    "includes",
    rangePoint((a, b) => inside(b, a)),
    ranges((a, b) => rangeInside(b, a)),
  ),
  relation("during", pointRange(inside), ranges(rangeInside)),
  relation("starts", pointRange(pointStarts), ranges(starts)),
  relation(
    "started by",
    rangePoint((a, b) => pointStarts(b, a)),
    ranges((a, b) => starts(b, a)),
  ),
  relation(
    "coincides",
    points((a, b) => equal(a, b) === true),
    ranges((a, b) => sameStart(a, b) && sameEnd(a, b)),
  ),
]
