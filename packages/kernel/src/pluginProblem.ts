/**
 * What is wrong with the form of a plugin: for those who have no types.
 */

const isObject = (given: unknown): given is object => typeof given === "object" && given !== null

const hasTexts =
  (...names: ReadonlyArray<string>) =>
  (given: unknown): boolean =>
    isObject(given) && names.every((name) => typeof Reflect.get(given, name) === "string")

/** What each list of a plugin holds, and how to tell. */
const lists: Readonly<Record<string, readonly [fits: (item: unknown) => boolean, holds: string]>> = {
  requires: [(item) => typeof item === "string", "names of plugins"],
  deciders: [
    (item) => hasTexts("kind")(item) && typeof Reflect.get(Object(item), "decide") === "function",
    "deciders, which have a kind, decide, evolve and so on",
  ],
  elements: [hasTexts("kind", "type"), "elements, which have kind, type and behaviour"],
  expressions: [
    (item) => hasTexts("name")(item) && typeof Reflect.get(Object(item), "compile") === "function",
    "expression languages, which have name and compile",
  ],
}

const fields: ReadonlyArray<string> = ["name", "layer", ...Object.keys(lists)]

/** A sentence that says what to do; `undefined` where nothing is wrong. */
export const pluginProblem = (plugin: unknown): string | undefined => {
  if (!isObject(plugin))
    return "The option 'plugins' has something in it that is no plugin: give what definePlugin({ name, … }) makes, or the package of a plugin."
  const name: unknown = Reflect.get(plugin, "name")
  if (typeof name !== "string" || name === "") return 'A plugin has no name: give it one, as in definePlugin({ name: "mine", … }).'
  const unknown = Object.keys(plugin).find((field) => !fields.includes(field))
  if (unknown !== undefined) return `Plugin '${name}' has a field '${unknown}', which means nothing. Fields: ${fields.join(", ")}.`
  for (const [field, [fits, holds]] of Object.entries(lists)) {
    const items: unknown = Reflect.get(plugin, field)
    if (items !== undefined && !(Array.isArray(items) && items.every(fits)))
      return `The field '${field}' of plugin '${name}' has to be a list of ${holds}.`
  }
  const layer: unknown = Reflect.get(plugin, "layer")
  if (layer === undefined || typeof Reflect.get(Object(layer), "build") === "function") return undefined
  return `The field 'layer' of plugin '${name}' has to be a Layer of Effect: make it with Layer.succeed(Service, …) and the like.`
}
