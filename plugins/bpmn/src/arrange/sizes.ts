/**
 * How large elements are drawn, and where their names stand.
 */
import type { GraphElement } from "@millrace/process"
import { textWidth, wrap } from "./textWidth.ts"

export const eventSize = 36
export const gatewaySize = 50
export const taskSize = { width: 100, height: 80 }
export const labelSize = 11
export const labelLine = 13
/** Names beside a shape break at this width. */
export const labelWidth = 92

/** What kind of thing an element is, for drawing. */
export const kindOf = ({ type }: GraphElement): "event" | "gateway" | "scope" | "task" => {
  if (type.endsWith("Event")) return "event"
  if (type.endsWith("Gateway")) return "gateway"
  return ["SubProcess", "EventSubProcess", "AdHocSubProcess", "Transaction"].includes(type) ? "scope" : "task"
}

const made = /(^|[/:.])(start|end|merge|join|until|first|next|split|fork|choose|reset|terminate|compensate)(-?\d+)?$/

/** The text of an element: its name; else its own part of the id, where somebody chose that. */
export const textOf = (element: GraphElement): string => {
  if (element.name !== undefined) return element.name
  const own = element.id.slice(element.id.lastIndexOf("/") + 1)
  const kind = kindOf(element)
  if (kind !== "event" && kind !== "gateway")
    return /^(Activity|Task|SubProcess|CallActivity)_\w{7}$|^sid-|^_[\da-f-]{36}$/.test(own) ? "" : (own.split(":")[0] ?? own)
  return made.test(own) || /^[A-Z]\w*_\w+$|^sid-|^_/.test(own) ? "" : (own.split(":").at(-1) ?? own)
}

/** The name of an event or a gateway in lines, and how wide they are. */
export const labelOf = (
  text: string,
  most = 4,
): { readonly lines: ReadonlyArray<string>; readonly width: number; readonly height: number } => {
  const lines = wrap(text, labelWidth, labelSize, most)
  return { lines, width: Math.ceil(Math.max(0, ...lines.map((line) => textWidth(line, labelSize)))), height: lines.length * labelLine }
}
