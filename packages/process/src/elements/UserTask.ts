/**
 * The user task: somebody has something to do. Its value is what the form holds, and who completed it.
 *
 * BPMN 2.0.2 §10.3.3 (UserTask), §10.3.4.
 */
import { readValue } from "@millrace/kernel"
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { CodeProblem, codeFailed } from "../CodeProblem.ts"
import { readDue } from "../Due.ts"
import { ValueExpression, VariableName } from "../Graph.ts"
import { type Evaluator, wrongKind } from "../Preparation.ts"
import type { ElementInstance } from "../State.ts"
import { nextId, type Turn } from "../Turn.ts"
import { complete } from "../verbs/complete.ts"
import { evaluateFor } from "../verbs/evaluateFor.ts"
import { raiseIncident } from "../verbs/raiseIncident.ts"
import { setVariable } from "../verbs/setVariable.ts"
import { store } from "../verbs/store.ts"

export const UserTask = defineActivity({
  type: "UserTask",
  fields: {
    /** The name in `Bindings.codecs` that checks the form. */
    form: Schema.optionalKey(Schema.String),
    result: Schema.optionalKey(VariableName),
    /** Who has it from the start. */
    assignee: Schema.optionalKey(ValueExpression),
    /** Groups whose members may claim it. */
    groups: Schema.optionalKey(Schema.Array(Schema.String)),
    /** A list of people who must not do it. */
    excluded: Schema.optionalKey(ValueExpression),
    due: Schema.optionalKey(ValueExpression),
  },
  defaults: { groups: [] },
  prepare: (element, preparation) => {
    if (element.form !== undefined) preparation.codec(element.form)
    const assignee = element.assignee === undefined ? undefined : preparation.value(element.assignee)
    const excluded = element.excluded === undefined ? undefined : preparation.value(element.excluded)
    const due = element.due === undefined ? undefined : preparation.value(element.due)
    const groups = element.groups === undefined || element.groups.length === 0 ? {} : { groups: element.groups }
    return {
      userTask: element.form === undefined ? {} : { form: element.form },
      result: element.result,
      activate: (turn, it) => {
        const people = peopleOf(turn, it, excluded)
        if (people instanceof CodeProblem) return raiseIncident(turn, it, people.fault)
        const person = personOf(turn, it, assignee)
        if (person instanceof CodeProblem) return raiseIncident(turn, it, person.fault)
        const until = dueOf(turn, it, due)
        if (until instanceof CodeProblem) return raiseIncident(turn, it, until.fault)
        turn.emit({
          type: "UserTaskCreated",
          task: nextId(turn),
          owner: it.id,
          // Who must not do it is not given it: the task goes to the others.
          ...(person === undefined || people.includes(person) ? {} : { assignee: person }),
          ...groups,
          ...(people.length === 0 ? {} : { excluded: people }),
          ...(until === undefined ? {} : { due: until }),
          at: turn.now,
        })
      },
      userTaskCompleted: (turn, it, form, completedBy) => {
        if (element.result !== undefined) {
          const fields = readValue(form)
          const filled =
            typeof fields === "object" && fields !== null && !Array.isArray(fields) ? fields : fields === null ? {} : { form: fields }
          const value = store(turn, { ...filled, completedBy }, it.element, "the form")
          if (!(value instanceof CodeProblem)) setVariable(turn, it, element.result, value)
        }
        complete(turn, it)
      },
    }
  },
})

const peopleOf = (turn: Turn, it: ElementInstance, evaluator: Evaluator | undefined): ReadonlyArray<string> | CodeProblem => {
  const raw = evaluator === undefined ? undefined : evaluateFor(turn, it, evaluator)
  if (evaluator === undefined || raw === undefined || raw === null) return []
  if (raw instanceof CodeProblem) return raw
  const list: ReadonlyArray<unknown> = Array.isArray(raw) ? raw : [raw]
  if (list.every((one) => typeof one === "string")) return list
  return wrongKind(evaluator, it.element, raw, "a list of users")
}

const personOf = (turn: Turn, it: ElementInstance, evaluator: Evaluator | undefined): string | undefined | CodeProblem => {
  const raw = evaluator === undefined ? undefined : evaluateFor(turn, it, evaluator)
  if (evaluator === undefined || raw === undefined || raw === null) return undefined
  if (typeof raw === "string" || raw instanceof CodeProblem) return raw
  return wrongKind(evaluator, it.element, raw, "a user")
}

const dueOf = (turn: Turn, it: ElementInstance, evaluator: Evaluator | undefined): number | undefined | CodeProblem => {
  const raw = evaluator === undefined ? undefined : evaluateFor(turn, it, evaluator)
  if (evaluator === undefined || raw === undefined || raw === null) return undefined
  if (raw instanceof CodeProblem) return raw
  const due = readDue(raw, turn.now)
  if ("problem" in due) return codeFailed(`'${it.element}': ${evaluator.name} gave no due date: ${due.problem}.`)
  return due.at
}
