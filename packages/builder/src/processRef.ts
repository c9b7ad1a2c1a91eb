/**
 * References to processes: for a process that calls itself, and for one that stands elsewhere.
 */
import type { Codec } from "effect/Schema"
import { jsonCodec } from "./codec/jsonCodec.ts"
import { noteCodecs } from "./codec/processCodecs.ts"
import type { AnySchema } from "./recipe/Item.ts"
import { optionsWith, text } from "./recipe/Parameter.ts"
import { take } from "./recipe/parameters.ts"
import type { ErrorClass } from "./types/Options.ts"

/** What `.call` can call: a process, or a reference to one. */
export interface Callable<in I, out O, out E> {
  readonly id: string
  /** Phantom: carries the types. */
  readonly "~types"?: (input: I) => { readonly output: O; readonly error: E }
}

/** A process by its id, and what can be known of it from outside. */
export interface ProcessRef<out Id extends string, in I, out O, out E> extends Callable<I, O, E> {
  readonly id: Id
}

/**
 * Names a process that stands elsewhere, or that calls itself: what it takes, what it gives, and which typed errors leave
 * it.
 *
 * ```ts
 * const subtree = processRef("tree", { input: Folder, output: Schema.Number })
 * const tree = process("tree", { version: 1, input: Folder })
 *   .forEach("sizes", ({ vars }) => vars.folders, (b) => b
 *     .call("size", subtree, ({ vars }) => vars.item)
 *     .output(({ vars }) => vars.size))
 *   .output(({ vars }) => vars.sizes.reduce((sum, size) => sum + size, vars.files))
 * ```
 */
export function processRef<const Id extends string, I, O, const Es extends ReadonlyArray<ErrorClass> = []>(
  id: Id,
  options: { readonly input: Codec<I, unknown>; readonly output: Codec<O, unknown>; readonly errors?: Es },
): ProcessRef<Id, I, O, InstanceType<Es[number]>>
// The types exist at compile time only: an overload is where they meet the codecs.
export function processRef(id: string, options: { readonly input: AnySchema; readonly output: AnySchema }): object {
  take(
    "processRef",
    [text("the id of a process"), optionsWith("input", "output", "errors"), optionsWith("output", "input", "errors")],
    [id, options, options],
  )
  const output = jsonCodec(options.output)
  return noteCodecs({ id }, () => ({ input: jsonCodec(options.input), ...(output.plain ? {} : { output }) }))
}
