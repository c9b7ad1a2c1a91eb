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
import { type Evaluator, nameFrom, wrongKind } from "../Preparation.ts"
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
    /** Groups whose members may claim it: names, or what gives them: a list, or text with commas. */
    groups: Schema.optionalKey(Schema.Union([Schema.Array(Schema.String), ValueExpression])),
    /** People who may claim it, too: each is among the groups as `user:` and the name. */
    candidates: Schema.optionalKey(ValueExpression),
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
    const groups = groupsIn(element.groups)
    const asked = groups === undefined || Array.isArray(groups) ? undefined : preparation.value(groups)
    const candidates = element.candidates === undefined ? undefined : preparation.value(element.candidates)
    const hasOutputs = (element.outputs ?? []).length > 0 || element.spread !== undefined
    return {
      userTask: element.form === undefined ? {} : { form: element.form },
      result: element.result,
      activate: (turn, it) => {
        const members = namesOf(turn, it, asked, "groups")
        if (members instanceof CodeProblem) return raiseIncident(turn, it, members.fault)
        const others = namesOf(turn, it, candidates, "people")
        if (others instanceof CodeProblem) return raiseIncident(turn, it, others.fault)
        const claimers = [...(Array.isArray(groups) ? groups : members), ...others.map((one) => `user:${one}`)]
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
          ...(claimers.length === 0 ? {} : { groups: claimers }),
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
          if (!(value instanceof CodeProblem)) {
            setVariable(turn, it, element.result, value)
            if (hasOutputs) turn.emit({ type: "OutputSet", scope: it.id, value })
          }
        }
        // What its outputs see.
        else if (hasOutputs) turn.emit({ type: "OutputSet", scope: it.id, value: form })
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

/** Names as a list, or as text with commas between them. */
const namesOf = (turn: Turn, it: ElementInstance, evaluator: Evaluator | undefined, what: string): ReadonlyArray<string> | CodeProblem => {
  const raw = evaluator === undefined ? undefined : evaluateFor(turn, it, evaluator)
  if (evaluator === undefined || raw === undefined || raw === null) return []
  if (raw instanceof CodeProblem) return raw
  const list: ReadonlyArray<unknown> = (Array.isArray(raw) ? raw : [raw]).flat()
  if (!list.every((one) => typeof one === "string")) return wrongKind(evaluator, it.element, raw, `a list of ${what}`)
  const names = list.flatMap((one) => one.split(",")).flatMap((one) => (one.trim() === "" ? [] : [one.trim()]))
  for (const name of names) {
    const checked = nameFrom(evaluator, it.element, name, what)
    if (checked instanceof CodeProblem) return checked
  }
  return names
}

const groupsIn = (groups: ReadonlyArray<string> | ValueExpression | undefined): Array<string> | ValueExpression | undefined =>
  groups === undefined || "code" in groups || "value" in groups || "language" in groups ? groups : [...groups]

const personOf = (turn: Turn, it: ElementInstance, evaluator: Evaluator | undefined): string | undefined | CodeProblem => {
  const raw = evaluator === undefined ? undefined : evaluateFor(turn, it, evaluator)
  if (evaluator === undefined || raw === undefined || raw === null || raw === "") return undefined
  return nameFrom(evaluator, it.element, raw, "a user")
}

const dueOf = (turn: Turn, it: ElementInstance, evaluator: Evaluator | undefined): number | undefined | CodeProblem => {
  const raw = evaluator === undefined ? undefined : evaluateFor(turn, it, evaluator)
  if (evaluator === undefined || raw === undefined || raw === null) return undefined
  if (raw instanceof CodeProblem) return raw
  const due = readDue(raw, turn.now)
  if ("problem" in due) return codeFailed(`'${it.element}': ${evaluator.name} gave no due date: ${due.problem}.`)
  return due.at
}
