/**
 * A scope as a chain: what it listens to, and its flow from the beginning to the end.
 */

import { key, quoted } from "./literal.ts"
import type { Printing } from "./Printing.ts"
import { printFlow } from "./printFlow.ts"
import { Inexpressible, type PrintedElement } from "./Structure.ts"
import { waitCall } from "./triggers.ts"
import { fieldsOf } from "./values.ts"
import { arrow, type CallOf, call, chain, object, type Written } from "./Written.ts"

/** The chain of a sub-process. */
export const printScope = (printing: Printing, scope: string): Written => {
  const known = printing.bodies.get(scope)
  if (known !== undefined) return known
  const flow = flowOf(printing, scope)
  const body = chain("b", [...listeners(printing, scope), ...(mayTerminate(printing, scope) ? flow : withoutEnd(flow))])
  printing.bodies.set(scope, body)
  return body
}

/** What terminates gives nothing, and then every other end says so, too. */
const mayTerminate = ({ structure }: Printing, scope: string): boolean =>
  structure.members(scope).some(({ trigger }) => fieldsOf(trigger).type === "terminate")

/** A scope ends where its chain does. */
const withoutEnd = (calls: ReadonlyArray<CallOf>): ReadonlyArray<CallOf> => {
  const last = calls.at(-1)
  return last?.name === "end" && last.given.length === 0 ? calls.slice(0, -1) : calls
}

/** The calls of the process itself. */
export const printProcess = (printing: Printing): ReadonlyArray<CallOf> => {
  const calls = [...listeners(printing, undefined), ...flowOf(printing, undefined)]
  const last = calls.at(-1)?.name
  return last !== undefined && closing.has(last) ? calls : [...calls, call("end")]
}
const closing = new Set(["end", "output", "fail", "terminate", "cancel", "goto"])

const flowOf = (printing: Printing, scope: string | undefined): ReadonlyArray<CallOf> => {
  const [only, another] = printing.structure.roots(scope)
  if (only === undefined) throw new Inexpressible("nothing begins it")
  checkReached(printing, scope)
  return printFlow(printing, scope, another === undefined ? only.id : "", "inline").calls
}

const checkReached = ({ structure }: Printing, scope: string | undefined): void => {
  const { isReached } = structure.meeting(scope)
  const lost = structure
    .members(scope)
    .find((element) => !isReached(element.id) && element.type !== "EventSubProcess" && !isOfCompensation(element))
  if (lost !== undefined) throw new Inexpressible(`nothing leads to '${lost.id}'`)
}

const isOfCompensation = ({ isForCompensation, trigger }: PrintedElement): boolean =>
  isForCompensation === true || (typeof trigger === "object" && trigger !== null && "type" in trigger && trigger.type === "compensation")

/** Event sub-processes: `.on(id, (on) => on.message(…)…)`. */
const listeners = (printing: Printing, scope: string | undefined): ReadonlyArray<CallOf> =>
  printing.structure
    .members(scope)
    .filter(({ type }) => type === "EventSubProcess")
    .map((element) => {
      const [start, another] = printing.structure.roots(element.id)
      if (start === undefined || another !== undefined) throw new Inexpressible(`'${element.id}' has no single start`)
      checkReached(printing, element.id)
      const ends = start.interrupting === false ? "fall" : "inline"
      const inner = [...listeners(printing, element.id), ...printFlow(printing, element.id, start.id, ends).calls]
      const options = [
        ...(start.interrupting === false ? [["interrupting", "false"] as const] : []),
        ...(element.saga === true ? [["saga", "true"] as const] : []),
      ]
      const on = arrow("(on)", chain("on", [waitCall(printing, start.trigger), ...inner]))
      return call("on", quoted(element.id), on, ...(options.length === 0 ? [] : [object(options)]))
    })

/** The steps of an ad-hoc sub-process, by the names of their flows. */
export const printAdHoc = (printing: Printing, scope: string): Written => {
  checkReached(printing, scope)
  return object(
    printing.structure.roots(scope).map((root) => {
      const { calls } = printFlow(printing, scope, root.id, "fall")
      return [key(root.id), arrow("(b)", chain("b", calls))] as const
    }),
  )
}
