/**
 * The ad-hoc sub-process: what stands in it without an incoming flow begins when somebody asks for it, any number of
 * times, beside each other or one at a time.
 *
 * BPMN 2.0.2 §10.3.5 (Ad-Hoc Sub-Process), §13.3.5.
 */
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { CodeProblem } from "../CodeProblem.ts"
import type { Node } from "../CompiledProcess.ts"
import { mayBeActivated } from "../commands/activities.ts"
import { Expression, VariableName } from "../Graph.ts"
import { evaluate, wrongKind } from "../Preparation.ts"
import { type ElementInstance, isAtRest } from "../State.ts"
import { nodeOf, type Turn, varsIn } from "../Turn.ts"
import { begin } from "../verbs/activate.ts"
import { end } from "../verbs/end.ts"
import { leaveScope } from "../verbs/leaveScope.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { settle } from "../verbs/settle.ts"

export const AdHocSubProcess = defineActivity({
  type: "AdHocSubProcess",
  fields: {
    result: Schema.optionalKey(VariableName),
    saga: Schema.optionalKey(Schema.Boolean),
    /** Variables in it whose values must not appear in texts. */
    redacted: Schema.optionalKey(Schema.Array(VariableName)),
    /** Whether activities in it run beside each other, or one at a time in the order in which they were asked for. */
    ordering: Schema.optionalKey(Schema.Literals(["parallel", "sequential"])),
    /** What becomes of a request while something is at work in a sequential one; left out: it waits for its turn. */
    busy: Schema.optionalKey(Schema.Literals(["wait", "refuse"])),
    /** Looked at after each activity in it: when it holds, nothing further begins. Left out: it ends when nothing is at work any more. */
    completion: Schema.optionalKey(Expression),
    /** What becomes of what is at work when the completion condition holds; left out: it is cancelled. */
    remaining: Schema.optionalKey(Schema.Literals(["cancel", "finish"])),
    /** Gives the ids of the elements that begin with it. */
    activate: Schema.optionalKey(Expression),
  },
  defaults: { saga: false, redacted: [], ordering: "parallel", busy: "wait", remaining: "cancel" },
  prepare: (fields, preparation) => {
    const { result, saga, redacted, remaining } = fields
    const completion = fields.completion === undefined ? undefined : preparation.code(fields.completion)
    const first = fields.activate === undefined ? undefined : preparation.code(fields.activate)

    const open = (turn: Turn, it: ElementInstance): void => {
      const ids = first === undefined ? [] : evaluate(first, varsIn(turn, it), it.element, { now: turn.now })
      if (ids instanceof CodeProblem) {
        raiseIncident(turn, it, ids.fault)
        return
      }
      const members = turn.compiled.nodes
      const chosen = Array.isArray(ids) ? ids.map((id) => (typeof id === "string" ? members.get(id) : undefined)) : [undefined]
      const own = nodeOf(turn, it)
      const nodes = chosen.filter((node): node is Node => node?.scope === own && mayBeActivated(node))
      if (first !== undefined && nodes.length < chosen.length) {
        const able = [...members.values()].filter((node) => node.scope === own && mayBeActivated(node)).map(({ id }) => `'${id}'`)
        const wanted = `a list of ids of elements in it without incoming flows (${able.join(", ")})`
        raiseIncident(turn, it, wrongKind(first, it.element, ids, wanted).fault)
        return
      }
      if (nodes.length > 0) turn.emit({ type: "ElementsRequested", scope: it.id, elements: nodes.map(({ id }) => id) })
    }

    /** After each activity in it. True when nothing further follows. */
    const look = (turn: Turn, it: ElementInstance): boolean => {
      if (completion === undefined || it.closed || it.ending !== undefined || it.incident !== 0) return false
      const holds = evaluate(completion, varsIn(turn, it), it.element, { now: turn.now })
      if (typeof holds !== "boolean") {
        const problem = holds instanceof CodeProblem ? holds : wrongKind(completion, it.element, holds, "true or false")
        raiseIncident(turn, it, problem.fault)
        return false
      }
      return holds && close(turn, it)
    }

    /** Nothing further begins. True when nothing further follows, either. */
    const close = (turn: Turn, it: ElementInstance): boolean => {
      turn.emit({ type: "ActivityClosed", id: it.id })
      if (remaining === "finish") return false
      end(turn, it, { to: "completed" }, "sagas")
      return true
    }

    const rest = (turn: Turn, it: ElementInstance): void => {
      const enough = completion === undefined && it.opened
      if (it.incident === 0 && (it.closed || enough || it.ending?.cleared === true)) leaveScope(turn, it, result)
    }

    return {
      shape: { scope: true, adHoc: true },
      saga: saga === true,
      result,
      redacted,
      ...(fields.ordering === "sequential" ? { oneAtATime: true as const } : {}),
      ...(fields.ordering === "sequential" && fields.busy === "refuse" ? { refusesBeside: true as const } : {}),
      idles: ({ id }) => `Somebody has to begin an element in '${id}'.`,
      finish: (turn, it) => {
        if (!close(turn, it) && isAtRest(it)) settle(turn, it)
      },
      activate: open,
      childDone: (turn, it, child) => child.element.shape.activity === true && look(turn, it),
      childrenDone: rest,
      retry: (turn, it) => {
        if (!it.opened) return begin(turn, it)
        if (!look(turn, it) && isAtRest(it)) settle(turn, it)
      },
    }
  },
  check: ({ id, completion, remaining }) =>
    remaining === undefined || completion !== undefined
      ? []
      : [
          {
            code: "RemainingUnused",
            severity: "error",
            message: `'${id}' says what becomes of what is at work and has no completion condition.`,
            hint: "Give it `completion`, or leave out `remaining`.",
          },
        ],
})
