/**
 * Writes a decision model as DMN 1.5 XML: what is read from it is the same model.
 */
import { DmnError } from "../DmnError.ts"
import { isModel, requireThat } from "../given.ts"
import type {
  Decision,
  DecisionModel,
  DecisionService,
  InputData,
  ItemDefinition,
  KnowledgeModel,
  KnowledgeSource,
  Named,
  Reference,
} from "../model/DecisionModel.ts"
import { currentNamespace, modelNamespaces } from "../model/Namespaces.ts"
import { writeXml } from "../xml/writeXml.ts"
import type { XmlElement } from "../xml/XmlElement.ts"
import { element, textElement, textIn } from "./Writer.ts"
import { writeExpression, writeFunction } from "./writeExpression.ts"

/** Prefixes that people know. */
const prefixes = new Map([
  ["https://www.omg.org/spec/DMN/20230324/DMNDI/", "dmndi"],
  ["http://www.omg.org/spec/DMN/20180521/DI/", "di"],
  ["http://www.omg.org/spec/DMN/20180521/DC/", "dc"],
  ["http://www.w3.org/2001/XMLSchema-instance", "xsi"],
])

/** The model as DMN 1.5 XML. Throws a `DmnError` where a text has characters that XML does not have. */
export const writeModel = (model: DecisionModel): string => {
  requireThat(isModel(model), "writeModel", model, "a decision model")
  if (model.namespace === "") throw new DmnError("ModelInvalid", `The model '${model.name}' needs a namespace.`)
  const root = element(
    "definitions",
    { ...named(model), namespace: model.namespace },
    described(model),
    model.imports.map(({ name, namespace, importType }) => element("import", { name, namespace, importType })),
    model.types.map((type) => writeType("itemDefinition", type)),
    model.inputs.map(writeInput),
    model.decisions.map(writeDecision),
    model.knowledge.map(writeKnowledge),
    model.services.map(writeService),
    model.sources.map(writeSource),
    model.rest.map(upgraded),
  )
  return writeXml(root, prefixes)
}

/** What was kept from another version stands in the namespace of the one that is written. */
const upgraded = (part: XmlElement): XmlElement => ({
  ...part,
  namespace: modelNamespaces.has(part.namespace) ? currentNamespace : part.namespace,
  children: part.children.map((child) => (typeof child === "string" ? child : upgraded(child))),
})

const named = ({ name, id, label }: Named): Readonly<Record<string, string | undefined>> => ({ id, name, label })

const described = ({ description }: { readonly description?: string }): XmlElement | undefined => textElement("description", description)

const variable = ({ name, typeRef }: { readonly name: string; readonly typeRef?: string }): XmlElement =>
  element("variable", { name, typeRef })

const references = (outer: string, inner: string, targets: ReadonlyArray<Reference>): ReadonlyArray<XmlElement> =>
  targets.map((href) => element(outer, {}, element(inner, { href })))

const writeType = (name: "itemDefinition" | "itemComponent", type: ItemDefinition): XmlElement =>
  element(
    name,
    { ...named(type), isCollection: type.isCollection === true ? "true" : undefined },
    described(type),
    textElement("typeRef", type.typeRef),
    textIn("allowedValues", type.allowedValues),
    textIn("typeConstraint", type.typeConstraint),
    type.components?.map((component) => writeType("itemComponent", component)),
    type.function === undefined
      ? undefined
      : element(
          "functionItem",
          { outputTypeRef: type.function.result },
          type.function.parameters.map((parameter) => element("parameters", { name: parameter.name, typeRef: parameter.typeRef })),
        ),
  )

const writeInput = (input: InputData): XmlElement => element("inputData", named(input), described(input), variable(input))

const writeDecision = (decision: Decision): XmlElement =>
  element(
    "decision",
    named(decision),
    described(decision),
    textElement("question", decision.question),
    textElement("allowedAnswers", decision.allowedAnswers),
    variable(decision),
    references("informationRequirement", "requiredInput", decision.inputs),
    references("informationRequirement", "requiredDecision", decision.decisions),
    references("knowledgeRequirement", "requiredKnowledge", decision.knows),
    references("authorityRequirement", "requiredAuthority", decision.authorities ?? []),
    decision.logic === undefined ? undefined : writeExpression(decision.logic),
  )

const writeKnowledge = (knowledge: KnowledgeModel): XmlElement =>
  element(
    "businessKnowledgeModel",
    named(knowledge),
    described(knowledge),
    variable(knowledge),
    knowledge.logic === undefined ? undefined : writeFunction("encapsulatedLogic", knowledge.logic),
    references("knowledgeRequirement", "requiredKnowledge", knowledge.knows),
    references("authorityRequirement", "requiredAuthority", knowledge.authorities ?? []),
  )

const writeService = (service: DecisionService): XmlElement =>
  element(
    "decisionService",
    named(service),
    described(service),
    variable(service),
    service.outputs.map((href) => element("outputDecision", { href })),
    service.encapsulated.map((href) => element("encapsulatedDecision", { href })),
    service.inputDecisions.map((href) => element("inputDecision", { href })),
    service.inputs.map((href) => element("inputData", { href })),
  )

const writeSource = (source: KnowledgeSource): XmlElement =>
  element("knowledgeSource", { ...named(source), locationURI: source.locationUri }, described(source), textElement("type", source.type))
