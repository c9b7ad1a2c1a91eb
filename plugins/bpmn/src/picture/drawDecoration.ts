/**
 * What is drawn and does not run: pools, lanes, notes, data, groups, and the lines between them.
 *
 * BPMN 2.0.2 §8.4, §9.3, §10.4, §10.8.
 */
import { wrap } from "../arrange/textWidth.ts"
import type { Decoration, ShapeLayout } from "../layout/GraphLayout.ts"
import { drawEdge } from "./drawEdge.ts"
import { drawLabel, drawLines } from "./drawText.ts"
import { faint, ink, paper } from "./Style.ts"
import { number, tag } from "./Svg.ts"

/** Whether it lies below everything else: pools and lanes have elements in them. */
export const isGround = ({ type }: Decoration): boolean => type === "Participant" || type === "Lane" || type === "Group"

/** Draws a decoration, as far as it has a place. */
export const drawDecoration = ({ type, text = "", shape, edge }: Decoration): string => {
  if (edge !== undefined && edge.points.length > 1) {
    const flow = type === "MessageFlow"
    const label = edge.label === undefined || text === "" ? "" : drawLabel(text, edge.label, ink)
    return (
      drawEdge(edge.points, {
        colour: flow ? ink : faint,
        width: 1.2,
        dash: flow ? "7 4" : "1.5 3.5",
        head: flow || type.startsWith("Data") ? "open" : "none",
        ...(flow ? { tail: "circle" as const } : {}),
      }) + label
    )
  }
  return shape === undefined ? "" : drawGround(type, text, shape)
}

const rectangle = ({ x, y, width, height }: ShapeLayout, attributes: Readonly<Record<string, string | number>>): string =>
  tag("rect", { x, y, width, height, fill: paper, stroke: ink, "stroke-width": 1.2, ...attributes })

const drawGround = (type: string, text: string, shape: ShapeLayout): string => {
  const { x, y, width, height, label } = shape
  const beside = (): string =>
    text === "" ? "" : drawLabel(text, label ?? { x: x + width / 2 - 45, y: y + height + 4, width: 90, height: 26 }, ink)
  switch (type) {
    case "Participant":
    case "Lane": {
      const upright = shape.horizontal === false
      const band = 30
      const line =
        type === "Lane"
          ? ""
          : upright
            ? `M${number(x)} ${number(y + band)}H${number(x + width)}`
            : `M${number(x + band)} ${number(y)}V${number(y + height)}`
      const middle = upright ? { x: x + width / 2, y: y + band / 2 } : { x: x + band / 2, y: y + height / 2 }
      const lines = wrap(text, (upright ? width : height) - 10, 12, 2)
      const title = drawLines(lines, middle.x, middle.y, { size: 12, colour: ink })
      const turned = upright ? title : tag("g", { transform: `rotate(-90 ${number(middle.x)} ${number(middle.y)})` }, title)
      return rectangle(shape, {}) + (line === "" ? "" : tag("path", { d: line, stroke: ink, "stroke-width": 1.2 })) + turned
    }
    case "Group":
      return rectangle(shape, { fill: "none", stroke: faint, rx: 10, "stroke-dasharray": "8 4 2 4" }) + beside()
    case "TextAnnotation":
      return (
        tag("path", {
          d: `M${number(x + 12)} ${number(y)}H${number(x)}V${number(y + height)}H${number(x + 12)}`,
          fill: "none",
          stroke: ink,
          "stroke-width": 1.2,
        }) +
        drawLines(wrap(text, width - 10, 11, Math.max(1, Math.floor(height / 13))), x + 6, y + height / 2, {
          size: 11,
          colour: ink,
          anchor: "start",
        })
      )
    case "DataObjectReference":
    case "DataInput":
    case "DataOutput":
      return (
        tag("path", {
          d: `M${number(x)} ${number(y)}H${number(x + width - 10)}L${number(x + width)} ${number(y + 10)}V${number(y + height)}H${number(x)}ZM${number(x + width - 10)} ${number(y)}V${number(y + 10)}H${number(x + width)}`,
          fill: paper,
          stroke: ink,
          "stroke-width": 1.2,
          "stroke-linejoin": "round",
        }) + beside()
      )
    case "DataStoreReference": {
      const round = height / 6
      const arc = (turn: 0 | 1, to: number): string => `A${number(width / 2)} ${number(round)} 0 0 ${turn} ${number(to)} `
      return (
        tag("path", {
          d: `M${number(x)} ${number(y + round)}${arc(1, x + width)}${number(y + round)}V${number(y + height - round)}${arc(1, x)}${number(y + height - round)}ZM${number(x)} ${number(y + round)}${arc(0, x + width)}${number(y + round)}`,
          fill: paper,
          stroke: ink,
          "stroke-width": 1.2,
        }) + beside()
      )
    }
    default:
      return (
        rectangle(shape, { stroke: faint, rx: 4 }) +
        drawLines(wrap(text, width - 8, 11, 3), x + width / 2, y + height / 2, { size: 11, colour: ink })
      )
  }
}
