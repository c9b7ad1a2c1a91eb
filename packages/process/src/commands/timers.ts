/**
 * Commands about timers.
 */
import { type Rejection, reject, type TriggerTimer } from "@millrace/kernel"
import type { Turn } from "../Turn.ts"
import { firesStill } from "../time/Repeat.ts"
import { goOnListening, listensOn } from "../verbs/goOnListening.ts"
import { fire } from "../verbs/listen.ts"
import { findTimer } from "./Find.ts"

export const triggerTimer = (turn: Turn, command: TriggerTimer): Rejection | undefined => {
  const found = findTimer(turn.state, command.timer)
  if (found === undefined) {
    return reject("TimerNotFound", `Instance '${turn.instance}' has no timer ${command.timer} any more: it has fired or was cancelled.`)
  }
  turn.emit({ type: "TimerFired", timer: command.timer })
  const { it, timer } = found
  // What was missed is left out where the timer says so: it only goes on.
  const { due } = timer
  if (it.repeat === undefined || firesStill(due, it.repeat, turn.now)) fire(turn, it, { due })
  else if (listensOn(turn, it, { due })) goOnListening(turn, it, { due })
  else turn.emit({ type: "ListenerDisarmed", id: it.id })
  return undefined
}
