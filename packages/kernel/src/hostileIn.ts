/**
 * Keys that are harmless in JSON text and not in the hands of code: whoever copies or merges such an object key by key
 * sets the prototype of something. They are refused wherever data come in, so that nobody downstream has to know.
 */

/** Deeper data are refused: every recursive reader would fail on them. */
export const deepest = 1000

/** Where the first such key stands in plain data, or data that are nested too deeply; what is neither array nor plain object is not looked into. */
export const hostileIn = (value: unknown): string | undefined => {
  const found = find(value, 0)
  if (found === undefined) return undefined
  const path = found.path.startsWith(".") ? found.path.slice(1) : found.path
  return path === "" ? found.what : `at ${path.length > 100 ? `${path.slice(0, 100)}…` : path}: ${found.what}`
}

/** The same for JSON text: most texts hold none of the words, and are not parsed. */
export const hostileInText = (text: string): string | undefined =>
  text.includes('"__proto__"') || (text.includes('"constructor"') && text.includes('"prototype"')) ? hostileIn(JSON.parse(text)) : undefined

interface Found {
  readonly path: string
  readonly what: string
}

const found = (what: string): Found => ({ path: "", what })

const find = (value: unknown, depth: number): Found | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (depth === deepest) return found(`it is nested more than ${deepest} levels deep`)
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const inner = find(value[index], depth + 1)
      if (inner !== undefined) return { ...inner, path: `[${index}]${inner.path}` }
    }
    return undefined
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  if (Object.hasOwn(value, "__proto__"))
    return found("the key '__proto__' is refused, since it changes prototypes where objects are copied")
  for (const key of Object.keys(value)) {
    const inner: unknown = Reflect.get(value, key)
    if (key === "constructor" && typeof inner === "object" && inner !== null && Object.hasOwn(inner, "prototype")) {
      return found("the key 'constructor' with a 'prototype' in it is refused, since it changes prototypes where objects are merged")
    }
    const deeper = find(inner, depth + 1)
    if (deeper !== undefined) return { ...deeper, path: `.${key}${deeper.path}` }
  }
  return undefined
}
