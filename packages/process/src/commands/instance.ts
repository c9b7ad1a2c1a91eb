/**
 * Commands about the instance as a whole.
 */
import { type CancelInstance, type CompensateInstance, type Rejection, reject, type StartInstance } from "@millrace/kernel"
import { processInstance } from "../State.ts"
import { namedStarts } from "../starts.ts"
import { elementById, type Turn } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { end } from "../verbs/end.ts"
import { startNamed, usualStarts } from "../verbs/startAt.ts"
import { undoInstance } from "../verbs/undoInstance.ts"

export const startInstance = (turn: Turn, command: StartInstance): Rejection | undefined => {
  if (turn.state.status !== "new") {
    return reject(
      "AlreadyStarted",
      `Instance '${turn.instance}' of '${turn.compiled.id}' has been started before. Use its handle, or start one with another id.`,
    )
  }
  const { input, start, payload, called } = command
  const known = start === undefined ? usualStarts(turn, input) : startNamed(turn, start)
  if (known === undefined) return reject("StartNotFound", startNotFound(turn, start))
  turn.emit({
    type: "InstanceStarted",
    input,
    at: turn.now,
    ...(start === undefined ? {} : { start }),
    ...(payload === undefined ? {} : { payload }),
    ...(called === true ? { called } : {}),
  })
  const root = elementById(turn, processInstance)
  begin(turn, root)
  return undefined
}

const startNotFound = (turn: Turn, start: string | undefined): string => {
  const { compiled, instance } = turn
  const places = [...compiled.root.starts.map(({ id }) => id), ...namedStarts(compiled).map(({ name }) => name)]
  const what = start === undefined ? "has no start event without a trigger" : `cannot begin at '${start}'`
  const where = places.length === 0 ? "" : ` Name one of these: ${places.map((id) => `'${id}'`).join(", ")}.`
  return `Instance '${instance}' was not started: '${compiled.id}@${compiled.version}' ${what}.${where}`
}

/** Cancelling what is ending already changes nothing. */
export const cancelInstance = (turn: Turn, command: CancelInstance): Rejection | undefined => {
  // What has ended and undoes what it did goes on with that.
  if (turn.state.status !== "active") return undefined
  end(turn, elementById(turn, processInstance), { to: "cancelled", reason: command.reason }, "sagas")
  return undefined
}

/** The caller asks for what is complete here to be undone. What is not ended yet is ended first. */
export const compensateInstance = (turn: Turn, _command: CompensateInstance): Rejection | undefined => {
  const { state } = turn
  if (state.compensating) return undefined
  const { status } = state
  turn.emit({ type: "InstanceCompensationStarted" })
  if (status === "active")
    end(turn, elementById(turn, processInstance), { to: "cancelled", reason: "Its caller undoes what it did." }, "sagas")
  else if (status !== "terminating") undoInstance(turn)
  return undefined
}
