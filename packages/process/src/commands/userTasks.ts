/**
 * Commands about user tasks. Who is excluded can neither have the task nor complete it.
 */
import {
  type AssignUserTask,
  type ChangeUserTaskDue,
  type ClaimUserTask,
  type CompleteUserTask,
  type Rejection,
  reject,
  type UnclaimUserTask,
} from "@millrace/kernel"
import type { ElementInstance, UserTask } from "../State.ts"
import { behaviourOf, type Turn } from "../Turn.ts"
import { findUserTask } from "./Find.ts"

type Found = { readonly task: UserTask; readonly it: ElementInstance }

/** Finds the task a command is about and goes on with it. */
const withTask =
  <C extends { readonly task: number }>(then: (turn: Turn, found: Found, command: C) => Rejection | undefined) =>
  (turn: Turn, command: C): Rejection | undefined => {
    const found = findUserTask(turn.state, command.task)
    if (found !== undefined) return then(turn, found, command)
    return reject("UserTaskNotFound", `Instance '${turn.instance}' has no open user task ${command.task}: it was completed or cancelled.`)
  }

const notYours = (turn: Turn, { it }: Found, why: string): Rejection =>
  reject("UserTaskNotYours", `User task '${it.element}' of instance '${turn.instance}' ${why}`)

const excluded = (turn: Turn, found: Found, user: string): Rejection | undefined =>
  found.task.excluded?.includes(user) === true ? notYours(turn, found, `excludes '${user}': somebody else has to do it.`) : undefined

export const claimUserTask = withTask((turn, found, { task, user }: ClaimUserTask) => {
  const { assignee } = found.task
  if (assignee === user) return undefined
  if (assignee !== undefined) return notYours(turn, found, `is claimed by '${assignee}': it has to be given back or assigned first.`)
  const rejection = excluded(turn, found, user)
  if (rejection !== undefined) return rejection
  turn.emit({ type: "UserTaskAssigned", task, assignee: user })
  return undefined
})

export const unclaimUserTask = withTask((turn, found, { task, user }: UnclaimUserTask) => {
  const { assignee } = found.task
  if (assignee !== user) {
    return notYours(turn, found, assignee === undefined ? "is not claimed by anybody." : `is claimed by '${assignee}', not by '${user}'.`)
  }
  turn.emit({ type: "UserTaskAssigned", task })
  return undefined
})

export const assignUserTask = withTask((turn, found, { task, assignee }: AssignUserTask) => {
  if (assignee === found.task.assignee) return undefined
  const rejection = assignee === undefined ? undefined : excluded(turn, found, assignee)
  if (rejection !== undefined) return rejection
  turn.emit(assignee === undefined ? { type: "UserTaskAssigned", task } : { type: "UserTaskAssigned", task, assignee })
  return undefined
})

export const changeUserTaskDue = withTask((turn, found, { task, due }: ChangeUserTaskDue) => {
  if (due === found.task.due) return undefined
  turn.emit(due === undefined ? { type: "UserTaskDueChanged", task } : { type: "UserTaskDueChanged", task, due })
  return undefined
})

export const completeUserTask = withTask((turn, found, { task, form, by }: CompleteUserTask) => {
  const { assignee } = found.task
  if (assignee !== undefined && assignee !== by) return notYours(turn, found, `is claimed by '${assignee}', not by '${by}'.`)
  const rejection = excluded(turn, found, by)
  if (rejection !== undefined) return rejection
  turn.emit({ type: "UserTaskCompleted", task, form, by })
  behaviourOf(turn, found.it).userTaskCompleted?.(turn, found.it, form, by)
  return undefined
})
