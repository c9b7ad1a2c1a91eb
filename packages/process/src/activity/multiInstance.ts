/**
 * Multi-instance: the activity runs for each item of a list, or so many times; side by side, some at a time, or one
 * after the other. Items can be added while it runs. Runs begin from the agenda, so that any number of them begins in
 * commits of bounded size; what one run costs does not depend on how many there are.
 *
 * BPMN 2.0.2 §10.3.7 (MultiInstanceLoopCharacteristics), §13.3.7.
 */
import { type Json, type JsonObject, readValue, type Value } from "@millrace/kernel"
import { CodeProblem } from "../CodeProblem.ts"
import type { PreparedElement } from "../Element.ts"
import { type Evaluator, evaluate, type Preparation, wrongKind } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { nodeOf, type Turn, varsOf } from "../Turn.ts"
import { complete } from "../verbs/complete.ts"
import { end } from "../verbs/end.ts"
import { evaluateFor, orIncident } from "../verbs/evaluateFor.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { store } from "../verbs/store.ts"
import type { MultiInstance } from "./activityFields.ts"
import type { Body } from "./Body.ts"
import { isDone } from "./isDone.ts"

/** Prepares what the body of a multi-instance activity does. */
export const multiInstance = (
  fields: MultiInstance,
  activity: Pick<PreparedElement, "shape" | "result">,
  preparation: Preparation,
): PreparedElement => {
  const items = fields.items === undefined ? undefined : preparation.value(fields.items)
  const count = fields.count === undefined ? undefined : preparation.value(fields.count)
  const completion = fields.completion === undefined ? undefined : preparation.code(fields.completion)
  const output = fields.output === undefined ? undefined : preparation.code(fields.output)
  const { result } = activity
  const window = fields.sequential === true ? 1 : fields.concurrency

  const begin = (turn: Turn, it: ElementInstance): void => {
    const counted = countOf(turn, it, items, count)
    if (counted instanceof CodeProblem) {
      raiseIncident(turn, it, counted.fault)
      return
    }
    turn.emit({
      type: "ItemsCounted",
      id: it.id,
      ...counted,
      ...(fields.item === undefined ? {} : { name: fields.item }),
      ...(window === undefined ? {} : { window }),
    })
    goOn(turn, it)
  }

  /** After each run: perhaps nothing more is wanted, or nothing is left to do. */
  const goOn = (turn: Turn, it: ElementInstance): void => {
    const { body } = it
    if (body === undefined || it.incident !== 0 || it.ending?.cleared === false) return
    if (completion !== undefined && !it.closed && body.completed > 0) {
      const holds = evaluate(completion, progressOf(varsOf(turn, it), body), it.element, { now: turn.now })
      if (holds instanceof CodeProblem) {
        raiseIncident(turn, it, holds.fault)
        return
      }
      if (typeof holds !== "boolean") {
        raiseIncident(turn, it, wrongKind(completion, it.element, holds, "true or false").fault)
        return
      }
      if (holds) {
        turn.emit({ type: "ActivityClosed", id: it.id })
        if (fields.remaining !== "finish" && body.active > 0) {
          end(turn, it, { to: "completed" }, "sagas")
          return
        }
      }
    }
    if (isDone(it)) finish(turn, it, body)
  }

  const finish = (turn: Turn, it: ElementInstance, body: Body): void => {
    if (result === undefined) {
      complete(turn, it)
      return
    }
    const all = Array.from({ length: body.total ?? 0 }, (_, index) => index)
    const told = fields.compact === true ? all.filter((index) => body.results.has(index)) : all
    const values = told.map((index) => readValue(body.results.get(index) ?? null))
    orIncident(turn, it, store(turn, values, it.element, "the list of what its runs gave"), (value) => {
      turn.emit({ type: "OutputSet", scope: it.id, value })
      complete(turn, it, result)
    })
  }

  return {
    shape: activity.shape,
    result,
    activate: (turn, it) => (it.body?.total === undefined ? begin(turn, it) : goOn(turn, it)),
    runDone: goOn,
    childrenDone: goOn,
    items: { collects: result !== undefined || completion !== undefined, output, adds: true },
  }
}

const countOf = (
  turn: Turn,
  it: ElementInstance,
  items: Evaluator | undefined,
  count: Evaluator | undefined,
): { readonly count: number; readonly items?: Value } | CodeProblem => {
  if (items !== undefined) {
    const raw = evaluateFor(turn, it, items)
    if (raw instanceof CodeProblem) return raw
    if (!Array.isArray(raw)) return wrongKind(items, it.element, raw, "a list")
    const list = store(turn, raw, it.element, items.name)
    return list instanceof CodeProblem ? list : { count: raw.length, items: list }
  }
  if (count === undefined) throw new Error(`'${nodeOf(turn, it).id}' has neither items nor a count.`)
  const raw = evaluateFor(turn, it, count)
  if (raw instanceof CodeProblem) return raw
  return typeof raw === "number" && Number.isSafeInteger(raw) && raw >= 0
    ? { count: raw }
    : wrongKind(count, it.element, raw, "a whole number that is not negative")
}

/** What a completion condition sees beside the variables. The results are put together only if it looks at them. */
const progressOf = (vars: JsonObject, body: Body): JsonObject => {
  const view: Record<string, Json> = {
    ...vars,
    numberOfInstances: body.total ?? 0,
    numberOfActiveInstances: body.active,
    numberOfCompletedInstances: body.completed,
    // Of those that began, some may have ended without doing their work.
    numberOfTerminatedInstances: body.started - body.completed - body.active,
  }
  Object.defineProperty(view, "results", {
    enumerable: true,
    get: () => Object.freeze([...body.results].sort(([a], [b]) => a - b).map(([, value]) => readValue(value))),
  })
  return Object.freeze(view)
}
