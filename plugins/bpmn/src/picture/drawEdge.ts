/**
 * The lines of flows and associations.
 *
 * BPMN 2.0.2 §8.4.13 (sequence flows: a small diamond where a flow from an activity has a condition, a stroke at the default).
 */
import type { Point } from "../layout/GraphLayout.ts"
import { paper } from "./Style.ts"
import { number, pathThrough, tag, toward } from "./Svg.ts"

export interface EdgeLook {
  readonly colour: string
  readonly width: number
  /** Associations and message flows. */
  readonly dash?: string
  readonly head: "filled" | "open" | "none"
  /** At its beginning. */
  readonly tail?: "condition" | "default" | "circle"
}

/** Draws a line through points. */
export const drawEdge = (points: ReadonlyArray<Point>, { colour, width, dash, head, tail }: EdgeLook): string => {
  const first = points[0]
  const second = points[1]
  const last = points.at(-1)
  const before = points.at(-2)
  if (first === undefined || second === undefined || last === undefined || before === undefined) return ""
  const shortened = head === "filled" ? [...points.slice(0, -1), toward(last, before, 6)] : points
  return [
    tag("path", { d: pathThrough(shortened, 5), fill: "none", stroke: colour, "stroke-width": width, "stroke-dasharray": dash }),
    head === "none" ? "" : arrow(before, last, colour, head === "filled"),
    tail === undefined ? "" : beginning(first, second, colour, tail),
  ].join("")
}

/** Points beside the line from one point to another: so far along, and so far to the side. */
const besides = (from: Point, to: Point): ((along: number, side: number) => string) => {
  const whole = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const dx = (to.x - from.x) / whole
  const dy = (to.y - from.y) / whole
  return (along, side) => `${number(from.x + dx * along - dy * side)} ${number(from.y + dy * along + dx * side)}`
}

const arrow = (from: Point, tip: Point, colour: string, filled: boolean): string => {
  const at = besides(tip, from)
  return filled
    ? tag("path", { d: `M${at(0, 0)}L${at(10, 4.2)}L${at(10, -4.2)}Z`, fill: colour })
    : tag("path", { d: `M${at(9, 5)}L${at(0, 0)}L${at(9, -5)}`, fill: "none", stroke: colour, "stroke-width": 1.2 })
}

const beginning = (from: Point, to: Point, colour: string, tail: "condition" | "default" | "circle"): string => {
  const at = besides(from, to)
  if (tail === "default") return tag("path", { d: `M${at(6, 5)}L${at(13, -5)}`, stroke: colour, "stroke-width": 1.6 })
  if (tail === "circle") return tag("circle", { cx: from.x, cy: from.y, r: 3.5, fill: paper, stroke: colour, "stroke-width": 1.2 })
  return tag("path", { d: `M${at(0, 0)}L${at(8, 4.5)}L${at(16, 0)}L${at(8, -4.5)}Z`, fill: paper, stroke: colour, "stroke-width": 1.2 })
}
