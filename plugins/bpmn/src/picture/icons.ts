/**
 * The markers of BPMN: what events wait for or throw, what kind of task it is, how often an activity runs.
 *
 * Each is drawn around its middle, from -8 to 8.
 *
 * BPMN 2.0.2 §10.3 (figures 10.9 to 10.21), §10.5 (tables 10.84 to 10.93).
 */
import { tag } from "./Svg.ts"

/** How a marker is drawn: with lines, or filled as what throws is. */
export interface Ink {
  readonly line: string
  readonly paper: string
  readonly filled: boolean
}

type Icon = (ink: Ink) => string

const outline =
  (path: string): Icon =>
  ({ line, paper, filled }) =>
    tag("path", {
      d: path,
      fill: filled ? line : paper,
      stroke: line,
      "stroke-width": 1.2,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    })
const strokes =
  (path: string, width = 1.2): Icon =>
  ({ line }) =>
    tag("path", { d: path, fill: "none", stroke: line, "stroke-width": width, "stroke-linejoin": "round", "stroke-linecap": "round" })
const solid =
  (path: string): Icon =>
  ({ line }) =>
    tag("path", { d: path, fill: line, stroke: line, "stroke-width": 0.8, "stroke-linejoin": "round" })
const both =
  (...icons: ReadonlyArray<Icon>): Icon =>
  (ink) =>
    icons.map((icon) => icon(ink)).join("")

const hours = Array.from({ length: 12 }, (_, hour) => {
  const angle = (hour * Math.PI) / 6
  const [x, y] = [Math.sin(angle), -Math.cos(angle)]
  return `M${(x * 6.6).toFixed(1)} ${(y * 6.6).toFixed(1)}L${(x * 8).toFixed(1)} ${(y * 8).toFixed(1)}`
}).join("")

const envelope: Icon = ({ line, paper, filled }) =>
  tag("path", { d: "M-8 -5.5H8V5.5H-8Z", fill: filled ? line : paper, stroke: line, "stroke-width": 1.2 }) +
  tag("path", { d: "M-8 -5.5L0 1L8 -5.5", fill: "none", stroke: filled ? paper : line, "stroke-width": 1.2, "stroke-linejoin": "round" })

const rewind = "M-8 0L-1 -5.5V5.5ZM-1 0L6 -5.5V5.5Z"

/** By the type of a trigger. */
export const triggerIcons: Readonly<Record<string, Icon>> = {
  timer: both(
    ({ line, paper }) => tag("circle", { cx: 0, cy: 0, r: 8, fill: paper, stroke: line, "stroke-width": 1.2 }),
    strokes(`${hours}M1.2 -5.5L0 0H4.2`),
  ),
  message: envelope,
  signal: outline("M0 -7.5L7.5 5.5H-7.5Z"),
  conditional: both(outline("M-6 -8H6V8H-6Z"), strokes("M-3.8 -5H3.8M-3.8 -1.7H3.8M-3.8 1.7H3.8M-3.8 5H3.8")),
  error: outline("M-7.5 7L-3 -7L2.2 0.6L7 -7L2.6 7L-2.6 -0.8Z"),
  escalation: outline("M0 -8L6.2 7.5L0 1.4L-6.2 7.5Z"),
  link: outline("M-8 -3H1.5V-6.5L8 0L1.5 6.5V3H-8Z"),
  compensation: outline(rewind),
  cancel: outline("M-7 -4.6L-4.6 -7L0 -2.4L4.6 -7L7 -4.6L2.4 0L7 4.6L4.6 7L0 2.4L-4.6 7L-7 4.6L-2.4 0Z"),
  terminate: ({ line }) => tag("circle", { cx: 0, cy: 0, r: 8.5, fill: line }),
  multiple: outline("M0 -8L7.6 -2.5L4.7 6.5H-4.7L-7.6 -2.5Z"),
  parallelMultiple: outline("M-2 -7.5H2V-2H7.5V2H2V7.5H-2V2H-7.5V-2H-2Z"),
}

