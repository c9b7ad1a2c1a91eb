/**
 * Commands about the instance as a whole.
 */
import { type CancelInstance, type Rejection, reject, type StartInstance } from "@millrace/kernel"
import { processInstance } from "../State.ts"
import { elementById, type Turn } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { end } from "../verbs/end.ts"

export const startInstance = (turn: Turn, command: StartInstance): Rejection | undefined => {
  if (turn.state.status !== "new") {
    return reject(
      "AlreadyStarted",
      `Instance '${turn.instance}' of '${turn.compiled.id}' has been started before. Use its handle, or start one with another id.`,
    )
  }
  turn.emit({ type: "InstanceStarted", input: command.input, at: turn.now })
  const root = elementById(turn, processInstance)
  begin(turn, root)
  return undefined
}

/** Cancelling what is ending already changes nothing. */
export const cancelInstance = (turn: Turn, command: CancelInstance): Rejection | undefined => {
  if (turn.state.status === "terminating") return undefined
  end(turn, elementById(turn, processInstance), { to: "cancelled", reason: command.reason }, "sagas")
  return undefined
}
