/**
 * What the checks look at: the graph by id, with each element prepared.
 */
import type { Diagnostic } from "@millrace/kernel"
import type { ElementBehaviour, PreparedElement } from "../Element.ts"
import type { DiagnosticCode } from "../errors.ts"
import type { GraphElement, SequenceFlow } from "../Graph.ts"
import type { MissingReference } from "../Preparation.ts"

export interface CheckedElement {
  readonly element: GraphElement
  readonly behaviour: ElementBehaviour
  readonly prepared: PreparedElement
  readonly missing: ReadonlyArray<MissingReference>
}

export interface Model {
  readonly elements: ReadonlyMap<string, CheckedElement>
  readonly flows: ReadonlyArray<SequenceFlow>
  /** Flows whose ends are both there, by the element that they leave and by the one they lead to. */
  readonly outgoing: ReadonlyMap<string, ReadonlyArray<SequenceFlow>>
  readonly incoming: ReadonlyMap<string, ReadonlyArray<SequenceFlow>>
  /** References of the flows' conditions that lead nowhere. */
  readonly missing: ReadonlyArray<readonly [flow: SequenceFlow, missing: MissingReference]>
}

export type Check = (model: Model) => ReadonlyArray<Diagnostic>

export const outgoingOf = (model: Model, id: string): ReadonlyArray<SequenceFlow> => model.outgoing.get(id) ?? []
export const incomingOf = (model: Model, id: string): ReadonlyArray<SequenceFlow> => model.incoming.get(id) ?? []

/** Something that is wrong: the definition cannot run. */
export const error = (code: DiagnosticCode, element: string, message: string, hint: string): Diagnostic => ({
  code,
  severity: "error",
  element,
  message,
  hint,
})

/** Something that looks wrong: the definition can run, and may stop there. */
export const warning = (code: DiagnosticCode, element: string, message: string, hint: string): Diagnostic => ({
  code,
  severity: "warning",
  element,
  message,
  hint,
})

/** The elements of each scope; the process itself is `""`. */
export const byScope = (model: Model): ReadonlyMap<string, ReadonlyArray<CheckedElement>> => {
  const scopes = new Map<string, Array<CheckedElement>>()
  for (const checked of model.elements.values()) {
    const scope = checked.element.scope ?? ""
    const list = scopes.get(scope)
    if (list === undefined) scopes.set(scope, [checked])
    else list.push(checked)
  }
  return scopes
}

/** Whether it begins when somebody asks for it: what stands in an ad-hoc sub-process, and nothing leads to it. */
export const beginsOnRequest = (model: Model, { element, prepared }: CheckedElement): boolean =>
  prepared.shape.begins === "token" &&
  incomingOf(model, element.id).length === 0 &&
  model.elements.get(element.scope ?? "")?.prepared.shape.adHoc === true

/** Whether it begins a process or an event sub-process when something comes. */
export const beginsByEvent = ({ prepared: { shape, trigger } }: CheckedElement): boolean =>
  shape.begins === "message" || (shape.begins === "scope" && trigger !== undefined)

/** How a scope is called in messages. */
export const scopeName = (scope: string): string => (scope === "" ? "The process" : `'${scope}'`)

/** A type of element in a sentence, with its article. */
export const oneOf = (type: string): string => `${/^[AEIOU]/.test(type) ? "an" : "a"} ${type}`
