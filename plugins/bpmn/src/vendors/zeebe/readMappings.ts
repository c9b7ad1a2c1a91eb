/**
 * `<ioMapping>`: variables of an element's own, and those that take what it gave. A target with dots is an object that is put together.
 */

import type { ValueExpression } from "@millrace/process"
import type { BpmnProblem } from "../../BpmnProblem.ts"
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { objectOf } from "../compose.ts"
import { childrenOf, given } from "../Extension.ts"
import type { Found, Mapping, VendorContext } from "../Vendor.ts"

/** The names of a target, from a variable to the field that is set. */
const mostSteps = 20

/** Reads the mappings of an element. */
export const readMappings = (element: ModdleElement, context: VendorContext): Found => {
  const problems: Array<BpmnProblem> = []
  const read = (kind: string): ReadonlyArray<Mapping> => {
    const all = context
      .extensions(element, "zeebe", "ioMapping")
      .flatMap((mapping) => childrenOf(mapping, kind))
      .flatMap((one) => {
        const source = given(one, "source")
        const target = given(one, "target")
        return source === undefined || target === undefined ? [] : [{ path: target.split("."), value: context.value(source) }]
      })
    const made = all.some(({ path }) => path.length > mostSteps) ? undefined : mappingsOf(all)
    if (made !== undefined) return made
    problems.push(
      context.problem(
        "ExpressionInvalid",
        element,
        `its ${kind} mappings cannot be put together: write the sources as FEEL, and targets with less than ${mostSteps} dots.`,
      ),
    )
    return []
  }
  const inputs = read("input")
  const outputs = read("output")
  return { fields: { ...(inputs.length === 0 ? {} : { inputs }), ...(outputs.length === 0 ? {} : { outputs }) }, problems }
}

interface Part {
  readonly path: ReadonlyArray<string>
  readonly value: ValueExpression
}

const mappingsOf = (parts: ReadonlyArray<Part>): ReadonlyArray<Mapping> | undefined => {
  const made: Array<Mapping> = []
  for (const [variable, own] of grouped(parts)) {
    const value = valueOfAll(own)
    if (value === undefined) return undefined
    made.push({ variable, value })
  }
  return made
}

/** Later parts go over earlier ones; what is as deep as its siblings becomes a field beside them. */
const valueOfAll = (parts: ReadonlyArray<Part>): ValueExpression | undefined => {
  const last = parts.findLastIndex(({ path }) => path.length === 0)
  const whole = parts[last]
  const rest = parts.slice(last + 1)
  if (rest.length === 0) return whole?.value
  const fields: Array<readonly [string, ValueExpression]> = []
  for (const [name, own] of grouped(rest)) {
    const value = valueOfAll(own)
    if (value === undefined) return undefined
    fields.push([name, value])
  }
  return objectOf(fields)
}

const grouped = (parts: ReadonlyArray<Part>): ReadonlyMap<string, ReadonlyArray<Part>> => {
  const groups = new Map<string, Array<Part>>()
  for (const { path, value } of parts) {
    const [first = "", ...rest] = path
    const group = groups.get(first) ?? []
    group.push({ path: rest, value })
    groups.set(first, group)
  }
  return groups
}
