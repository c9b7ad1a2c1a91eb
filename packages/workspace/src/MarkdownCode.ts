/**
 * The TypeScript in the documentation. Every fenced block that opens with ` ```ts ` is compiled and run:
 *
 * - blocks of one page join, in order, into one file;
 * - `ts file=order.ts` puts the block into a file of that name beside it, so that other blocks can import `./order.ts`;
 * - `ts alone` makes the block a file of its own;
 * - `ts compile-only` compiles the file it belongs to, but does not run it.
 */
import { globSync } from "node:fs"
import { root } from "./Package.ts"

export interface DocFile {
  /** The name beside the other files of the page. */
  readonly name: string
  /** Every line of code stands where it stands in the page, so that messages give the page's lines. */
  readonly text: string
  readonly run: boolean
}

/** The pages whose code is checked: README.md, those of the packages, and everything under `docs/`. */
export const pages = (): ReadonlyArray<string> =>
  globSync(["README.md", "{packages,plugins}/*/README.md", "docs/**/*.md"], { cwd: root }).sort()

interface Block {
  /** The line of the opening fence, counted from 0. */
  readonly line: number
  readonly language: string
  readonly marks: ReadonlyArray<string>
  readonly lines: ReadonlyArray<string>
}

/** The fenced blocks of a page. */
export const blocksOf = (markdown: string): ReadonlyArray<Block> => {
  const blocks: Array<Block> = []
  let open: { readonly fence: string; readonly line: number; readonly info: string; readonly lines: Array<string> } | undefined
  for (const [line, text] of markdown.split("\n").entries()) {
    if (open === undefined) {
      const [, fence, info = ""] = /^(`{3,})(.*)$/.exec(text) ?? []
      if (fence !== undefined) open = { fence, line, info, lines: [] }
    } else if (text.startsWith(open.fence) && text.trim() === open.fence) {
      const [language = "", ...marks] = open.info.trim().split(/\s+/)
      blocks.push({ line: open.line, language, marks, lines: open.lines })
      open = undefined
    } else open.lines.push(text)
  }
  return blocks
}

const markOf = ({ marks }: Block, name: string): boolean => marks.includes(name)
const knownMark = /^(alone|compile-only|file=[\w-]+\.ts)$/

/** The files that a page's TypeScript makes. Throws an `Error` where a mark is not known. */
export const docFiles = (page: string, markdown: string): ReadonlyArray<DocFile> => {
  const files = new Map<string, { readonly lines: Array<string>; run: boolean }>()
  for (const block of blocksOf(markdown)) {
    if (block.language !== "ts") continue
    const unknown = block.marks.find((mark) => !knownMark.test(mark))
    if (unknown !== undefined) {
      throw new Error(`${page}:${block.line + 1}: '${unknown}' is not a mark for code. Known are: file=name.ts, alone, compile-only.`)
    }
    const given = block.marks.find((mark) => mark.startsWith("file="))?.slice("file=".length)
    const name = given ?? (markOf(block, "alone") ? `line${block.line + 1}.ts` : "page.ts")
    const file = files.get(name) ?? { lines: [], run: true }
    files.set(name, file)
    while (file.lines.length <= block.line) file.lines.push("")
    file.lines.push(...block.lines)
    if (markOf(block, "compile-only")) file.run = false
  }
  return [...files].map(([name, { lines, run }]) => ({ name, text: `${lines.join("\n")}\nexport {}\n`, run }))
}
