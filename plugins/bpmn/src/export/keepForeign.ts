/**
 * Puts a changed process into the document that it was once read from: pools, lanes, notes, data, documentation and the extensions of others
 * stay, and what referred to elements of the process refers to the new ones.
 */

import { associationOf } from "../arrange/arrangeGraph.ts"
import { idOf } from "../millrace/idOf.ts"
import { millraceNamespace } from "../millrace/namespace.ts"
import { elementAt, elementsAt, is, isElement, type ModdleElement, typeOf } from "../moddle/ModdleElement.ts"
import { own } from "./Printing.ts"
import type { PrintedProcess } from "./printProcess.ts"

/** The ids that a document uses for anything but the flow elements of these processes. */
export const idsBeside = (definitions: ModdleElement, processes: ReadonlySet<string>): ReadonlySet<string> => {
  const ids = new Set<string>()
  walk(definitions, (element) => {
    if (element.id !== undefined && !(is(element, "bpmn:FlowElement") && !isData(element) && processes.has(processOf(element) ?? "")))
      ids.add(element.id)
  })
  for (const element of elementsAt(definitions, "rootElements"))
    if (processes.has(idOf(element)) && element.id !== undefined) ids.delete(element.id)
  return ids
}

/** The types of the flow elements of a document by their ids in the graph. */
export const formerTypes = (definitions: ModdleElement): ((id: string) => string | undefined) => {
  const types = new Map<string, string>()
  walk(definitions, (element) => {
    if (is(element, "bpmn:FlowElement")) types.set(idOf(element), typeOf(element))
  })
  return (id) => types.get(id)
}

const processOf = (element: ModdleElement): string | undefined => {
  for (let at: ModdleElement | undefined = element; at !== undefined; at = at.$parent) if (at.$type === "bpmn:Process") return idOf(at)
  return undefined
}

/** Puts the printed processes in the place of those of the same id, and gives them as they are then: what is unchanged is what it was. */
export const keepForeign = (
  definitions: ModdleElement,
  processes: ReadonlyArray<PrintedProcess>,
  roots: ReadonlyArray<ModdleElement>,
  isUnchanged: (process: string, id: string) => boolean,
): ReadonlyArray<PrintedProcess> => {
  const replaced = new Map<ModdleElement, ModdleElement | undefined>()
  const known = new Set(elementsAt(definitions, "rootElements"))
  const placed = processes.map((printed): PrintedProcess => {
    const { process, elements, flows, associations } = printed
    const name = idOf(process)
    const old = [...known].find((element) => element.$type === "bpmn:Process" && idOf(element) === name)
    if (old === undefined) {
      known.add(own(process, definitions))
      return printed
    }
    const made = new Map([...elements, ...flows])
    const before = [...everyElement(old, "flowElements"), ...everyElement(old, "artifacts")].filter((element) => !isKept(element))
    const kept = new Map<string, ModdleElement>()
    const lines = new Map<ModdleElement, ModdleElement>()
    for (const element of before) {
      const id = idOf(element)
      const after = made.get(id)
      const line = element.$type === "bpmn:Association" ? sameLine(element, associations) : undefined
      if (line !== undefined) lines.set(line, element)
      // One without an id is called by its place, which may be another one now.
      else if (after !== undefined && element.id !== undefined && isUnchanged(name, id)) kept.set(id, element)
      else replaced.set(element, after)
    }
    for (const [element, after] of replaced) if (after !== undefined) copyForeign(element, after)
    for (const [printed, element] of lines) replaced.set(printed, element)
    keepBeside(old, process, made)
    for (const [id, element] of kept) {
      const after = made.get(id)
      if (after === undefined) continue
      replaced.set(after, element)
      const lists = is(element, "bpmn:SubProcess") ? ["incoming", "outgoing", "flowElements", "artifacts"] : ["incoming", "outgoing"]
      if (is(element, "bpmn:FlowNode")) for (const property of lists) element.set(property, after.get(property))
    }
    for (const property of ["flowElements", "artifacts"]) old.set(property, elementsAt(process, property))
    const fields = elementAt(process, "extensionElements")
    if (fields !== undefined) copyForeign(old, process)
    if (fields !== undefined) old.set("extensionElements", own(fields, old))
    const placedIn = (all: ReadonlyMap<string, ModdleElement>) => new Map([...all].map(([id, element]) => [id, kept.get(id) ?? element]))
    return { process: old, elements: placedIn(elements), flows: placedIn(flows), associations: printed.associations }
  })
  definitions.set("rootElements", [...known, ...roots.filter((element) => !known.has(element)).map((element) => own(element, definitions))])
  putKept(definitions, replaced)
  retarget(definitions, replaced)
  return placed
}

/** In the place of what was printed anew stands what is unchanged. */
const putKept = (element: ModdleElement, replaced: ReadonlyMap<ModdleElement, ModdleElement | undefined>): void => {
  for (const property of ["rootElements", "flowElements", "artifacts"]) {
    if (element.$descriptor.properties?.some(({ name }) => name === property) !== true) continue
    const list = elementsAt(element, property).map((one) => own(replaced.get(one) ?? one, element))
    if (list.length > 0) element.set(property, list)
    for (const inner of list) putKept(inner, replaced)
  }
}

const isData = (element: ModdleElement): boolean =>
  is(element, "bpmn:DataObject") || is(element, "bpmn:DataObjectReference") || is(element, "bpmn:DataStoreReference")

