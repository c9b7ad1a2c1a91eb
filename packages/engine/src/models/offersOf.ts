/**
 * Which stored definitions an engine has the code of: those it was given, and those that one of its models says it is
 * compatible with.
 */
import { definitionName, type Model } from "@millrace/kernel"
import type { DefinitionName } from "../store/Rows.ts"

/** The model whose code instances of the definition run, if there is one. */
export const modelFor = (models: Iterable<Model>, definition: Pick<DefinitionName, "kind" | "id" | "version">): Model | undefined => {
  let compatible: Model | undefined
  for (const model of models) {
    const { kind, id, version } = model.definition
    if (kind !== definition.kind || id !== definition.id) continue
    if (version === definition.version) return model
    if (model.compatibleWith?.includes(definition.version)) compatible ??= model
  }
  return compatible
}

/** The keys of the definitions whose instances these models can run. */
export const offersOf = (models: ReadonlyArray<Model>, names: ReadonlyArray<DefinitionName>): ReadonlyArray<number> =>
  names.filter((name) => modelFor(models, name) !== undefined).map(({ key }) => key)

/** `order@1` and what engines have to be given for it, for messages. */
export const codeOf = ({ id, version }: Pick<DefinitionName, "id" | "version">): string =>
  `${definitionName({ id, version })}, or a later version of '${id}' that is compatibleWith ${version}`
