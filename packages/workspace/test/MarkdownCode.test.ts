/** How a page of documentation becomes files. */
import { expect, it } from "vitest"
import { docFiles } from "../src/MarkdownCode.ts"

const page = (...blocks: ReadonlyArray<readonly [mark: string, code: string]>) =>
  blocks.map(([mark, code]) => `Text\n\n\`\`\`${mark}\n${code}\n\`\`\`\n`).join("\n")
const codeOf = (text: string) => text.split("\n").filter((line) => line !== "" && line !== "export {}")

it("joins the blocks of a page and leaves every line where it stands in the page", () => {
  const markdown = page(["ts", "const a = 1"], ["sh", "ls"], ["ts", "a + 1"])
  const [file, ...others] = docFiles("x.md", markdown)
  expect(others).toEqual([])
  expect(file).toMatchObject({ name: "page.ts", run: true })
  expect(codeOf(file?.text ?? "")).toEqual(["const a = 1", "a + 1"])
  expect(file?.text.split("\n").indexOf("a + 1")).toBe(markdown.split("\n").indexOf("a + 1"))
})

it("gives blocks with a file name, and blocks that stand alone, files of their own", () => {
  const files = docFiles("x.md", page(["ts file=order.ts", "one"], ["ts alone", "two"], ["ts file=order.ts", "three"], ["ts", "four"]))
  expect(files.map(({ name, text }) => [name, ...codeOf(text)])).toEqual([
    ["order.ts", "one", "three"],
    ["line9.ts", "two"],
    ["page.ts", "four"],
  ])
})

it("does not run a file with a block that is to be compiled only", () => {
  expect(docFiles("x.md", page(["ts", "one"], ["ts compile-only", "two"])).map(({ run }) => run)).toEqual([false])
})

it("names the page and the line of a mark that it does not know", () => {
  expect(() => docFiles("x.md", page(["ts no-run", "one"]))).toThrow("x.md:3: 'no-run' is not a mark for code")
})
