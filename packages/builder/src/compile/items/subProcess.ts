/** `subProcess`: a scope of its own, with a start and an end. */
import type { Codec, Json, JsonObject } from "@millrace/kernel"
import type { Recipe, SubProcessItem } from "../../recipe/Item.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import { Scope } from "../Scope.ts"
import type { Site } from "../Site.ts"

export const compileSubProcess = (item: SubProcessItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const path = draft.append(from, place.scope, { id: item.id, type: "SubProcess", result: item.id, ...(item.saga ? { saga: true } : {}) })
  const scope = new Scope(path, place.scope)
  const start = draft.add(scope, { id: "start", type: "StartEvent" })
  const open = site.compile(item.body, { scope, at: "", labels: new Map() }, draft.flow(start))
  if (open !== undefined) draft.append(open, scope, { id: "end", type: "EndEvent" })

  draft.complement(path, scope.redacted)

  const codec = valueCodec(scope)
  if (codec !== undefined && open !== undefined && givesOutput(item.body)) {
    draft.problem(
      "MixedScopeValue",
      path,
      `the sub-process '${path}' sometimes ends with an output, and sometimes its value is made of variables that have a schema.`,
      "Let every way through it end with '.output'.",
    )
  }
  place.scope.declare(item.id, open === undefined ? undefined : codec)
  return attach(item, site)
}

/** Reads an object of the scope's variables: those that have a codec by it. */
const valueCodec = (scope: Scope): Codec | undefined => {
  const codecs = new Map([...scope.variables].flatMap(([name, codec]) => (codec === undefined ? [] : [[name, codec] as const])))
  if (codecs.size === 0) return undefined
  return {
    encode: (value) => value as Json,
    decode: (json) =>
      Object.fromEntries(Object.entries(json as JsonObject).map(([name, value]) => [name, codecs.get(name)?.decode(value) ?? value])),
  }
}

/** Whether some end of this scope gives its value. */
const givesOutput = (recipe: Recipe): boolean =>
  recipe.some((item) => {
    switch (item.kind) {
      case "end":
        return item.output !== undefined
      case "exclusive":
      case "parallel":
        return item.branches.some((branch) => givesOutput(branch.flow))
      case "repeat":
      case "while":
        return givesOutput(item.body)
      case "use":
        return givesOutput(item.flow)
      default:
        return "attachments" in item && item.attachments.some((attachment) => "flow" in attachment && givesOutput(attachment.flow))
    }
  })
