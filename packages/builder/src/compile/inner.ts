/**
 * Scopes inside a process: what stands in them, and how their value is read.
 */
import type { Codec, Json, JsonObject } from "@millrace/kernel"
import type { Recipe } from "../recipe/Item.ts"
import { Scope } from "./Scope.ts"
import type { Site } from "./Site.ts"

export interface Inner {
  readonly scope: Scope
  /** Reads the value of the scope; nothing where it is plain JSON. */
  readonly value: Codec | undefined
}

/** Compiles what stands in a scope that has been added, from its start to its end. `start` gives the fields of the start. */
export const compileInner = (
  path: string,
  body: Recipe,
  site: Site,
  prepare: (scope: Scope) => { readonly [field: string]: unknown } = () => ({}),
): Inner => {
  const { draft, place } = site
  const scope = new Scope(path, place.scope)
  const start = draft.add(scope, { id: "start", type: "StartEvent", ...prepare(scope) })
  const open = site.compile(body, { scope, at: "", labels: new Map() }, draft.flow(start))
  if (open !== undefined) draft.append(open, scope, { id: "end", type: "EndEvent" })
  draft.complement(path, scope.redacted)
  const value = valueCodec(scope)
  if (value !== undefined && open !== undefined && givesOutput(body)) {
    draft.problem(
      "MixedScopeValue",
      path,
      `the sub-process '${path}' sometimes ends with an output, and sometimes its value is made of variables that have a schema.`,
      "Let every way through it end with '.output'.",
    )
  }
  return { scope, value: open === undefined ? undefined : value }
}

/** Reads an object of the scope's variables: those that have a codec by it. */
export const valueCodec = (scope: Scope): Codec | undefined => {
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
    if (item.kind === "end") return item.output !== undefined
    if (item.kind === "repeat" || item.kind === "while") return givesOutput(item.body)
    if (item.kind === "use") return givesOutput(item.flow)
    if ("branches" in item) return item.branches.some((branch) => givesOutput(branch.flow))
    return "attachments" in item && item.attachments.some((attachment) => "flow" in attachment && givesOutput(attachment.flow))
  })
