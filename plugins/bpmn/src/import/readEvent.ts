/**
 * Events.
 *
 * BPMN 2.0.2 §10.5.
 */
import { idOf } from "../millrace/idOf.ts"
import { elementAt, type ModdleElement } from "../moddle/ModdleElement.ts"
import { addElement } from "./addElement.ts"
import type { Reading } from "./Reading.ts"
import { definitionsOf, readTrigger } from "./readTrigger.ts"

/** Events that always interrupt, so that the graph does not say it. */
const alwaysInterrupts = new Set(["error", "cancel", "compensation"])

/** Reads an event into the graph. */
export const readEvent = (reading: Reading, element: ModdleElement, scope: string | undefined): void => {
  const add = (type: string, fields: Readonly<Record<string, unknown>>) => {
    addElement(reading, element, type, scope, fields)
  }
  switch (element.$type) {
    case "bpmn:StartEvent": {
      const trigger = readTrigger(reading, element, "catches")
      const goesOn = element.get("isInterrupting") === false && element.$parent?.get("triggeredByEvent") === true
      add("StartEvent", { trigger, interrupting: goesOn && interruptible(trigger) ? false : undefined })
      return
    }
    case "bpmn:EndEvent":
      add("EndEvent", { trigger: readTrigger(reading, element, "throws") })
      return
    case "bpmn:IntermediateThrowEvent":
      add("IntermediateThrowEvent", { trigger: readTrigger(reading, element, "throws") })
      return
    case "bpmn:IntermediateCatchEvent": {
      if (definitionsOf(element).length === 0) {
        reading.report("Incomplete", element, "it does not say what it waits for: give it an event definition.")
      }
      add("IntermediateCatchEvent", { trigger: readTrigger(reading, element, "catches") })
      return
    }
    case "bpmn:BoundaryEvent": {
      const activity = elementAt(element, "attachedToRef")
      if (activity === undefined && reading.document.referenceOf(element, "attachedToRef") === undefined) {
        reading.report("Incomplete", element, "it is attached to nothing: give it an 'attachedToRef'.")
      }
      if (definitionsOf(element).length === 0) {
        reading.report("Incomplete", element, "it does not say what it listens for: give it an event definition.")
      }
      const trigger = readTrigger(reading, element, "catches")
      // One that undoes nothing is as if it were not there; what else is wrong was reported.
      if (trigger === undefined && definitionsOf(element).some(({ $type }) => $type === "bpmn:CompensateEventDefinition")) return
      add("BoundaryEvent", {
        attachedTo: activity === undefined ? undefined : idOf(activity),
        interrupting: element.get("cancelActivity") === false && interruptible(trigger) ? false : undefined,
        trigger,
      })
      return
    }
    default:
      reading.report("NotExecutable", element, `a ${element.$type} cannot be executed.`)
  }
}

const interruptible = (trigger: Readonly<Record<string, unknown>> | undefined): boolean =>
  typeof trigger?.type === "string" && !alwaysInterrupts.has(trigger.type)
