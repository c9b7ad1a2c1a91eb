/**
 * Compiles decision models that may import each other.
 */
import type { Externals } from "@millrace/feel-scanner"
import { DmnError } from "../DmnError.ts"
import type { DecisionModel, Reference } from "../model/DecisionModel.ts"
import { modelNamespaces } from "../model/Namespaces.ts"
import { lineOf } from "../xml/XmlElement.ts"
import { compileExpression } from "./compileExpression.ts"
import type { ModelProblem } from "./Diagnostic.ts"
import { ModelTypes } from "./ModelTypes.ts"
import { describe, type Node } from "./Node.ts"
import { decisionNode, inputNode, knowledgeNode, serviceNode } from "./nodes.ts"
import type { Requirement, Surroundings } from "./Requirement.ts"

/** A compiled model. */
interface CompiledModel {
  readonly namespace: string
  readonly types: ModelTypes
  readonly nodes: ReadonlyArray<Node>
  readonly byId: ReadonlyMap<string, Node>
  /** The models that it imports, by name. */
  readonly imported: ReadonlyMap<string, CompiledModel>
}

/** The nodes of all models, the first model's first, and what is wrong with them. */
export const compileModels = (
  models: ReadonlyArray<DecisionModel>,
  externals: Externals,
): { readonly nodes: ReadonlyArray<Node>; readonly problems: ReadonlyArray<ModelProblem> } => {
  const problems: Array<ModelProblem> = []
  const byNamespace = new Map<string, DecisionModel>()
  for (const model of models) {
    const other = byNamespace.get(model.namespace)
    if (other !== undefined && other !== model) {
      throw new DmnError(
        "DecisionAmbiguous",
        `The models '${other.name}' and '${model.name}' have the namespace '${model.namespace}': give one of them another.`,
      )
    }
    byNamespace.set(model.namespace, model)
  }
  const done = new Map<DecisionModel, CompiledModel>()
  const active = new Set<DecisionModel>()
  const compileOne = (model: DecisionModel): CompiledModel => {
    const known = done.get(model)
    if (known !== undefined) return known
    active.add(model)
    const imported = new Map<string, CompiledModel>()
    for (const one of model.imports) {
      const target = byNamespace.get(one.namespace)
      // Data types of XML Schema and the like are imported too, by other tools.
      if (target === undefined && !modelNamespaces.has(one.importType)) continue
      if (target !== undefined && !active.has(target)) {
        imported.set(one.name, compileOne(target))
        continue
      }
      const why = target === undefined ? "is not there: give that model as well" : "imports this one again: take one of the imports away"
      problems.push(problemOf("UnknownImport", `The model '${one.namespace}' that is imported as '${one.name}' ${why}.`, model, one))
    }
    active.delete(model)
    const compiled = compileModel(model, imported, externals, problems)
    done.set(model, compiled)
    return compiled
  }
  try {
    const nodes = models.flatMap((model) => compileOne(model).nodes)
    // Everything is compiled at once, so that all problems are known before the first decision is made.
    for (const node of nodes) node.type()
    return { nodes, problems }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new DmnError(
      "ModelTooLarge",
      "Too many decisions require each other one after the other, or types are made of each other: split the model.",
    )
  }
}

const problemOf = (code: ModelProblem["code"], message: string, model: DecisionModel, part: object): ModelProblem => {
  const line = lineOf(part)
  return { code, message, place: `model '${model.name}'`, ...(line === undefined ? {} : { line }) }
}

const compileModel = (
  model: DecisionModel,
  imported: ReadonlyMap<string, CompiledModel>,
  externals: Externals,
  problems: Array<ModelProblem>,
): CompiledModel => {
  const importedTypes = new Map(Array.from(imported, ([name, { types }]) => [name, types]))
  const types = new ModelTypes(model.types, importedTypes, (code, definition, message) => {
    problems.push({ ...problemOf(code, message, model, definition), place: `type '${definition.name}'` })
  })
  const byId = new Map<string, Node>()
  const compiled = { namespace: model.namespace, types, byId, imported }
  const around: Surroundings = {
    scope: { compile: compileExpression, types, externals, problems },
    namespace: model.namespace,
    find: (reference) => findIn(compiled, reference),
  }
  const nodes = [
    ...model.inputs.map((input) => inputNode(around, input)),
    ...model.knowledge.map((knowledge) => knowledgeNode(around, knowledge)),
    ...model.decisions.map((decision) => decisionNode(around, decision)),
    ...model.services.map((service) => serviceNode(around, service)),
  ]
  const parts = [...model.inputs, ...model.knowledge, ...model.decisions, ...model.services]
  for (const [i, node] of nodes.entries()) {
    if (node.id === undefined) continue
    const other = byId.get(node.id)
    if (other === undefined) byId.set(node.id, node)
    else {
      const message = `${describe(other)} and ${describe(node)} have the id '${node.id}': references mean the first one. Give them different ids.`
      problems.push(problemOf("DuplicatePart", message, model, parts[i] ?? model))
    }
  }
  return { ...compiled, nodes }
}

/** What a reference means: in the own model, or in one that is imported, by way of others or not. */
const findIn = (model: Pick<CompiledModel, "namespace" | "byId" | "imported">, reference: Reference): Requirement | undefined => {
  const hash = reference.lastIndexOf("#")
  const namespace = reference.slice(0, Math.max(hash, 0))
  const id = reference.slice(hash + 1)
  if (namespace === "" || namespace === model.namespace) {
    const node = model.byId.get(id)
    return node === undefined ? undefined : { path: [], node }
  }
  const within = (name: string, inner: CompiledModel): Requirement | undefined => {
    const found = findIn(inner, `${namespace}#${id}`)
    return found === undefined ? undefined : { path: name === "" ? found.path : [name, ...found.path], node: found.node }
  }
  // A model that is imported by its own name comes before one that another import brings along.
  for (const [name, inner] of model.imported) {
    const found = inner.namespace === namespace ? within(name, inner) : undefined
    if (found !== undefined) return found
  }
  for (const [name, inner] of model.imported) {
    const found = within(name, inner)
    if (found !== undefined) return found
  }
  return undefined
}
