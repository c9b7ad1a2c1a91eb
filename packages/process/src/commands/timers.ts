/**
 * Commands about timers.
 */
import { type Rejection, reject, type TriggerTimer } from "@millrace/kernel"
import type { Turn } from "../Turn.ts"
import { fire } from "../verbs/listen.ts"
import { findTimer } from "./Find.ts"

export const triggerTimer = (turn: Turn, command: TriggerTimer): Rejection | undefined => {
  const found = findTimer(turn.state, command.timer)
  if (found === undefined) {
    return reject("TimerNotFound", `Instance '${turn.instance}' has no timer ${command.timer} any more: it has fired or was cancelled.`)
  }
  turn.emit({ type: "TimerFired", timer: command.timer })
  fire(turn, found.it, { due: found.timer.due })
  return undefined
}
