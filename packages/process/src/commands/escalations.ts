/**
 * Commands about escalations.
 */
import { type ReceiveEscalation, type Rejection, reject } from "@millrace/kernel"
import type { Turn } from "../Turn.ts"
import { throwEscalation } from "../verbs/throwEscalation.ts"
import { findChild } from "./Find.ts"

/** What a called instance tells goes on from the step that called it. */
export const receiveEscalation = (turn: Turn, { child, code, payload }: ReceiveEscalation): Rejection | undefined => {
  const it = findChild(turn.state, child, false)
  if (it === undefined) {
    return reject(
      "ChildNotFound",
      `Instance '${turn.instance}' does not wait for its child ${child} any more: it has ended, or was cancelled. The escalation '${code}' was not taken.`,
    )
  }
  turn.emit({ type: "EscalationReceived", child, code, payload })
  throwEscalation(turn, it, code, payload)
  return undefined
}
