/**
 * Plugins: data and pure functions, but for `layer`, which touches the world. Checked once when the engine opens.
 */
import type { Layer } from "effect/Layer"
import type { ExpressionLanguage } from "./Bindings.ts"
import type { Decider } from "./Decider.ts"
import { pluginProblem } from "./pluginProblem.ts"

/** An element type that a plugin adds to a decider. */
export interface ElementExtension {
  /** The decider's kind, such as `"process"`. */
  readonly kind: string
  /** The new element's `type` in graphs. */
  readonly type: string
  /** The behaviour, in the form that the decider's package exports. */
  readonly behaviour: unknown
}

export interface Plugin {
  /** Unique among the plugins of one engine. */
  readonly name: string
  /** Names of plugins that must stand before this one. */
  readonly requires?: ReadonlyArray<string>
  // biome-ignore lint/suspicious/noExplicitAny: a decider's own types are its own business
  readonly deciders?: ReadonlyArray<Decider<any, any, any>>
  readonly elements?: ReadonlyArray<ElementExtension>
  readonly expressions?: ReadonlyArray<ExpressionLanguage>
  /** Services for handlers; they last as long as the engine. */
  readonly layer?: Layer<never, unknown>
}

export interface PluginProblem {
  readonly code:
    | "PluginMalformed"
    | "DuplicatePlugin"
    | "PluginRequirementMissing"
    | "DuplicateDecider"
    | "DuplicateElement"
    | "DuplicateLanguage"
  readonly message: string
}

/** Gives the plugin its type. Nothing is checked before the engine opens. */
export const definePlugin = <const P extends Plugin>(plugin: P): P => plugin

/** Plugins are what they should be, names are unique and requirements met, or a problem for each that is not. */
export const checkPlugins = (plugins: ReadonlyArray<Plugin>): ReadonlyArray<PluginProblem> => {
  const malformed = plugins.flatMap((plugin): ReadonlyArray<PluginProblem> => {
    const message = pluginProblem(plugin)
    return message === undefined ? [] : [{ code: "PluginMalformed", message }]
  })
  if (malformed.length > 0) return malformed
  const problems: Array<PluginProblem> = []
  const owners = new Map<string, string>()
  const unique = (code: PluginProblem["code"], what: string, key: string, plugin: string) => {
    const owner = owners.get(`${what} ${key}`)
    if (owner === undefined) owners.set(`${what} ${key}`, plugin)
    else problems.push({ code, message: `${what} '${key}' is brought by plugin '${owner}' and by '${plugin}': leave one of them out.` })
  }
  const seen = new Set<string>()
  for (const plugin of plugins) {
    if (seen.has(plugin.name)) problems.push({ code: "DuplicatePlugin", message: `Plugin '${plugin.name}' is given twice: leave one out.` })
    for (const name of plugin.requires ?? []) {
      if (!seen.has(name)) {
        problems.push({
          code: "PluginRequirementMissing",
          message: `Plugin '${plugin.name}' requires '${name}': add it before '${plugin.name}'.`,
        })
      }
    }
    seen.add(plugin.name)
    for (const decider of plugin.deciders ?? []) unique("DuplicateDecider", "The decider", decider.kind, plugin.name)
    for (const element of plugin.elements ?? []) unique("DuplicateElement", "The element", `${element.kind}/${element.type}`, plugin.name)
    for (const language of plugin.expressions ?? []) unique("DuplicateLanguage", "The expression language", language.name, plugin.name)
  }
  return problems
}
