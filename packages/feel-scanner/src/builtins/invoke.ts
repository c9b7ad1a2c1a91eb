/**
 * How the arguments of a call find a signature of a built-in function.
 */
import type { CallSite } from "../values/FeelFunction.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import { shown } from "../values/textOf.ts"
import type { Builtin, Signature } from "./Builtin.ts"

/** The signatures that take so many arguments by position. */
export const candidates = (builtin: Builtin, count: number): ReadonlyArray<Signature> =>
  builtin.signatures.filter(({ parameters, rest, least }) => {
    if (rest !== null) return count >= parameters.length + least
    return count <= parameters.length && parameters.every(({ optional }, i) => optional || i < count)
  })

/** Calls with arguments by position. */
export const invokePositional = (
  builtin: Builtin,
  signatures: ReadonlyArray<Signature>,
  values: ReadonlyArray<FeelValue>,
  site: CallSite,
): FeelValue => {
  if (signatures.length === 1 && signatures[0] !== undefined) return invoke(builtin, signatures[0], values, site, true)
  if (signatures.length === 0) {
    return site.fail("WrongArguments", `${builtin.name} does not take ${values.length} arguments: it takes ${described(builtin)}.`)
  }
  return first(builtin, signatures, values, site)
}

const first = (builtin: Builtin, signatures: ReadonlyArray<Signature>, values: ReadonlyArray<FeelValue>, site: CallSite): FeelValue => {
  for (const signature of signatures) {
    if (fits(signature, values)) return invoke(builtin, signature, values, site, true)
  }
  return site.fail("InvalidArgument", `${builtin.name} does not take ${values.map(shown).join(", ")}: it takes ${described(builtin)}.`)
}

const fits = ({ parameters, rest }: Signature, values: ReadonlyArray<FeelValue>): boolean =>
  values.every((value, i) => (parameters[i]?.type ?? rest)?.accept(value) !== undefined)

const invoke = (builtin: Builtin, signature: Signature, values: ReadonlyArray<FeelValue>, site: CallSite, all: boolean): FeelValue => {
  const { parameters, rest } = signature
  const given: Array<FeelValue> = []
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i]
    if (parameter === undefined) break
    const value = values[i]
    if (value === undefined && parameter.optional) {
      given.push(null)
      continue
    }
    const accepted = parameter.type.accept(value ?? null)
    if (accepted === undefined) {
      return site.fail(
        "InvalidArgument",
        `${builtin.name} needs ${parameter.type.text} for ${parameter.name}, but got ${shown(value ?? null)}.`,
      )
    }
    given.push(accepted)
  }
  if (rest === null || !all) return signature.run(given, site)
  const further: Array<FeelValue> = []
  for (const value of values.slice(parameters.length)) {
    const accepted = rest.accept(value)
    if (accepted === undefined) return site.fail("InvalidArgument", `${builtin.name} needs ${rest.text}, but got ${shown(value)}.`)
    further.push(accepted)
  }
  given.push(further)
  return signature.run(given, site)
}

/** Calls with arguments by name. */
export const invokeNamed = (
  builtin: Builtin,
  values: ReadonlyArray<FeelValue>,
  names: ReadonlyArray<string>,
  site: CallSite,
): FeelValue => {
  const fitting = builtin.signatures.filter(
    ({ parameters, rest }) =>
      rest === null &&
      names.every((name) => parameters.some((parameter) => parameter.name === name)) &&
      parameters.every(({ name, optional }) => optional || names.includes(name)),
  )
  if (fitting.length === 0 || new Set(names).size < names.length) {
    return site.fail("WrongArguments", `${builtin.name} does not take the arguments ${names.join(", ")}: it takes ${described(builtin)}.`)
  }
  const ordered = ({ parameters }: Signature): ReadonlyArray<FeelValue | undefined> =>
    parameters.map(({ name }) => (names.includes(name) ? values[names.indexOf(name)] : undefined))
  const [only] = fitting
  const chosen =
    fitting.length === 1
      ? only
      : fitting.find((one) => ordered(one).every((value, i) => value === undefined || one.parameters[i]?.type.accept(value) !== undefined))
  if (chosen === undefined) {
    return site.fail("InvalidArgument", `${builtin.name} does not take ${values.map(shown).join(", ")}: it takes ${described(builtin)}.`)
  }
  return invoke(builtin, chosen, ordered(chosen) as ReadonlyArray<FeelValue>, site, false)
}

const described = (builtin: Builtin): string =>
  builtin.signatures
    .map(({ parameters, rest }) => {
      const names = parameters.map(({ name, optional }) => (optional ? `${name}?` : name))
      return `(${[...names, ...(rest === null ? [] : ["…"])].join(", ")})`
    })
    .join(" or ")
