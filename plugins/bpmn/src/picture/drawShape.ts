/**
 * The shapes of elements.
 *
 * BPMN 2.0.2 §10.3 to §10.6, and §12.2.3 for how they are drawn.
 */
import type { GraphElement } from "@millrace/process"
import { kindOf, textOf } from "../arrange/sizes.ts"
import { textWidth, wrap } from "../arrange/textWidth.ts"
import type { ShapeLayout } from "../layout/GraphLayout.ts"
import { drawLines } from "./drawText.ts"
import { activityMarkers, gatewayIcons, type Ink, taskIcons, triggerIcons } from "./icons.ts"
import { paper, type Style } from "./Style.ts"
import { number, tag } from "./Svg.ts"

/** An element with fields that are read here without knowing its type. */
export type AnyElement = GraphElement & { readonly [field: string]: unknown }

/** What is told of an element's surroundings. */
export interface Around {
  /** It starts an event sub-process. */
  readonly inEventSubProcess: boolean
  /** Something drawn stands in it. */
  readonly open: boolean
}

/** Draws an element without its label. */
export const drawShape = (element: AnyElement, shape: ShapeLayout, style: Style, around: Around): string => {
  const kind = kindOf(element)
  if (kind === "event") return drawEvent(element, shape, style, around)
  if (kind === "gateway") return drawGateway(element, shape, style)
  return drawActivity(element, shape, style, around)
}

const placed = (icon: ((ink: Ink) => string) | undefined, x: number, y: number, ink: Ink, scale = 1): string =>
  icon === undefined
    ? ""
    : tag("g", { transform: `translate(${number(x)} ${number(y)})${scale === 1 ? "" : ` scale(${number(scale)})`}` }, icon(ink))

const triggerType = ({ trigger }: AnyElement): string | undefined =>
  typeof trigger === "object" && trigger !== null && "type" in trigger && typeof trigger.type === "string" ? trigger.type : undefined

const drawEvent = (
  element: AnyElement,
  { x, y, width, height, trigger: drawn }: ShapeLayout,
  style: Style,
  { inEventSubProcess }: Around,
): string => {
  const cx = x + width / 2
  const cy = y + height / 2
  const r = Math.min(width, height) / 2
  const ends = element.type === "EndEvent"
  const double = element.type === "BoundaryEvent" || element.type.startsWith("Intermediate")
  const beside = element.interrupting === false && (double || inEventSubProcess)
  const dash = beside ? "4 3" : undefined
  const circle = (radius: number, weight: number): string =>
    tag("circle", { cx, cy, r: radius, fill: style.fill, stroke: style.line, "stroke-width": weight, "stroke-dasharray": dash })
  const throws = ends || element.type === "IntermediateThrowEvent"
  const trigger = triggerType(element) ?? drawn
  const icon = trigger === undefined || !Object.hasOwn(triggerIcons, trigger) ? undefined : triggerIcons[trigger]
  return [
    circle(r, ends ? 3.2 : style.width),
    double ? circle(r - 3.2, style.width * 0.8) : "",
    placed(icon, cx, cy, { line: style.line, paper: style.fill, filled: throws }, r / 18),
  ].join("")
}

const drawGateway = (element: AnyElement, { x, y, width, height }: ShapeLayout, style: Style): string => {
  const cx = x + width / 2
  const cy = y + height / 2
  const ink = { line: style.line, paper: style.fill, filled: false }
  const diamond = tag("path", {
    d: `M${number(cx)} ${number(y)}L${number(x + width)} ${number(cy)}L${number(cx)} ${number(y + height)}L${number(x)} ${number(cy)}Z`,
    fill: style.fill,
    stroke: style.line,
    "stroke-width": style.width,
    "stroke-linejoin": "round",
  })
  const scale = Math.min(width, height) / 50
  if (element.type !== "EventBasedGateway") {
    return diamond + placed(Object.hasOwn(gatewayIcons, element.type) ? gatewayIcons[element.type] : undefined, cx, cy, ink, scale)
  }
  const ring = (r: number): string => tag("circle", { cx, cy, r: r * scale, fill: "none", stroke: style.line, "stroke-width": 1 })
  const rings = element.instantiate === true ? ring(13) : ring(13) + ring(10.5)
  return diamond + rings + placed(triggerIcons[element.parallel === true ? "parallelMultiple" : "multiple"], cx, cy, ink, 0.85 * scale)
}

