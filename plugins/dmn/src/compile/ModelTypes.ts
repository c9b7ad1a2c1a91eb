/**
 * The types of a model as types of FEEL (DMN 1.5 §7.3.2, §10.3.2.9).
 */
import { Any, compile, contextOf, FeelSyntaxError, type FeelType, functionOf, listOf, simpleTypes } from "@millrace/feel-scanner"
import type { ItemDefinition } from "../model/DecisionModel.ts"

/** Hears what is wrong with a type. */
type Tell = (code: "SyntaxError" | "TypeCycle", definition: ItemDefinition, message: string) => void

/** The types that a model knows by name. */
export class ModelTypes {
  /** All types by the names that FEEL texts may use. */
  readonly byName: ReadonlyMap<string, FeelType>
  private readonly definitions = new Map<string, ItemDefinition>()
  private readonly known = new Map<ItemDefinition, FeelType>()
  private readonly active = new Map<ItemDefinition, FeelType>()
  /** Definitions that are known not to be in a circle. */
  private readonly straight = new Set<ItemDefinition>()
  private readonly imported: ReadonlyMap<string, ModelTypes>
  private readonly tell: Tell

  constructor(definitions: ReadonlyArray<ItemDefinition>, imported: ReadonlyMap<string, ModelTypes>, tell: Tell) {
    this.imported = imported
    this.tell = tell
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
    const seen = new Set<ItemDefinition>()
    let last = name
    for (let own = this.definitions.get(name); own !== undefined && !seen.has(own); own = this.definitions.get(last)) {
      if (own.allowedValues !== undefined) return own.allowedValues
      if (own.typeRef === undefined) return undefined
      seen.add(own)
      last = own.typeRef
    }
    if (seen.size > 0 && this.definitions.has(last)) return undefined
    for (const [prefix, types] of this.imported) {
      const local = prefix === "" ? last : last.startsWith(`${prefix}.`) ? last.slice(prefix.length + 1) : undefined
      const found = types.allowedValuesOf(local)
      if (found !== undefined) return found
    }
    return undefined
  }

  private typeOf(definition: ItemDefinition): FeelType {
    const known = this.known.get(definition)
    if (known !== undefined) return known
    const active = this.active.get(definition)
    if (active !== undefined) return active
    if (this.isCircle(definition)) {
      this.tell("TypeCycle", definition, `The type '${definition.name}' is made of itself and nothing else: say what it is made of.`)
      this.known.set(definition, Any)
      return Any
    }
    // A type that has itself as a part is known below by its name: what it is, is looked up when a value gets there.
    const base = (): FeelType => this.known.get(definition) ?? Any
    this.active.set(definition, {
      kind: "constrained",
      name: definition.name,
      get base() {
        return base()
      },
      allows: () => true,
    })
    const type = this.make(definition)
    this.active.delete(definition)
    this.known.set(definition, type)
    return type
  }

  /** Whether a type is another one, which is another one …, and so comes back to itself. */
  private isCircle(definition: ItemDefinition): boolean {
    const seen = new Set<ItemDefinition>()
    for (let at: ItemDefinition | undefined = definition; at !== undefined && !this.straight.has(at); at = this.otherOf(at)) {
      if (seen.has(at)) return true
      seen.add(at)
    }
    for (const one of seen) this.straight.add(one)
    return false
  }

  /** The type that a type is, where it is nothing but another one with fewer values. */
  private otherOf({ typeRef, name, components, isCollection, function: signature }: ItemDefinition): ItemDefinition | undefined {
    const isOther = typeRef !== undefined && typeRef !== name && components === undefined && signature === undefined
    return isOther && isCollection !== true ? this.definitions.get(typeRef) : undefined
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
      this.tell("SyntaxError", definition, `The values that the type '${definition.name}' allows are no unary tests: ${program.message}`)
      return base
    }
    return { kind: "constrained", name: definition.name, base, allows: (value) => program.test({}, value) }
  }
}
