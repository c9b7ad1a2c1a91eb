/**
 * Context functions (DMN 1.5 §10.3.4.8).
 */
import { Any, contextOf, listOf, StringType } from "../types/FeelType.ts"
import { entryOf, type FeelContext, type FeelList, type FeelValue, isContext, setEntry } from "../values/FeelValue.ts"
import { type Builtin, builtin, parameter, signature, take } from "./Builtin.ts"

const copyOf = (context: FeelContext): { [name: string]: FeelValue } => {
  const copy: { [name: string]: FeelValue } = {}
  for (const name of Object.keys(context)) setEntry(copy, name, entryOf(context, name) ?? null)
  return copy
}

const fromEntries = (entries: FeelList): FeelContext | null => {
  const context: { [name: string]: FeelValue } = {}
  for (const entry of entries) {
    if (!isContext(entry)) return null
    const [key, value] = [entryOf(entry, "key"), entryOf(entry, "value")]
    if (typeof key !== "string" || value === undefined || Object.hasOwn(context, key)) return null
    setEntry(context, key, value)
  }
  return context
}

const merged = (contexts: FeelList): FeelContext | null => {
  const result: { [name: string]: FeelValue } = {}
  for (const context of contexts) {
    if (!isContext(context)) return null
    for (const name of Object.keys(context)) setEntry(result, name, entryOf(context, name) ?? null)
  }
  return result
}

/** The context with a value at the end of a path of keys. */
const put = (context: FeelValue, keys: FeelList, value: FeelValue): FeelContext | null => {
  const [key, ...rest] = keys
  if (!isContext(context) || typeof key !== "string") return null
  const below = rest.length === 0 ? value : put(entryOf(context, key) ?? {}, rest, value)
  if (rest.length > 0 && below === null) return null
  const copy = copyOf(context)
  setEntry(copy, key, below)
  return copy
}

const someContext = contextOf({})

/** Functions on contexts. */
export const contextFunctions: ReadonlyArray<Builtin> = [
  builtin(
    "get value",
    Any,
    signature([parameter("m", take.context), parameter("key", take.string)], ([m, key]) => entryOf(m, key) ?? null),
  ),
  builtin(
    "get entries",
    listOf(contextOf({ key: StringType, value: Any })),
    signature([parameter("m", take.context)], ([m]) => Object.keys(m).map((key) => ({ key, value: entryOf(m, key) ?? null }))),
  ),
  builtin(
    "context",
    someContext,
    signature([parameter("entries", take.list)], ([entries], site) => {
      return fromEntries(entries) ?? site.fail("InvalidArgument", "context needs entries with different keys that are strings, and values.")
    }),
  ),
  builtin(
    "context put",
    someContext,
    signature([parameter("context", take.context), parameter("key", take.string), parameter("value", take.any)], ([context, key, value]) =>
      put(context, [key], value),
    ),
    signature(
      [parameter("context", take.context), parameter("keys", take.list), parameter("value", take.any)],
      ([context, keys, value], site) =>
        put(context, keys, value) ?? site.fail("InvalidArgument", "context put needs keys that lead to contexts."),
    ),
  ),
  builtin(
    "context merge",
    someContext,
    signature([parameter("contexts", take.list)], ([contexts], site) => {
      return merged(contexts) ?? site.fail("InvalidArgument", "context merge needs a list of contexts.")
    }),
  ),
]
