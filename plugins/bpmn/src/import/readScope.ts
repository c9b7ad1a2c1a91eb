/**
 * What stands in a process or a sub-process: elements and the flows between them.
 *
 * BPMN 2.0.2 §10.2, §10.3.5.
 */
import type { SequenceFlow } from "@millrace/process"
import { fieldsOf } from "../millrace/fieldsOf.ts"
import { idOf, nameUnnamed } from "../millrace/idOf.ts"
import { elementAt, elementsAt, is, type ModdleElement, textAt, typeOf } from "../moddle/ModdleElement.ts"
import { always } from "./expressions.ts"
import type { Reading } from "./Reading.ts"
import { readActivity } from "./readActivity.ts"
import { readEvent } from "./readEvent.ts"
import { readGateway } from "./readGateway.ts"

/** Reads all that stands in a container; `scope` is its id in the graph, undefined for the process itself. */
export const readScope = (reading: Reading, container: ModdleElement, scope: string | undefined): void => {
  const inside = elementsAt(container, "flowElements")
  // Names first: flows refer to elements that stand behind them.
  for (const [index, element] of inside.entries())
    nameUnnamed(element, `${scope === undefined ? "" : `${scope}/`}${typeOf(element)}:${index + 1}`)
  const before: Before = { elements: reading.elements.length, flows: reading.flows.length }
  for (const element of inside) {
    if (is(element, "bpmn:SequenceFlow")) readFlow(reading, element)
    else if (is(element, "bpmn:Activity")) {
      readActivity(reading, element, scope)
      if (is(element, "bpmn:SubProcess")) readScope(reading, element, idOf(element))
    } else if (is(element, "bpmn:Event")) readEvent(reading, element, scope)
    else if (is(element, "bpmn:Gateway")) readGateway(reading, element, scope)
    else if (is(element, "bpmn:DataObject")) tellValue(reading, element)
    else if (is(element, "bpmn:ChoreographyActivity")) reading.report("NotExecutable", element, "choreographies cannot be executed.")
  }
  takeUnconditional(reading, before)
  if (!is(container, "bpmn:AdHocSubProcess") && container.get("triggeredByEvent") !== true) {
    beginByThemselves(reading, container, scope, before)
  }
}

/** Flowable lets a data object say which value its variable begins with. */
const tellValue = (reading: Reading, element: ModdleElement): void => {
  if (reading.vendor.extensions(element, "flowable", "value").length === 0) return
  reading.report(
    "NotExecutable",
    element,
    "its value has no effect: give the variable to the process when it is started, or set it in a task.",
    "warning",
  )
}

/** How much of the graph there was before a container was read. */
interface Before {
  readonly elements: number
  readonly flows: number
}

const conditionalSources = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:ComplexGateway", "bpmn:Activity"]

const readFlow = (reading: Reading, element: ModdleElement): void => {
  const from = elementAt(element, "sourceRef")
  const to = elementAt(element, "targetRef")
  const absent = (property: string): void => {
    // A reference that leads nowhere was reported when the document was read.
    if (reading.document.referenceOf(element, property) === undefined) {
      reading.report("Incomplete", element, `it has no '${property}': say which elements it connects.`)
    }
  }
  if (from === undefined) absent("sourceRef")
  if (to === undefined) absent("targetRef")
  if (from === undefined || to === undefined) return
  const written = elementAt(element, "conditionExpression")
  const read = reading.expression(written)
  const asked = conditionalSources.some((type) => is(from, type))
  if (read !== undefined && !asked) {
    reading.report("NotExecutable", element, `'${idOf(from)}' asks no conditions: that of this flow is left out of account.`, "warning")
  }
  if (read !== undefined && elementAt(from, "default") === element) {
    reading.report(
      "NotExecutable",
      element,
      `it is the default of '${idOf(from)}', so that its condition is left out of account.`,
      "warning",
    )
  }
  const name = textAt(element, "name")
  const flow = withoutUndefined({
    id: idOf(element),
    from: idOf(from),
    to: idOf(to),
    ...(name === undefined ? {} : { name }),
    ...(read === undefined || !asked || elementAt(from, "default") === element ? {} : { condition: read }),
    ...fieldsOf(element),
  })
  reading.flows.push(flow)
  reading.sources.set(flow.id, element)
}

const withoutUndefined = (fields: object): SequenceFlow =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as SequenceFlow

/**
 * Of a gateway that asks conditions, a flow without one is taken as if it held (§13.4.2, §13.4.3 speak of conditions that hold, and the
 * condition of a flow is optional).
 */
const takeUnconditional = (reading: Reading, before: Before): void => {
  const asking = new Map(
    reading.elements
      .slice(before.elements)
      .filter(
        ({ type, choose }) =>
          (type === "ExclusiveGateway" || type === "InclusiveGateway" || type === "ComplexGateway") && choose === undefined,
      )
      .map((element) => [element.id, element]),
  )
  const inside = reading.flows.slice(before.flows)
  const leads = new Set(inside.map(({ from }) => from))
  for (const { id, type } of asking.values()) {
    const source = reading.sources.get(id)
    if (type !== "ExclusiveGateway" || leads.has(id) || source === undefined) continue
    reading.report("Incomplete", source, "no flow leaves it, so that it can never go on: lead it to an end event.")
  }
  const leaving = Map.groupBy(inside, ({ from }) => from)
  for (const [index, flow] of inside.entries()) {
    const gateway = asking.get(flow.from)
    if (gateway === undefined || flow.condition !== undefined || gateway.default === flow.id) continue
    if ((leaving.get(flow.from)?.length ?? 0) < 2) continue
    const source = reading.sources.get(flow.id)
    if (source !== undefined && gateway.type === "ExclusiveGateway") {
      reading.report(
        "Incomplete",
        source,
        `it has no condition and is not the default of '${flow.from}': it is taken as if its condition held.`,
        "warning",
      )
    }
    reading.flows[before.flows + index] = { ...flow, condition: always(reading) }
  }
}

const begins = new Set(["StartEvent", "BoundaryEvent", "EventSubProcess"])

/** Without a start event, all elements begin that nothing leads to (§10.5.2): a start event that is not drawn leads to them. */
const beginByThemselves = (reading: Reading, container: ModdleElement, scope: string | undefined, before: Before): void => {
  const own = reading.elements.slice(before.elements).filter((element) => element.scope === scope)
  if (own.some(({ type, instantiate }) => type === "StartEvent" || instantiate === true)) return
  const reached = new Set(reading.flows.slice(before.flows).map(({ to }) => to))
  const first = own.filter(
    (element) => !reached.has(element.id) && !begins.has(element.type) && element.isForCompensation !== true && !isLinkCaught(element),
  )
  if (first.length === 0 && own.length > 0) return
  const id = `${scope === undefined ? "" : `${scope}/`}start`
  reading.elements.push({ id, type: "StartEvent", ...(scope === undefined ? {} : { scope }) })
  reading.sources.set(id, container)
  for (const { id: to } of first) reading.flows.push({ id: `${id}:${to}`, from: id, to })
}

const isLinkCaught = ({ type, trigger }: { readonly type: string; readonly [field: string]: unknown }): boolean =>
  type === "IntermediateCatchEvent" && typeof trigger === "object" && trigger !== null && "type" in trigger && trigger.type === "link"
