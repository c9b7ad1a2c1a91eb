/**
 * Who does a user task, until when, and with which form.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { attributeOf } from "../Extension.ts"
import type { Found, Vendor, VendorContext } from "../Vendor.ts"

/** Attributes that change nothing here. */
const unheeded = {
  priority: "open tasks are listed without regard to it",
  followUpDate: "the task is open from the beginning",
  skipExpression: "the task is never skipped: put a gateway before it",
}

/** Reads the people, the form and the due date of a user task. */
export const readPeople = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const attribute = (name: string) => attributeOf(context, element, vendor, name)
  const assignee = attribute("assignee")
  const groups = attribute("candidateGroups")
  const users = attribute("candidateUsers")
  const due = attribute("dueDate")
  const form = attribute("formKey") ?? attribute("formRef")
  return {
    fields: {
      ...(assignee === undefined ? {} : { assignee: context.value(assignee) }),
      ...(groups === undefined ? {} : { groups: isExpression(groups) ? context.value(groups) : namesIn(groups) }),
      ...(users === undefined ? {} : { candidates: isExpression(users) ? context.value(users) : { value: [...namesIn(users)] } }),
      ...(due === undefined ? {} : { due: context.value(due) }),
    },
    forms: form === undefined || isExpression(form) ? [] : [form],
    problems: Object.entries(unheeded).flatMap(([name, why]) =>
      attribute(name) === undefined ? [] : [context.problem("NotExecutable", element, `its '${name}' has no effect: ${why}.`, "warning")],
    ),
  }
}

const isExpression = (text: string): boolean => /[$#]\{/.test(text)

/** Names with commas between them. */
export const namesIn = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
