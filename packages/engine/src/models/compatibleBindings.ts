/**
 * The code of one version under the names that another version of the same definition asks for.
 */
import { type Bindings, definitionName, type Model } from "@millrace/kernel"

/** Bindings of `model` for instances of its earlier `version`. */
export const compatibleBindings = (model: Model, version: number): Bindings => {
  const own = `${definitionName(model.definition)}/`
  const wanted = `${definitionName({ id: model.definition.id, version })}/`
  const renameOne = (name: string): string => (name.startsWith(own) ? wanted + name.slice(own.length) : name)
  const rename = <T>(bound: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...bound].map(([name, code]) => [renameOne(name), code]))
  const { handlers, code, codecs, mocked } = model.bindings
  return {
    handlers: rename(handlers),
    code: rename(code),
    codecs: rename(codecs),
    ...(mocked === undefined ? {} : { mocked: new Set([...mocked].map(renameOne)) }),
  }
}
