import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const folder = join(import.meta.dirname, "../src")
const sources = globSync("**/*.ts", { cwd: folder }).map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }))

it("no source makes code out of text", () => {
  const found = sources.filter(({ text }) => /\beval\s*\(|\bFunction\s*\(|\bnew Function\b|node:vm|\bimport\s*\(/.test(text))
  expect(found.map(({ path }) => path)).toEqual([])
})

it("no source reaches for the world: files, network, processes", () => {
  const found = sources.filter(({ text }) => /from "node:|\b(process|globalThis|fetch|require)\b\s*[.(]/.test(text))
  expect(found.map(({ path }) => path)).toEqual([])
})
