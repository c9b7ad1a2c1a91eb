/**
 * Commands to activities that are at work: one more item, one more element.
 */
import { type ActivateElement, type AddItem, type FinishAdHoc, type Rejection, reject } from "@millrace/kernel"
import type { CompiledProcess, Node } from "../CompiledProcess.ts"
import { type ElementInstance, isAtRest } from "../State.ts"
import type { Turn } from "../Turn.ts"
import { activate } from "../verbs/activate.ts"
import { atWork } from "./atWork.ts"

/** Begins an element of an ad-hoc sub-process that is at work. */
export const activateElement = (turn: Turn, command: ActivateElement): Rejection | undefined => {
  const { element } = command
  const node = turn.compiled.nodes.get(element)
  if (node?.scope?.element.idles === undefined) {
    const what = node === undefined ? "has no such element" : "begins it by itself"
    return refuse(
      turn,
      element,
      `cannot be begun: the definition ${what}. Name an element of an ad-hoc sub-process: ${listOf(adHocMembers(turn.compiled))}.`,
    )
  }
  if (!mayBeActivated(node)) {
    return refuse(turn, element, `cannot be begun: other elements lead to it. Name one without an incoming flow.`)
  }
  const scope = node.scope
  const it = openScope(turn, scope)
  if (it === undefined)
    return refuse(turn, element, `cannot be begun: '${scope.id}', in which it stands, is not at work, or takes nothing further.`)
  if (scope.element.refusesBeside === true && !isAtRest(it))
    return refuse(turn, element, `cannot be begun: something else is at work in '${scope.id}', one at a time. Wait until that is done.`)
  activate(turn, node, it)
  return undefined
}

/** Ends an ad-hoc sub-process that is at work. */
export const finishAdHoc = (turn: Turn, { element }: FinishAdHoc): Rejection | undefined => {
  const node = turn.compiled.nodes.get(element)
  const finish = node?.element.finish
  if (node === undefined || finish === undefined) {
    const scopes = [...turn.compiled.nodes.values()].filter((node) => node.element.finish !== undefined).map(({ id }) => id)
    return refuse(turn, element, `cannot be finished by hand. Name an ad-hoc sub-process: ${listOf(scopes)}.`)
  }
  const it = openScope(turn, node)
  if (it === undefined) return refuse(turn, element, `cannot be finished: it is not at work, or is about to end.`)
  finish(turn, it)
  return undefined
}

/** The ad-hoc scope that is meant: where several are at work, the first one that waits for somebody to begin something. */
const openScope = (turn: Turn, scope: Node): ElementInstance | undefined => {
  const open = atWork(turn, scope, true, (it) => it.body === undefined && !it.closed && it.incident === 0)
  return open.find((one) => isAtRest(one)) ?? open[0]
}

/** Whether an element of an ad-hoc sub-process begins when somebody asks for it. */
export const mayBeActivated = (node: Node): boolean => node.element.shape.begins === "token" && node.incoming.length === 0

const adHocMembers = (compiled: CompiledProcess): ReadonlyArray<string> =>
  [...compiled.nodes.values()].filter((node) => node.scope?.element.idles !== undefined && mayBeActivated(node)).map(({ id }) => id)

/** Gives an activity that runs for each item one more. */
export const addItem = (turn: Turn, command: AddItem): Rejection | undefined => {
  const { activity, item } = command
  const node = turn.compiled.nodes.get(activity)
  if (node?.wrapper?.items?.adds !== true) {
    const what = node === undefined ? "the definition has no such element" : "it does not run for each of many items"
    return refuse(turn, activity, `takes no item: ${what}.`)
  }
  const [only, ...more] = atWork(turn, node, false, (it) => it.body?.total !== undefined && !it.closed)
  if (only === undefined) return refuse(turn, activity, `takes no item: it is not at work, or its completion condition holds.`)
  if (more.length > 0) return refuse(turn, activity, `takes no item by its name: it is at work ${more.length + 1} times.`)
  turn.emit({ type: "ItemAdded", id: only.id, item })
  return undefined
}

const refuse = (turn: Turn, element: string, why: string): Rejection =>
  reject("ElementNotFound", `'${element}' in instance '${turn.instance}' of '${turn.compiled.id}@${turn.compiled.version}' ${why}`)

const listOf = (ids: ReadonlyArray<string>): string => (ids.length === 0 ? "there is none" : ids.map((id) => `'${id}'`).join(", "))
