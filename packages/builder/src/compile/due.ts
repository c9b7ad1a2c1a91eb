/**
 * Points in time, as the graph has them: text, or code that gives text.
 */
import { readDue } from "@millrace/process"
import type { DueSpec } from "../recipe/Item.ts"
import { isExpression } from "../recipe/Parameter.ts"
import type { Draft } from "./Draft.ts"
import type { Scope } from "./Scope.ts"

/** A `Due` of the graph format. Text is checked now; what code gives is checked when it is asked for. */
export const due = (draft: Draft, scope: Scope, element: string, spec: DueSpec, role = "due"): unknown => {
  if (typeof spec === "function" || isExpression(spec)) return draft.bindCode(scope, element, role, spec, isoText)
  const value = isoText(spec)
  const read = readDue(value, 0)
  if ("problem" in read) {
    draft.problem(
      "InvalidDuration",
      scope.idOf(element),
      `the due date of '${element}' cannot be read: ${read.problem}.`,
      'Write it as "2 days", "PT30S", "2031-01-01T08:00:00Z", cron("0 9 1 * *") or, for a timer beside a task, "R3/PT10M".',
    )
  }
  return { value }
}

const isoText = (value: unknown): unknown => (value instanceof Date ? toIso(value) : value)

/** A date that is none stays as text, so that whoever reads it can say so. */
const toIso = (date: Date): string => (Number.isNaN(date.getTime()) ? String(date) : date.toISOString())
