/**
 * Statements that a transactional step cannot run: they would end the transaction under the engine's hands, or change
 * the connection for whoever has it next. Looked at without a parser: the first word, and whether there is a second
 * statement.
 */

const endsTransaction: ReadonlySet<string> = new Set("BEGIN START COMMIT END ROLLBACK ABORT SAVEPOINT RELEASE".split(" "))
const changesConnection: ReadonlySet<string> = new Set("SET RESET DISCARD PRAGMA ATTACH DETACH LISTEN UNLISTEN VACUUM".split(" "))

/** Why the statement is refused, or undefined where it is not. */
export const reasonToRefuse = (text: string): string | undefined => {
  if (typeof text !== "string") return "a statement is text, or a template of the tag `sql`."
  const bare = withoutLiterals(text).trim()
  const [first = "", second = ""] = bare.toUpperCase().split(/[\s;(]+/, 2)
  if (first === "") return "the statement is empty."
  if (endsTransaction.has(first) || (first === "PREPARE" && second === "TRANSACTION"))
    return `${first} is refused: the transaction begins and ends with the step. Throw to roll it back.`
  if (changesConnection.has(first) && second !== "LOCAL")
    return `${first} is refused: it would change the connection for those who have it next.`
  return /;\s*\S/.test(bare) ? "only one statement at a time: make several calls of several statements." : undefined
}

/** The text without comments, strings and quoted names, each of which may hold any character. */
export const withoutLiterals = (text: string): string =>
  text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|(\$[A-Za-z_]*\$)[\s\S]*?\1/g, (found) =>
    found.startsWith("-") || found.startsWith("/") ? " " : "x",
  )
