/**
 * The types of a model as types of FEEL (DMN 1.5 §7.3.2, §10.3.2.9).
 */
import { Any, compile, contextOf, FeelSyntaxError, type FeelType, functionOf, listOf, simpleTypes } from "@millrace/feel-scanner"
import type { ItemDefinition } from "../model/DecisionModel.ts"

/** The types that a model knows by name. */
export class ModelTypes {
  /** All types by the names that FEEL texts may use. */
  readonly byName: ReadonlyMap<string, FeelType>
  private readonly definitions = new Map<string, ItemDefinition>()
  private readonly known = new Map<ItemDefinition, FeelType>()
  private readonly active = new Set<ItemDefinition>()
  private readonly imported: ReadonlyMap<string, ModelTypes>
  /** Told of texts that are no unary tests. */
  private readonly onSyntaxError: (definition: ItemDefinition, error: FeelSyntaxError) => void

  constructor(
    definitions: ReadonlyArray<ItemDefinition>,
    imported: ReadonlyMap<string, ModelTypes>,
    onSyntaxError: (definition: ItemDefinition, error: FeelSyntaxError) => void,
  ) {
    this.imported = imported
    this.onSyntaxError = onSyntaxError
    for (const definition of definitions) this.definitions.set(definition.name, definition)
    const byName = new Map<string, FeelType>()
    for (const [prefix, types] of imported) {
      for (const [name, type] of types.byName) byName.set(prefix === "" ? name : `${prefix}.${name}`, type)
    }
    for (const definition of definitions) byName.set(definition.name, this.typeOf(definition))
    this.byName = byName
  }

  /** The type of a name; undefined where nobody declared it. */
  find(name: string): FeelType | undefined {
    const own = this.definitions.get(name)
    if (own !== undefined) return this.typeOf(own)
    const simple = simpleTypes.get(name)
    if (simple !== undefined) return simple
    for (const [prefix, types] of this.imported) {
      const found = prefix === "" ? types.find(name) : name.startsWith(`${prefix}.`) ? types.find(name.slice(prefix.length + 1)) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The text of the values that a type allows; undefined where it allows all. */
  allowedValuesOf(name: string | undefined): string | undefined {
    if (name === undefined) return undefined
    const own = this.definitions.get(name)
    if (own !== undefined) return own.allowedValues ?? (own.typeRef === name ? undefined : this.allowedValuesOf(own.typeRef))
    for (const [prefix, types] of this.imported) {
      const local = prefix === "" ? name : name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : undefined
      const found = types.allowedValuesOf(local)
      if (found !== undefined) return found
    }
    return undefined
  }

  private typeOf(definition: ItemDefinition): FeelType {
    const known = this.known.get(definition)
    if (known !== undefined) return known
    // A type that has itself as a part: what is below is not checked.
    if (this.active.has(definition)) return Any
    this.active.add(definition)
    const type = this.make(definition)
    this.active.delete(definition)
    this.known.set(definition, type)
    return type
  }

  private make(definition: ItemDefinition): FeelType {
    const { allowedValues, typeConstraint, isCollection } = definition
    const item = this.constrained(this.baseOf(definition), allowedValues, definition)
    return this.constrained(isCollection === true ? listOf(item) : item, typeConstraint, definition)
  }

  private baseOf({ name, components, function: signature, typeRef }: ItemDefinition): FeelType {
    if (components !== undefined) return contextOf(new Map(components.map((component) => [component.name, this.typeOf(component)])))
    if (signature !== undefined) {
      const parameters = signature.parameters.map((parameter) => this.named(parameter.typeRef))
      return functionOf(parameters, this.named(signature.result))
    }
    // A type may be called like the simple type that it is made of.
    return typeRef === name ? (simpleTypes.get(name) ?? Any) : this.named(typeRef)
  }

  private named(typeRef: string | undefined): FeelType {
    return typeRef === undefined ? Any : (this.find(typeRef) ?? Any)
  }

  private constrained(base: FeelType, tests: string | undefined, definition: ItemDefinition): FeelType {
    if (tests === undefined || tests.trim() === "") return base
    const program = compile(tests, { mode: "unary-tests", names: {}, input: base })
    if (program instanceof FeelSyntaxError) {
      this.onSyntaxError(definition, program)
      return base
    }
    return { kind: "constrained", name: definition.name, base, allows: (value) => program.test({}, value) }
  }
}
