/**
 * Who does a user task, until when, and with which form.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { namesIn } from "../camunda/readPeople.ts"
import { given } from "../Extension.ts"
import type { Found, VendorContext } from "../Vendor.ts"

/** Reads the assignment, the schedule and the form of a user task. */
export const readPeople = (element: ModdleElement, context: VendorContext): Found => {
  const first = (name: string) => context.extensions(element, "zeebe", name)[0]
  const assignment = first("assignmentDefinition")
  const schedule = first("taskSchedule")
  const definition = first("formDefinition")
  const assignee = given(assignment, "assignee")
  const groups = given(assignment, "candidateGroups")
  const users = given(assignment, "candidateUsers")
  const due = given(schedule, "dueDate")
  const form = given(definition, "formId") ?? given(definition, "formKey") ?? given(definition, "externalReference")
  const forms = form === undefined || form.startsWith("=") ? [] : [form]
  const unheeded = [
    ...(given(schedule, "followUpDate") === undefined ? [] : ["followUpDate"]),
    ...(first("priorityDefinition") === undefined ? [] : ["priority"]),
  ]
  return {
    fields: {
      ...(assignee === undefined ? {} : { assignee: context.value(assignee) }),
      ...(groups === undefined ? {} : { groups: groups.startsWith("=") ? context.value(groups) : namesIn(groups) }),
      ...(users === undefined ? {} : { candidates: users.startsWith("=") ? context.value(users) : { value: [...namesIn(users)] } }),
      ...(due === undefined ? {} : { due: context.value(due) }),
    },
    forms,
    problems: unheeded.map((name) =>
      context.problem("NotExecutable", element, `its '${name}' has no effect: open tasks are listed without regard to it.`, "warning"),
    ),
  }
}