const gear: Icon = ({ line, paper }) => {
  const teeth = Array.from({ length: 32 }, (_, index) => {
    const angle = ((index - 0.5) * Math.PI) / 16
    const radius = index % 4 < 2 ? 7.4 : 5.4
    return `${(Math.sin(angle) * radius).toFixed(1)} ${(-Math.cos(angle) * radius).toFixed(1)}`
  })
  return (
    tag("path", { d: `M${teeth.join("L")}Z`, fill: paper, stroke: line, "stroke-width": 1.1, "stroke-linejoin": "round" }) +
    tag("circle", { cx: 0, cy: 0, r: 2.2, fill: paper, stroke: line, "stroke-width": 1.1 })
  )
}

/** By the type of a task. */
export const taskIcons: Readonly<Record<string, Icon>> = {
  UserTask: both(
    outline("M-7 8V4.5C-7 1.5 -4.5 0.5 -3 0H3C4.5 0.5 7 1.5 7 4.5V8Z"),
    ({ line, paper }) => tag("circle", { cx: 0, cy: -3.6, r: 3.8, fill: paper, stroke: line, "stroke-width": 1.2 }),
    strokes("M-3.8 4.8V8M3.8 4.8V8"),
  ),
  ServiceTask: gear,
  ScriptTask: both(
    outline("M-2.5 -8H7C3.5 -5 3.5 -2.5 5.5 0C7 2.5 7 5.5 3.5 8H-6.5C-3 5.5 -3 2.5 -5 0C-7 -2.5 -6 -5.5 -2.5 -8Z"),
    strokes("M-2.6 -4.8H2.2M-3 -1.6H2.4M-1.6 1.6H3.9M-1.4 4.8H3.6"),
  ),
  SendTask: (ink) => envelope({ ...ink, filled: true }),
  ReceiveTask: envelope,
  ManualTask: outline(
    "M-7 -1.5L-2.6 -6.2C-1.6 -7.2 0.2 -6 -0.8 -4.8L-2.2 -3.2H6C7.6 -3.2 7.6 -1 6 -1H7C8.4 -1 8.4 1.2 7 1.2H6.4C7.6 1.2 7.6 3.3 6.4 3.3H5.4C6.4 3.3 6.4 5.2 5.4 5.2H-2.5C-5 5.2 -7 4 -7 2Z",
  ),
  BusinessRuleTask: both(outline("M-8 -6H8V6H-8Z"), solid("M-8 -6H8V-2.6H-8Z"), strokes("M-8 1.6H8M-3 -2.6V6")),
}

/** At the lower border of an activity. */
export const activityMarkers = {
  loop: strokes("M-2.2 5.6A6 6 0 1 1 3 5.2M-2.2 5.6L-5.4 6.4M-2.2 5.6L-2.8 2.2", 1.4),
  parallel: strokes("M-4.5 -6V6M0 -6V6M4.5 -6V6", 2.2),
  sequential: strokes("M-6 -4.5H6M-6 0H6M-6 4.5H6", 2.2),
  compensation: outline(rewind),
  adHoc: solid("M-7.5 2.5C-5 -5 -1.5 -3 0.5 -0.8C2.5 1.2 5 1.2 7.5 -2.6C5.5 5 2 4.4 -0.4 2C-2.6 -0.2 -5 -0.4 -7.5 2.5Z"),
  collapsed: both(outline("M-7 -7H7V7H-7Z"), strokes("M-4 0H4M0 -4V4", 1.4)),
} satisfies Readonly<Record<string, Icon>>

/** By the type of a gateway, from -12 to 12. */
export const gatewayIcons: Readonly<Record<string, Icon>> = {
  ExclusiveGateway: strokes("M-7.5 -8.5L7.5 8.5M7.5 -8.5L-7.5 8.5", 3),
  ParallelGateway: strokes("M-11 0H11M0 -11V11", 3),
  InclusiveGateway: ({ line }) => tag("circle", { cx: 0, cy: 0, r: 10.5, fill: "none", stroke: line, "stroke-width": 2.6 }),
  ComplexGateway: strokes("M-11 0H11M0 -11V11M-7.8 -7.8L7.8 7.8M7.8 -7.8L-7.8 7.8", 2.6),
}
