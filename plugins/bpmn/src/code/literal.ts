/**
 * Values as TypeScript.
 */

/** A text in quotes: in double ones, unless it has more of those than of the others. */
export const quoted = (text: string): string => {
  const plain = JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")
  const isSingle = text.split('"').length > text.split("'").length
  return isSingle ? `'${plain.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : plain
}

/** The name of a field: as it is where that is a name of the language. */
export const key = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__" ? name : name === "__proto__" ? `[${quoted(name)}]` : quoted(name)

/** A field of an object that is read. */
export const read = (object: string, name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? `${object}.${name}` : `${object}[${quoted(name)}]`

const mostColumns = 110

/** JSON as a literal, in lines where it is long. What is undefined is left out. */
export const literal = (value: unknown, indent = ""): string => {
  if (typeof value === "string") return quoted(value)
  if (typeof value !== "object" || value === null) return String(value)
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [`${key(name)}: ${literal(field, inner)}`]))
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"]
  const line = parts.length === 0 ? `${open}${close}`.replaceAll(" ", "") : `${open}${parts.join(", ")}${close}`
  if (line.length + indent.length <= mostColumns && !line.includes("\n")) return line
  return `${open.trim()}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close.trim()}`
}
