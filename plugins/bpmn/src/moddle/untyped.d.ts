/** The parts of `bpmn-moddle` and `bpmn-auto-layout` that are used here: they bring no types of their own. */

declare module "bpmn-moddle" {
  import type { ModdleElement } from "./ModdleElement.ts"

  interface Read {
    readonly rootElement: ModdleElement
    readonly references: ReadonlyArray<{ readonly element: ModdleElement; readonly property: string; readonly id: string }>
    readonly warnings: ReadonlyArray<{
      readonly message: string
      readonly element?: ModdleElement
      readonly property?: string
      readonly value?: string
    }>
    readonly elementsById: Readonly<Record<string, ModdleElement>>
  }

  export class BpmnModdle {
    constructor(packages?: object, options?: object)
    fromXML(xml: string, type?: string, options?: object): Promise<Read>
    toXML(element: ModdleElement, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>
    create(type: string, properties?: object): ModdleElement
    createAny(name: string, uri: string, properties?: object): ModdleElement
  }
}

declare module "bpmn-auto-layout" {
  export const layoutProcess: (xml: string) => Promise<string>
}
