import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { compile } from "./compiler.ts"

const mark = "// @ts-expect-error "
const names = ["mistakes.ts", "mistakenEvents.ts", "mistakenSingles.ts", "displayed.ts"] as const

const sources = Object.fromEntries(names.map((name) => [name, readFileSync(new URL(`../../typetest/${name}`, import.meta.url), "utf8")]))

/** The files without their marks, so that the compiler says what it thinks. */
const unmarked = Object.fromEntries(
  Object.entries(sources).map(([name, text]) => [
    name,
    text.replaceAll("@ts-expect-error", "mistake:").replaceAll('"../src/', '"../../src/').replaceAll('"../test/', '"../../test/'),
  ]),
)
const printed = compile("messages", unmarked)

/** What was said about the line below each mark, the compiler's further lines included. */
const messagesOf = async (name: string): Promise<ReadonlyMap<number, string>> => {
  const messages = new Map<number, string>()
  let at: number | undefined
  for (const line of (await printed).split("\n")) {
    const start = /^(.*)\((\d+),\d+\): error/.exec(line)
    if (start !== null) at = start[1]?.endsWith(name) ? Number(start[2]) : undefined
    if (at !== undefined) messages.set(at, `${messages.get(at) ?? ""}${line}\n`)
  }
  return messages
}

describe.each(names)("%s", (name) => {
  const lines = (sources[name] ?? "").split("\n")
  const marked = lines.flatMap((line, index) =>
    line.trimStart().startsWith(mark) ? [{ line: index + 2, sentence: line.trimStart().slice(mark.length) }] : [],
  )

  it.each(marked)("line $line: $sentence", async ({ line, sentence }) => {
    expect((await messagesOf(name)).get(line) ?? "the compiler says nothing").toContain(sentence)
  })

  it("has no other mistakes", async () => {
    expect([...(await messagesOf(name)).keys()].filter((line) => !marked.some((mistake) => mistake.line === line))).toEqual([])
  })
})
