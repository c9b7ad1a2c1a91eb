/** `call`: another process, whose end is waited for. */
import type { Code } from "@millrace/kernel"
import { codecsOf, type ProcessCodecs } from "../../codec/processCodecs.ts"
import type { CallItem, Told } from "../../recipe/Item.ts"
import { isExpression } from "../../recipe/Parameter.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow, Expression } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compileCall = (item: CallItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const { version, businessKey } = item.options
  const { process } = item
  const codecs = typeof process === "function" ? undefined : codecsOf(process)
  const write = item.input
  place.scope.declare(item.id, codecs?.output)
  draft.append(from, place.scope, {
    id: item.id,
    type: "CallActivity",
    process:
      typeof process === "function" ? draft.bindCode(place.scope, item.id, "process", chosen(item.id, process)) : { value: process.id },
    ...(version === undefined ? {} : { version }),
    input: write === undefined ? { value: {} } : inputOf(item, write, codecs, site),
    result: item.id,
    ...(businessKey === undefined
      ? {}
      : {
          businessKey:
            typeof businessKey === "string" ? { value: businessKey } : draft.bindCode(place.scope, item.id, "businessKey", businessKey),
        }),
    ...activityFields(site, item.id, item.options),
  })
  return attach(item, site)
}

/** What is called is known when it is called: so is how its input is written. */
const inputOf = ({ id, process }: CallItem, write: Told, codecs: ProcessCodecs | undefined, { draft, place }: Site): Expression => {
  if (typeof process !== "function" || isExpression(write))
    return draft.bindCode(place.scope, id, "input", write, (input) => (codecs === undefined ? input : codecs.input.encode(input)))
  return draft.bindCode(place.scope, id, "input", (look) => {
    const codecs = codecsOf(process(look))
    return codecs === undefined ? write(look) : codecs.input.encode(write(look))
  })
}

/** Nobody can tell afterwards which one it was, so that all of them have to give plain JSON. */
const chosen =
  (id: string, choose: Extract<CallItem["process"], (...given: never) => unknown>): Code =>
  (look) => {
    const process = choose(look)
    if (codecsOf(process)?.output === undefined) return process.id
    throw new Error(`'${id}' calls '${process.id}', which code chose, and its output is not plain JSON. Call it by a step of its own.`)
  }
