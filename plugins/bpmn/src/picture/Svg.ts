/**
 * SVG as text: elements with attributes, everything escaped. Nothing in a picture refers to anything by id, so that
 * several pictures can stand on one page.
 */
import type { Point } from "../layout/GraphLayout.ts"

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element of SVG. `content` is SVG already. */
export const tag = (name: string, attributes: Attributes, ...content: ReadonlyArray<string>): string => {
  const written = Object.entries(attributes)
    .filter((one): one is [string, string | number] => one[1] !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? number(value) : escaped(value)}"`)
    .join("")
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join("")}</${name}>`
}

/** Text of a picture: what XML cannot hold is left out. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")

/** A number as short as it can be drawn exactly. */
export const number = (value: number): string => String(Math.round(value * 100) / 100)

/** A line through points, its corners a little round. */
export const pathThrough = (points: ReadonlyArray<Point>, radius: number): string => {
  const parts: Array<string> = []
  for (const [index, point] of points.entries()) {
    const before = points[index - 1]
    const after = points[index + 1]
    if (before === undefined) parts.push(`M${at(point)}`)
    else if (after === undefined) parts.push(`L${at(point)}`)
    else {
      const round = Math.min(radius, length(before, point) / 2, length(point, after) / 2)
      parts.push(`L${at(toward(point, before, round))}Q${at(point)} ${at(toward(point, after, round))}`)
    }
  }
  return parts.join("")
}

const at = ({ x, y }: Point): string => `${number(x)} ${number(y)}`

export const length = (one: Point, other: Point): number => Math.hypot(other.x - one.x, other.y - one.y)

/** The point so far from one towards another. */
export const toward = (from: Point, to: Point, distance: number): Point => {
  const whole = length(from, to)
  const part = whole === 0 ? 0 : distance / whole
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}
