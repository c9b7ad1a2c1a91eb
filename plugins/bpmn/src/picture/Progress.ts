/**
 * What a picture shows of an instance: where it stands now, and the ways it took.
 */
import type { AnyEvent } from "@millrace/kernel"
import type { Mark } from "./Style.ts"

/** A place where an instance stands: `waiting` of what `millrace.get` tells is a list of them. */
export interface Token {
  readonly element: string
  /** What it waits for: an incident is shown in red, and what only listens is no token. */
  readonly for?: string
}

export interface Progress {
  readonly markOf: (element: string, type: string) => Mark
  /** How many tokens stand at an element. */
  readonly tokensAt: (element: string) => number
  readonly isTaken: (flow: string) => boolean
}

interface Entry {
  readonly events: ReadonlyArray<AnyEvent>
}

/** `history` is what `millrace.history` gives, or the events themselves. */
export const makeProgress = (tokens: ReadonlyArray<Token | string> = [], history: ReadonlyArray<Entry | AnyEvent> = []): Progress => {
  const counts = new Map<string, number>()
  const incidents = new Set<string>()
  for (const token of tokens) {
    const element = typeof token === "string" ? token : token.element
    counts.set(element, (counts.get(element) ?? 0) + 1)
    if (typeof token !== "string" && token.for === "incident") incidents.add(element)
  }
  const began = new Set<string>()
  const taken = new Set<string>()
  for (const entry of history) {
    for (const event of "events" in entry && Array.isArray(entry.events) ? entry.events : [entry]) note(event, began, taken)
  }
  const listens = (type: string): boolean => type === "BoundaryEvent" || type === "StartEvent"
  return {
    markOf: (element, type) => {
      if (incidents.has(element)) return "incident"
      if (counts.has(element)) return listens(type) ? "listening" : "active"
      return began.has(element) ? "taken" : "none"
    },
    tokensAt: (element) => counts.get(element) ?? 0,
    isTaken: (flow) => taken.has(flow),
  }
}

const begins = new Set(["ElementActivated", "EventTriggered", "CompensationTriggered"])

const note = (event: unknown, began: Set<string>, taken: Set<string>): void => {
  if (typeof event !== "object" || event === null || !("type" in event) || typeof event.type !== "string") return
  if (begins.has(event.type) && "element" in event && typeof event.element === "string") began.add(event.element)
  if (event.type === "SequenceFlowTaken" && "flow" in event && typeof event.flow === "string" && !("withdrawn" in event))
    taken.add(event.flow)
}