/** What the graph knows nothing of. */
const isKept = (element: ModdleElement): boolean => isData(element) || (is(element, "bpmn:Artifact") && !leadsToCompensation(element))

const leadsToCompensation = (element: ModdleElement): boolean =>
  element.$type === "bpmn:Association" && elementAt(element, "targetRef")?.get("isForCompensation") === true

/** The printed line that leads from the same event to the same activity. */
const sameLine = (line: ModdleElement, associations: PrintedProcess["associations"]): ModdleElement | undefined => {
  const from = elementAt(line, "sourceRef")
  const to = elementAt(line, "targetRef")
  const printed = from === undefined ? undefined : associations.get(associationOf(idOf(from)))
  const target = printed === undefined ? undefined : elementAt(printed, "targetRef")
  return to !== undefined && target !== undefined && idOf(target) === idOf(to) ? printed : undefined
}

const everyElement = (container: ModdleElement, property: string): ReadonlyArray<ModdleElement> => {
  const inner = elementsAt(container, "flowElements").filter((element) => is(element, "bpmn:SubProcess"))
  return [...elementsAt(container, property), ...inner.flatMap((element) => everyElement(element, property))]
}

/** Data and notes stay where they were. */
const keepBeside = (before: ModdleElement, after: ModdleElement, made: ReadonlyMap<string, ModdleElement>): void => {
  for (const element of elementsAt(before, "flowElements")) {
    const now = made.get(idOf(element))
    if (now !== undefined && is(element, "bpmn:SubProcess") && is(now, "bpmn:SubProcess")) keepBeside(element, now, made)
  }
  for (const property of ["flowElements", "artifacts"]) {
    const kept = elementsAt(before, property).filter(isKept)
    if (kept.length > 0) after.set(property, [...elementsAt(after, property), ...kept.map((element) => own(element, after))])
  }
}

/** Parts of an element that the graph knows nothing of. */
const besideTheGraph = new Set([
  "documentation",
  "auditing",
  "monitoring",
  "ioSpecification",
  "properties",
  "dataInputAssociations",
  "dataOutputAssociations",
  "renderings",
  "implementation",
  "operationRef",
  "script",
  "scriptFormat",
])

/** Whether a definition names what it is about; what it has no place for in the graph otherwise stays where it was. */
const hasMeaning = (definition: ModdleElement): boolean =>
  !["messageRef", "signalRef", "escalationRef", "errorRef", "condition"].some(
    (property) =>
      definition.$descriptor.properties?.some(({ name }) => name === property) === true && definition.get(property) === undefined,
  )

const copyForeign = (before: ModdleElement, after: ModdleElement): void => {
  const known = new Set(after.$descriptor.properties?.map(({ name }) => name))
  for (const { name } of before.$descriptor.properties ?? []) {
    const value = besideTheGraph.has(name) && known.has(name) ? before.get(name) : undefined
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) after.set(name, value)
  }
  // An event definition that the graph could not take is not in what was printed.
  if (is(after, "bpmn:Event") && elementsAt(after, "eventDefinitions").length === 0) {
    const untold = elementsAt(before, "eventDefinitions").filter((one) => !hasMeaning(one))
    if (untold.length > 0) after.set("eventDefinitions", untold)
  }
  Object.assign(after.$attrs, before.$attrs)
  const extensions = elementAt(before, "extensionElements")
  if (extensions === undefined) return
  const foreign = elementsAt(extensions, "values").filter(({ $descriptor: { ns } }) => ns?.uri !== millraceNamespace)
  const fields = elementAt(after, "extensionElements")
  extensions.set("values", [...foreign, ...(fields === undefined ? [] : elementsAt(fields, "values"))])
  after.set("extensionElements", own(extensions, after))
}

/** All elements of a document, those that only stand for others left out. */
const walk = (element: ModdleElement, visit: (element: ModdleElement) => void): void => {
  visit(element)
  for (const property of element.$descriptor.properties ?? []) {
    if (property.isReference === true || property.isVirtual === true) continue
    for (const inner of listed(element.get(property.name))) if (isElement(inner)) walk(inner, visit)
  }
}

const listed = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [value])

/** Lets references lead to the new elements; those to elements that are gone are taken out, and shapes that draw them, too. */
const retarget = (definitions: ModdleElement, replaced: ReadonlyMap<ModdleElement, ModdleElement | undefined>): void => {
  walk(definitions, (element) => {
    for (const { name, isReference, isMany } of element.$descriptor.properties ?? []) {
      if (isReference !== true) continue
      const value = element.get(name)
      if (isMany === true) {
        const list = listed(value).filter(isElement)
        if (list.some((one) => replaced.has(one))) {
          element.set(
            name,
            list.map((one) => (replaced.has(one) ? replaced.get(one) : one)).filter((one) => one !== undefined),
          )
        }
      } else if (isElement(value) && replaced.has(value)) element.set(name, replaced.get(value))
    }
  })
  for (const diagram of elementsAt(definitions, "diagrams")) {
    const plane = elementAt(diagram, "plane")
    if (plane !== undefined) {
      plane.set(
        "planeElement",
        elementsAt(plane, "planeElement").filter((drawn) => elementAt(drawn, "bpmnElement") !== undefined),
      )
    }
  }
}
