/**
 * Decision models as plain data: what DMN XML of any version becomes, what typed tables become, and what is compiled and written.
 *
 * DMN 1.5 §6.3 (decision requirements), §7.3 (items and expressions).
 */
import type { XmlElement } from "../xml/XmlElement.ts"
import type { Expression, FunctionExpression } from "./Expression.ts"

/** What parts of a model have in common. */
export interface Named {
  readonly name: string
  readonly id?: string
  readonly label?: string
  readonly description?: string
}

/** A whole model (DMN 1.5 §6.3.2). */
export interface DecisionModel extends Named {
  readonly namespace: string
  readonly imports: ReadonlyArray<ModelImport>
  readonly types: ReadonlyArray<ItemDefinition>
  readonly inputs: ReadonlyArray<InputData>
  readonly decisions: ReadonlyArray<Decision>
  readonly knowledge: ReadonlyArray<KnowledgeModel>
  readonly services: ReadonlyArray<DecisionService>
  readonly sources: ReadonlyArray<KnowledgeSource>
  /** Diagrams and other parts that say nothing about decisions: they are kept for whoever writes the model again. */
  readonly rest: ReadonlyArray<XmlElement>
}

/** Another model whose parts are used as `name.part`, or by their own names where the name is empty (DMN 1.5 §6.3.3). */
export interface ModelImport {
  readonly name: string
  readonly namespace: string
  readonly importType: string
}

/** A type (DMN 1.5 §7.3.2). */
export interface ItemDefinition extends Named {
  readonly typeRef?: string
  readonly isCollection?: true
  /** Unary tests that each value, or each item of a collection, has to pass. */
  readonly allowedValues?: string
  /** Unary tests that a collection as a whole has to pass. */
  readonly typeConstraint?: string
  readonly components?: ReadonlyArray<ItemDefinition>
  readonly function?: FunctionItem
}

/** The type of a function (DMN 1.5 §7.3.3). */
export interface FunctionItem {
  readonly parameters: ReadonlyArray<Variable>
  readonly result?: string
}

/** A name with a type, where it has one. */
export interface Variable {
  readonly name: string
  readonly typeRef?: string
}

/** What is decided about (DMN 1.5 §6.3.11). */
export interface InputData extends Named {
  readonly typeRef?: string
}

/** A reference to a part of this model (`#id`) or of an imported one (`namespace#id`). */
export type Reference = string

/** A decision (DMN 1.5 §6.3.7). */
export interface Decision extends Named {
  readonly typeRef?: string
  readonly question?: string
  readonly allowedAnswers?: string
  /** The inputs that its logic uses. */
  readonly inputs: ReadonlyArray<Reference>
  /** The decisions that its logic uses. */
  readonly decisions: ReadonlyArray<Reference>
  /** The knowledge models and services that its logic calls. */
  readonly knows: ReadonlyArray<Reference>
  readonly authorities?: ReadonlyArray<Reference>
  /** How it is decided; a decision without logic is always null. */
  readonly logic?: Expression
}

/** A business knowledge model: logic that several decisions call (DMN 1.5 §6.3.9). */
export interface KnowledgeModel extends Named {
  readonly typeRef?: string
  readonly knows: ReadonlyArray<Reference>
  readonly authorities?: ReadonlyArray<Reference>
  readonly logic?: FunctionExpression
}

/** Decisions that are offered as one function (DMN 1.5 §6.3.10). */
export interface DecisionService extends Named {
  readonly typeRef?: string
  readonly outputs: ReadonlyArray<Reference>
  readonly encapsulated: ReadonlyArray<Reference>
  readonly inputDecisions: ReadonlyArray<Reference>
  readonly inputs: ReadonlyArray<Reference>
}

/** Where knowledge comes from: it is told to people only (DMN 1.5 §6.3.12). */
export interface KnowledgeSource extends Named {
  readonly locationUri?: string
  readonly type?: string
}