const drawActivity = (element: AnyElement, shape: ShapeLayout, style: Style, { open }: Around): string => {
  const { x, y, width, height } = shape
  const { type } = element
  const scope = kindOf(element) === "scope"
  const box = (inset: number, weight: number): string =>
    tag("rect", {
      x: x + inset,
      y: y + inset,
      width: width - 2 * inset,
      height: height - 2 * inset,
      rx: Math.max(2, 10 - inset),
      fill: scope && open ? (inset === 0 ? paper : "none") : style.fill,
      stroke: style.line,
      "stroke-width": weight,
      "stroke-dasharray": type === "EventSubProcess" ? "5 3.5" : undefined,
    })
  const ink = { line: style.line, paper: style.fill, filled: false }
  const icon = Object.hasOwn(taskIcons, type) ? taskIcons[type] : undefined
  const lower = markers(element, scope && !open)
  const first = x + width / 2 - ((lower.length - 1) * 18) / 2
  const text = textOf(element)
  const lines = fitting(text, width - 10, height - (lower.length > 0 ? 22 : 6))
  // Out of the way of what stands in the corner, and of markers.
  const shift = icon !== undefined && lines.length > 1 ? 5 : lower.length > 0 ? -4 : 0
  const lowest = y + height - (lower.length > 0 ? 20 : 3) - lines.length * 7
  const title =
    scope && open
      ? drawLines(wrap(text, width - 20, 12, 1), x + 12, y + 17, { size: 12, colour: style.text, anchor: "start", bold: true })
      : drawLines(lines, x + width / 2, Math.min(y + height / 2 + shift, lowest), { size: 12, colour: style.text })
  return [
    box(0, type === "CallActivity" ? 3.6 : style.width),
    type === "Transaction" ? box(3, style.width * 0.8) : "",
    placed(icon, x + 15, y + 15, ink),
    title,
    ...lower.map((marker, index) => placed(activityMarkers[marker], first + index * 18, y + height - 12, ink, 0.8)),
  ].join("")
}

/** As many lines as there is room for. */
const fitting = (text: string, width: number, height: number): ReadonlyArray<string> =>
  wrap(text, width, 12, Math.max(1, Math.floor(height / 14)))

const markers = (
  { type, loop, multiInstance, isForCompensation }: AnyElement,
  collapsed: boolean,
): ReadonlyArray<keyof typeof activityMarkers> => [
  ...(loop === undefined ? [] : ["loop" as const]),
  ...(multiInstance === undefined ? [] : [isSequential(multiInstance) ? ("sequential" as const) : ("parallel" as const)]),
  ...(isForCompensation === true ? ["compensation" as const] : []),
  ...(collapsed ? ["collapsed" as const] : []),
  ...(type === "AdHocSubProcess" ? ["adHoc" as const] : []),
]

const isSequential = (multiInstance: unknown): boolean =>
  typeof multiInstance === "object" && multiInstance !== null && "sequential" in multiInstance && multiInstance.sequential === true

/** How many tokens stand at an element: a disc at its upper right corner. */
export const drawTokens = (count: number, { x, y, width }: ShapeLayout, colour: string): string => {
  const text = count > 999 ? "…" : String(count)
  const r = Math.max(9, textWidth(text, 11) / 2 + 4)
  return (
    tag("circle", { cx: x + width - 2, cy: y + 2, r, fill: colour, stroke: paper, "stroke-width": 1.5 }) +
    (count > 1 ? drawLines([text], x + width - 2, y + 2, { size: 11, colour: paper, bold: true }) : "")
  )
}
