/**
 * Commands about instances that were called.
 */
import { type CompleteChild, type CompleteChildCompensation, type FailChild, type Rejection, reject } from "@millrace/kernel"
import { behaviourOf, type Turn } from "../Turn.ts"
import { complete } from "../verbs/complete.ts"
import { failChildWithError } from "../verbs/failChild.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { registerChild } from "../verbs/registerChild.ts"
import { findChild } from "./Find.ts"

export const completeChild = (turn: Turn, command: CompleteChild): Rejection | undefined => {
  const it = findChild(turn.state, command.child, false)
  if (it === undefined) return notFound(turn, command.child)
  turn.emit({ type: "ChildCompleted", child: command.child, output: command.output })
  registerChild(turn, it, command.child)
  behaviourOf(turn, it).childCompleted?.(turn, it)
  return undefined
}

export const failChild = (turn: Turn, command: FailChild): Rejection | undefined => {
  const { child, failure } = command
  const it = findChild(turn.state, child, false)
  if (it === undefined) return notFound(turn, child)
  turn.emit({ type: "ChildFailed", child, ...failure })
  if ("fault" in failure) raiseIncident(turn, it, failure.fault)
  else failChildWithError(turn, it, child, failure.error)
  return undefined
}

export const completeChildCompensation = (turn: Turn, command: CompleteChildCompensation): Rejection | undefined => {
  const it = findChild(turn.state, command.child, true)
  if (it === undefined) return notFound(turn, command.child)
  turn.emit({ type: "ChildCompensated", child: command.child })
  complete(turn, it)
  return undefined
}

const notFound = (turn: Turn, child: number): Rejection =>
  reject("ChildNotFound", `Instance '${turn.instance}' does not wait for its child ${child} any more: it has ended, or was cancelled.`)
