/**
 * Loops of activities: a condition, or one run for each item.
 *
 * BPMN 2.0.2 §10.3.7.
 */
import { bodyOf, elementAt, type ModdleElement, textAt } from "../moddle/ModdleElement.ts"
import type { Draft } from "./addElement.ts"
import { variable } from "./expressions.ts"
import type { Reading } from "./Reading.ts"

/** The fields `multiInstance` or `loop` of an activity. */
export const readLoop = (reading: Reading, activity: ModdleElement): Draft => {
  const loop = elementAt(activity, "loopCharacteristics")
  if (loop === undefined) return {}
  return loop.$type === "bpmn:StandardLoopCharacteristics" ? { loop: standardLoop(reading, loop) } : multiInstance(reading, activity, loop)
}

const standardLoop = (reading: Reading, loop: ModdleElement): Draft => {
  const max = loop.get("loopMaximum")
  return present({
    condition: reading.expression(elementAt(loop, "loopCondition")),
    before: loop.get("testBefore") === true || undefined,
    max: typeof max === "number" && max > 0 ? max : undefined,
  })
}

const multiInstance = (reading: Reading, activity: ModdleElement, loop: ModdleElement): Draft => {
  const read = (name: string) => variable(name, reading.uses("zeebe") ? "feel" : "juel")
  const items = referred(reading, loop, "loopDataInputRef")
  const results = referred(reading, loop, "loopDataOutputRef")
  const output = itemName(loop, "outputDataItem")
  const behavior = loop.get("behavior")
  if (behavior === "None" || behavior === "One" || behavior === "Complex") {
    reading.report(
      "NotExecutable",
      activity,
      `its runs throw no events ('behavior' is ${behavior}): let the activity itself throw them.`,
      "warning",
    )
  }
  return {
    multiInstance: present({
      items: items === undefined ? undefined : read(items),
      count: items === undefined ? cardinality(reading, elementAt(loop, "loopCardinality")) : undefined,
      item: items === undefined ? undefined : itemName(loop, "inputDataItem"),
      sequential: loop.get("isSequential") === true || undefined,
      completion: reading.expression(elementAt(loop, "completionCondition")),
      output: output === undefined || results === undefined ? undefined : read(output),
    }),
    result: results,
  }
}

/** A number is a number also where it is written as text. */
const cardinality = (reading: Reading, expression: ModdleElement | undefined) => {
  const text = bodyOf(expression)
  return text !== undefined && /^\d+$/.test(text) ? { value: Number(text) } : reading.value(expression)
}

/** The variable that a reference names: the name of the data that it leads to, or its own text. */
const referred = (reading: Reading, loop: ModdleElement, property: string): string | undefined => {
  const target = elementAt(loop, property)
  if (target === undefined) return reading.document.referenceOf(loop, property)
  const data = elementAt(target, "dataObjectRef") ?? target
  return textAt(data, "name") ?? textAt(target, "name") ?? target.id
}

const itemName = (loop: ModdleElement, property: string): string | undefined => {
  const item = elementAt(loop, property)
  return item === undefined ? undefined : (textAt(item, "name") ?? item.id)
}

const present = (fields: Draft): Draft => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
