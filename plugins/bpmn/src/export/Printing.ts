/**
 * What is known while graphs are printed: the document so far, and the ids of XML behind the ids of the graphs.
 */

import { millraceNamespace } from "../millrace/namespace.ts"
import { bpmnModdle as moddle } from "../moddle/bpmnModdle.ts"
import { elementAt, type ModdleElement, textAt } from "../moddle/ModdleElement.ts"

/** A document under way. */
export interface Printing {
  readonly create: (type: string, properties?: object) => ModdleElement
  /** An id for XML: the graph's own where XML allows it and nothing else has it. */
  readonly xmlId: (id: string) => string
  /** Writes a field that BPMN has no place for into an element's extensions. */
  readonly addField: (element: ModdleElement, name: string, value: unknown) => void
  /** Messages, signals, errors and escalations: one element for each name. */
  readonly root: (type: string, property: string, name: string) => ModdleElement
  readonly roots: ReadonlyArray<ModdleElement>
  /** The type that an element of this id has in the document that it was read from. */
  readonly formerType: (id: string) => string | undefined
  readonly toXml: (definitions: ModdleElement) => Promise<string>
}

const ncName = /^[A-Za-z_][\w.-]*$/

/** Begins a document; `taken` are ids that stand in it already, `known` what messages and the like it has. */
export const makePrinting = (
  taken: ReadonlySet<string> = new Set(),
  known: ReadonlyArray<ModdleElement> = [],
  formerType: Printing["formerType"] = () => undefined,
): Printing => {
  const used = new Set(taken)
  const roots = new Map(known.map((element) => [`${element.$type} ${nameOfRoot(element)}`, element]))
  const create: Printing["create"] = (type, properties = {}) => moddle.create(type, withoutUndefined(properties))
  const xmlId = (id: string): string => {
    const cleaned = ncName.test(id) ? id : `_${id.replace(/[^\w.-]+/g, "_")}`
    let free = cleaned
    for (let number = 2; used.has(free); number++) free = `${cleaned}_${number}`
    used.add(free)
    return free
  }
  return {
    create,
    xmlId,
    addField: (element, name, value) => {
      const field = moddle.createAny("millrace:field", millraceNamespace, {
        name,
        ...(value === undefined ? {} : { $body: JSON.stringify(value) }),
      })
      const extensions = elementAt(element, "extensionElements") ?? create("bpmn:ExtensionElements", { values: [] })
      element.set("extensionElements", extensions)
      own(extensions, element)
      extensions.set("values", [...(extensions.get("values") as ReadonlyArray<ModdleElement>), own(field, extensions)])
    },
    root: (type, property, name) => {
      const key = `${type} ${name}`
      const known = roots.get(key)
      if (known !== undefined) return known
      const local = type.slice(type.indexOf(":") + 1)
      const made = create(type, { id: xmlId(`${local}_${name}`), name, ...(property === "name" ? {} : { [property]: name }) })
      roots.set(key, made)
      return made
    },
    formerType,
    get roots() {
      return [...roots.values()]
    },
    toXml: async (definitions) => (await moddle.toXML(definitions, { format: true })).xml,
  }
}

const nameOfRoot = (element: ModdleElement): string =>
  textAt(element, element.$type === "bpmn:Error" ? "errorCode" : element.$type === "bpmn:Escalation" ? "escalationCode" : "name") ??
  element.id ??
  ""

/** An element knows what it stands in. */
export const own = (element: ModdleElement, parent: ModdleElement): ModdleElement => Object.assign(element, { $parent: parent })

const withoutUndefined = (properties: object): object =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
