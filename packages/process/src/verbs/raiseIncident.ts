/**
 * Incidents: how an element stops for people to look at it.
 */
import type { Fault } from "@millrace/kernel"
import { faultWithoutRedacted } from "../redaction.ts"
import type { ElementInstance } from "../State.ts"
import { nextId, type Turn } from "../Turn.ts"

/** Stops an element until somebody has mended the cause. The element keeps its token. */
export const raiseIncident = (turn: Turn, it: ElementInstance, fault: Fault): void =>
  turn.emit({ type: "IncidentRaised", incident: nextId(turn), owner: it.id, fault: faultWithoutRedacted(turn, it, fault), at: turn.now })
