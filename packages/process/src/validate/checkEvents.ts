/**
 * Check: start events with triggers, event sub-processes, and what interrupts.
 *
 * BPMN 2.0.2 §10.5.2 (tables 10.84, 10.86, 10.87), §10.5.4 (table 10.90).
 */
import type { Diagnostic } from "@millrace/kernel"
import type { Check, CheckedElement, Model } from "./Model.ts"
import { byScope, error, scopeName, warning } from "./Model.ts"

/** What ends what it watches over, always. */
const alwaysInterrupting: ReadonlySet<string> = new Set(["error", "cancel", "compensation"])

/** Every trigger stands where it can come, and every event sub-process begins by one. */
export const checkEvents: Check = (model) => [
  ...[...model.elements.values()].flatMap((one) => checkStart(model, one)),
  ...checkEventSubProcesses(model),
  ...[...model.elements.values()].flatMap(checkBoundary),
  ...[...model.elements.values()].flatMap(checkTime),
]

const checkTime = ({ element: { id }, prepared }: CheckedElement): ReadonlyArray<Diagnostic> => {
  const problem = prepared.trigger?.problem
  return problem === undefined ? [] : [error("DueInvalid", id, `The timer of '${id}' has no due date: ${problem}.`, "Correct its `due`.")]
}

/** The type of an event's trigger. */
const triggerOf = ({ element }: CheckedElement): string =>
  "trigger" in element &&
  typeof element.trigger === "object" &&
  element.trigger !== null &&
  "type" in element.trigger &&
  typeof element.trigger.type === "string"
    ? element.trigger.type
    : ""

const checkStart = (model: Model, one: CheckedElement): ReadonlyArray<Diagnostic> => {
  const { element, prepared } = one
  if (prepared.shape.begins !== "scope") return []
  const { id, scope } = element
  const around = scope === undefined ? undefined : model.elements.get(scope)
  const handles = around?.prepared.shape.begins === "event"
  const problems: Array<Diagnostic> = []
  if (prepared.trigger === undefined) {
    if ("interrupting" in element && !handles) problems.push(interruptsNothing(id))
    return problems
  }
  if (handles) {
    if (prepared.interrupting === false && alwaysInterrupting.has(triggerOf(one))) {
      problems.push(
        error(
          "InterruptingMisplaced",
          id,
          `'${id}' does not interrupt, and its trigger '${triggerOf(one)}' always does.`,
          "Leave `interrupting` out.",
        ),
      )
    }
    return problems
  }
  if (around !== undefined) {
    return [
      error(
        "TriggerMisplaced",
        id,
        `The start event '${id}' of '${scope}' has the trigger '${triggerOf(one)}', and a sub-process begins when the flow comes to it.`,
        "Leave the trigger out, make it an event sub-process, or put an intermediate catch event behind the start.",
      ),
    ]
  }
  if ("interrupting" in element) problems.push(interruptsNothing(id))
  if (prepared.trigger.starts === undefined && prepared.trigger.conditions === undefined) {
    problems.push(
      error(
        "TriggerMisplaced",
        id,
        `The process begins at '${id}' by the trigger '${triggerOf(one)}', which comes from inside only.`,
        "Put it into an event sub-process.",
      ),
    )
  }
  // Where all of several have to come, the others are waited for by their keys.
  if (prepared.trigger.keyed === true && prepared.trigger.all !== true) {
    problems.push(
      warning(
        "KeyIgnored",
        id,
        `'${id}' has a key, and a process begins by every message of its name.`,
        "Leave the key out, or let a running instance wait for the message.",
      ),
    )
  }
  return problems
}

const interruptsNothing = (id: string): Diagnostic =>
  error("InterruptingMisplaced", id, `'${id}' says whether it interrupts, and begins no event sub-process.`, "Leave `interrupting` out.")

const checkEventSubProcesses = (model: Model): ReadonlyArray<Diagnostic> => {
  const scopes = byScope(model)
  return [...model.elements.values()].flatMap(({ element: { id, scope }, prepared }) => {
    if (prepared.shape.begins !== "event") return []
    const starts = (scopes.get(id) ?? []).filter((one) => one.prepared.shape.begins === "scope")
    const [only] = starts
    const problems: Array<Diagnostic> = []
    if (starts.length !== 1 || only?.prepared.trigger === undefined) {
      const what =
        starts.length === 0
          ? "no start event"
          : starts.length > 1
            ? `several start events: ${starts.map((one) => `'${one.element.id}'`).join(", ")}`
            : "a start event without a trigger"
      problems.push(
        error(
          "EventStartInvalid",
          id,
          `The event sub-process '${id}' has ${what}.`,
          "Give it one start event with the trigger that it begins by; for several, the trigger 'multiple'.",
        ),
      )
    }
    if (only?.prepared.trigger?.compensation === true && scope === undefined) {
      problems.push(
        error(
          "TriggerMisplaced",
          only.element.id,
          `${scopeName("")} has an event sub-process '${id}' that compensates it, and nothing compensates a process but its caller, activity by activity.`,
          "Put it into a sub-process.",
        ),
      )
    }
    return problems
  })
}

const checkBoundary = (one: CheckedElement): ReadonlyArray<Diagnostic> => {
  const { boundary } = one.prepared
  if (boundary === undefined || boundary.interrupting || boundary.compensatedBy !== undefined) return []
  if (!alwaysInterrupting.has(triggerOf(one))) return []
  const { id } = one.element
  return [
    error(
      "InterruptingMisplaced",
      id,
      `'${id}' does not interrupt '${boundary.attachedTo}', and its trigger '${triggerOf(one)}' always does.`,
      "Leave `interrupting` out.",
    ),
  ]
}
