/**
 * Reads DMN XML, versions 1.1 to 1.5, into a decision model.
 */
import { DmnError } from "../DmnError.ts"
import type {
  Decision,
  DecisionModel,
  DecisionService,
  InputData,
  ItemDefinition,
  KnowledgeModel,
  KnowledgeSource,
  ModelImport,
  Named,
  Reference,
  Variable,
} from "../model/DecisionModel.ts"
import { modelNamespaces } from "../model/Namespaces.ts"
import { parseXml, type XmlLimits } from "../xml/parseXml.ts"
import { elementNamed, elementsIn, elementsNamed, lineOf, prefixOf, type XmlElement } from "../xml/XmlElement.ts"
import { attribute, descriptionOf, made, type Reader, required, textNamed, textOfNamed, typeName, typeRefOf } from "./Reader.ts"
import { expressionIn, readFunction } from "./readExpression.ts"

/** Reads a model from DMN XML. Throws a `DmnError` where the text is no such thing. */
export const readModel = (xml: string, limits: XmlLimits = {}): DecisionModel => {
  const root = parseXml(xml, limits)
  if (root.name !== "definitions" || !modelNamespaces.has(root.namespace)) {
    const known = Array.from(modelNamespaces.values()).join(", ")
    const message = `Expected <definitions> of DMN ${known}, but found <${root.name}> of the namespace '${root.namespace}'.`
    throw new DmnError("NotDmn", message, lineOf(root))
  }
  const namespace = required(root, "namespace")
  const imports = elementsNamed(root, "import").map((element) => readImport(root, element))
  const reader: Reader = { namespace, imports }
  const all = <T>(name: string, read: (reader: Reader, element: XmlElement) => T): ReadonlyArray<T> =>
    elementsNamed(root, name).map((element) => read(reader, element))
  return made<DecisionModel>(root, {
    ...named(root),
    namespace,
    imports,
    types: all("itemDefinition", readType),
    inputs: all("inputData", readInput),
    decisions: all("decision", readDecision),
    knowledge: all("businessKnowledgeModel", readKnowledge),
    services: all("decisionService", readService),
    sources: all("knowledgeSource", readSource),
    rest: root.children.filter((child): child is XmlElement => typeof child !== "string" && !isRead(root, child)),
  })
}

const readNames = new Set([
  "description",
  "import",
  "itemDefinition",
  "inputData",
  "decision",
  "businessKnowledgeModel",
  "decisionService",
  "knowledgeSource",
  "extensionElements",
])

const isRead = (root: XmlElement, child: XmlElement): boolean => child.namespace === root.namespace && readNames.has(child.name)

const named = (element: XmlElement): { readonly [K in keyof Named]-?: Named[K] | undefined } & { readonly name: string } => ({
  name: attribute(element, "name") ?? attribute(elementNamed(element, "variable") ?? element, "name") ?? required(element, "id"),
  id: attribute(element, "id"),
  label: attribute(element, "label"),
  description: descriptionOf(element),
})

const readImport = (root: XmlElement, element: XmlElement): ModelImport => {
  const namespace = required(element, "namespace")
  // Before version 1.2 imports had no names: what they bring was named with the prefix of its namespace.
  const name = (element.attributes.name === undefined ? prefixOf(root, namespace) : attribute(element, "name")) ?? ""
  return made(element, { name, namespace, importType: attribute(element, "importType") ?? root.namespace })
}

const readType = (reader: Reader, element: XmlElement): ItemDefinition => {
  const components = elementsNamed(element, "itemComponent").map((component) => readType(reader, component))
  const functionItem = elementNamed(element, "functionItem")
  return made(element, {
    ...named(element),
    typeRef: typeName(reader, element, textNamed(element, "typeRef") ?? attribute(element, "typeRef")),
    isCollection: attribute(element, "isCollection") === "true" ? true : undefined,
    allowedValues: textOfNamed(element, "allowedValues"),
    typeConstraint: textOfNamed(element, "typeConstraint"),
    components: components.length === 0 ? undefined : components,
    function:
      functionItem === undefined
        ? undefined
        : made<NonNullable<ItemDefinition["function"]>>(functionItem, {
            parameters: elementsNamed(functionItem, "parameters").map((parameter) => readVariable(reader, parameter)),
            result: typeName(reader, functionItem, attribute(functionItem, "outputTypeRef")),
          }),
  })
}

const readVariable = (reader: Reader, element: XmlElement): Variable =>
  made(element, { name: required(element, "name"), typeRef: typeRefOf(reader, element) })

const variableType = (reader: Reader, element: XmlElement): string | undefined => typeRefOf(reader, elementNamed(element, "variable"))

const readInput = (reader: Reader, element: XmlElement): InputData =>
  made(element, { ...named(element), typeRef: variableType(reader, element) })

/** The references in the children of a name: in themselves, or in the elements of another name in them. */
const references = (element: XmlElement, name: string, inner: ReadonlyArray<string>): ReadonlyArray<Reference> =>
  elementsNamed(element, name).flatMap((requirement) =>
    elementsIn(requirement).flatMap((target) => (inner.includes(target.name) ? required(target, "href") : [])),
  )

const directReferences = (element: XmlElement, name: string): ReadonlyArray<Reference> =>
  elementsNamed(element, name).map((target) => required(target, "href"))

const authorities = (element: XmlElement): ReadonlyArray<Reference> | undefined => {
  const found = references(element, "authorityRequirement", ["requiredAuthority", "requiredDecision", "requiredInput"])
  return found.length === 0 ? undefined : found
}

const readDecision = (reader: Reader, element: XmlElement): Decision =>
  made(element, {
    ...named(element),
    typeRef: variableType(reader, element),
    question: textNamed(element, "question") || undefined,
    allowedAnswers: textNamed(element, "allowedAnswers") || undefined,
    inputs: references(element, "informationRequirement", ["requiredInput"]),
    decisions: references(element, "informationRequirement", ["requiredDecision"]),
    knows: references(element, "knowledgeRequirement", ["requiredKnowledge"]),
    authorities: authorities(element),
    logic: expressionIn(reader, element),
  })

const readKnowledge = (reader: Reader, element: XmlElement): KnowledgeModel => {
  const logic = elementNamed(element, "encapsulatedLogic")
  return made(element, {
    ...named(element),
    typeRef: variableType(reader, element),
    knows: references(element, "knowledgeRequirement", ["requiredKnowledge"]),
    authorities: authorities(element),
    logic: logic === undefined ? undefined : readFunction(reader, logic),
  })
}

const readService = (reader: Reader, element: XmlElement): DecisionService =>
  made(element, {
    ...named(element),
    typeRef: variableType(reader, element),
    outputs: directReferences(element, "outputDecision"),
    encapsulated: directReferences(element, "encapsulatedDecision"),
    inputDecisions: directReferences(element, "inputDecision"),
    inputs: directReferences(element, "inputData"),
  })

const readSource = (_reader: Reader, element: XmlElement): KnowledgeSource =>
  made(element, {
    ...named(element),
    locationUri: attribute(element, "locationURI"),
    type: textNamed(element, "type") || undefined,
  })
