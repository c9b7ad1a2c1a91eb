/**
 * What catches the same twice: of two that stand at one place, the second would never begin.
 *
 * BPMN 2.0.2 §10.5.6.
 */
import { idOf } from "../millrace/idOf.ts"
import type { ElementDraft, Reading } from "./Reading.ts"

const kinds = new Set(["error", "escalation", "cancel"])

/** Tells of boundary events of one activity, and of event sub-processes of one scope, that catch the same. */
export const checkCatches = (reading: Reading): void => {
  // What Millrace wrote was checked by whoever made it.
  if (reading.ofMillrace) return
  const eventScopes = new Map(reading.elements.filter(({ type }) => type === "EventSubProcess").map(({ id, scope }) => [id, scope ?? ""]))
  const first = new Map<string, string>()
  for (const element of reading.elements) {
    const caught = caughtBy(element)
    const place = element.type === "BoundaryEvent" ? `at ${String(element.attachedTo)}` : eventScopes.get(element.scope ?? "")
    if (caught === undefined || place === undefined) continue
    const key = JSON.stringify([element.type, place, caught])
    const other = first.get(key)
    const source = reading.sources.get(element.id)
    if (other === undefined) first.set(key, element.id)
    else if (source !== undefined) {
      reading.report("Incomplete", source, `'${other}' catches the same, so that '${idOf(source)}' would never begin: keep one of them.`)
    }
  }
}

const caughtBy = ({ type, trigger }: ElementDraft): string | undefined => {
  if (type !== "BoundaryEvent" && type !== "StartEvent") return undefined
  if (typeof trigger !== "object" || trigger === null || !("type" in trigger)) return undefined
  const { type: kind } = trigger
  if (typeof kind !== "string" || !kinds.has(kind)) return undefined
  const code = kind === "error" && "error" in trigger ? trigger.error : "escalation" in trigger ? trigger.escalation : undefined
  return `${kind} ${typeof code === "string" ? code : ""}`
}
