/**
 * Indents code that was put together of pieces: by the brackets that are open, and calls of a chain once more.
 */

/** The lines of the code, indented anew. */
export const indent = (code: string): string => {
  // For each bracket that is open, the level of what stands in it.
  const open: Array<number> = []
  let literal = false
  return code
    .split("\n")
    .map((line) => {
      const text = line.trim()
      const closing = /^[)\]}]*/.exec(text)?.[0].length ?? 0
      let level = closing > 0 ? Math.max(0, (open.at(-closing) ?? 1) - 1) : (open.at(-1) ?? 0)
      if (text.startsWith(".")) level += 1
      for (let at = 0; at < text.length; at++) {
        const letter = text[at] ?? ""
        if (letter === '"' && text[at - 1] !== "\\") literal = !literal
        else if (letter === "\\" && literal) at++
        else if (literal) continue
        else if ("([{".includes(letter)) open.push(level + 1)
        else if (")]}".includes(letter)) open.pop()
      }
      literal = false
      return text === "" ? "" : "  ".repeat(level) + text
    })
    .join("\n")
}
