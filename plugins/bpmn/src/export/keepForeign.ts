/**
 * Puts a changed process into the document that it was once read from: pools, lanes, notes, data, documentation and the extensions of others
 * stay, and what referred to elements of the process refers to the new ones.
 */
import { millraceNamespace } from "../millrace/namespace.ts"
import { idOf } from "../millrace/idOf.ts"
import { elementAt, elementsAt, is, isElement, type ModdleElement } from "../moddle/ModdleElement.ts"
import { own } from "./Printing.ts"
import type { PrintedProcess } from "./printProcess.ts"

/** The ids that a document uses for anything but the flow elements of these processes. */
export const idsBeside = (definitions: ModdleElement, processes: ReadonlySet<string>): ReadonlySet<string> => {
  const ids = new Set<string>()
  walk(definitions, (element) => {
    if (element.id !== undefined && !(is(element, "bpmn:FlowElement") && !isData(element) && processes.has(processOf(element) ?? ""))) ids.add(element.id)
  })
  for (const element of elementsAt(definitions, "rootElements")) if (processes.has(idOf(element)) && element.id !== undefined) ids.delete(element.id)
  return ids
}

const processOf = (element: ModdleElement): string | undefined => {
  for (let at: ModdleElement | undefined = element; at !== undefined; at = at.$parent) if (at.$type === "bpmn:Process") return idOf(at)
  return undefined
}

/** Puts the printed processes in the place of those of the same id. */
export const keepForeign = (definitions: ModdleElement, processes: ReadonlyArray<PrintedProcess>, roots: ReadonlyArray<ModdleElement>): void => {
  const replaced = new Map<ModdleElement, ModdleElement | undefined>()
  const known = new Set(elementsAt(definitions, "rootElements"))
  for (const { process, elements, flows } of processes) {
    const old = [...known].find((element) => element.$type === "bpmn:Process" && idOf(element) === idOf(process))
    if (old === undefined) {
      known.add(own(process, definitions))
      continue
    }
    const made = new Map([...elements, ...flows])
    for (const property of ["flowElements", "artifacts"]) {
      for (const element of everyElement(old, property)) if (!isKept(element)) replaced.set(element, made.get(idOf(element)))
    }
    for (const [before, after] of replaced) if (after !== undefined) copyForeign(before, after)
    keepBeside(old, process, replaced)
    replaced.set(process, old)
    for (const property of ["flowElements", "artifacts"]) {
      old.set(property, elementsAt(process, property).map((element) => own(element, old)))
    }
    const fields = elementAt(process, "extensionElements")
    if (fields !== undefined) old.set("extensionElements", own(fields, old))
    process.set("flowElements", [])
  }
  definitions.set("rootElements", [...known, ...roots.filter((element) => !known.has(element)).map((element) => own(element, definitions))])
  retarget(definitions, replaced)
}

const isData = (element: ModdleElement): boolean =>
  is(element, "bpmn:DataObject") || is(element, "bpmn:DataObjectReference") || is(element, "bpmn:DataStoreReference")

/** What the graph knows nothing of. */
const isKept = (element: ModdleElement): boolean => isData(element) || (is(element, "bpmn:Artifact") && !leadsToCompensation(element))

const leadsToCompensation = (element: ModdleElement): boolean =>
  element.$type === "bpmn:Association" && elementAt(element, "targetRef")?.get("isForCompensation") === true

const everyElement = (container: ModdleElement, property: string): ReadonlyArray<ModdleElement> => {
  const inner = elementsAt(container, "flowElements").filter((element) => is(element, "bpmn:SubProcess"))
  return [...elementsAt(container, property), ...inner.flatMap((element) => everyElement(element, property))]
}

/** Data and notes stay where they were. */
const keepBeside = (before: ModdleElement, after: ModdleElement, replaced: ReadonlyMap<ModdleElement, ModdleElement | undefined>): void => {
  for (const property of ["flowElements", "artifacts"]) {
    const kept = elementsAt(before, property).filter(isKept)
    if (kept.length > 0) after.set(property, [...elementsAt(after, property), ...kept.map((element) => own(element, after))])
  }
  for (const element of elementsAt(before, "flowElements")) {
    const now = replaced.get(element)
    if (now !== undefined && is(element, "bpmn:SubProcess") && is(now, "bpmn:SubProcess")) keepBeside(element, now, replaced)
  }
}

const copyForeign = (before: ModdleElement, after: ModdleElement): void => {
  const documentation = elementsAt(before, "documentation")
  if (documentation.length > 0) after.set("documentation", documentation)
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
          element.set(name, list.map((one) => (replaced.has(one) ? replaced.get(one) : one)).filter((one) => one !== undefined))
        }
      } else if (isElement(value) && replaced.has(value)) element.set(name, replaced.get(value))
    }
  })
  for (const diagram of elementsAt(definitions, "diagrams")) {
    const plane = elementAt(diagram, "plane")
    if (plane !== undefined) {
      plane.set("planeElement", elementsAt(plane, "planeElement").filter((drawn) => elementAt(drawn, "bpmnElement") !== undefined))
    }
  }
}
