/** The code in the documentation compiles and runs. */
import { execFile, spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { blocksOf, docFiles, pages } from "../src/MarkdownCode.ts"
import { environment, root, textOf } from "../src/Package.ts"

const place = join(root, "packages/workspace/.docs")
const documents = pages().map((page) => ({ page, files: docFiles(page, textOf(page)) }))
const withCode = documents.filter(({ files }) => files.length > 0)
let folder = ""
let compilerOutput: ReadonlyArray<string> = []

beforeAll(() => {
  mkdirSync(place, { recursive: true })
  folder = mkdtempSync(join(place, "run-"))
  for (const { page, files } of withCode) {
    mkdirSync(join(folder, page), { recursive: true })
    for (const { name, text } of files) writeFileSync(join(folder, page, name), text)
  }
  if (withCode.length === 0) return
  const tsconfig = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { incremental: false, tsBuildInfoFile: null },
    files: withCode.flatMap(({ page, files }) => files.map(({ name }) => join(page, name))),
    include: [],
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig))
  const { stdout } = spawnSync("tsc", ["-p", "tsconfig.json"], { cwd: folder, env: environment, encoding: "utf8" })
  if (stdout.startsWith("error")) throw new Error(`The compiler could not start on the code of the documentation: ${stdout}`)
  compilerOutput = stdout.split("\n")
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("marks TypeScript as ts, so that it is checked", () => {
  const others = documents.flatMap(({ page }) =>
    blocksOf(textOf(page))
      .filter(({ language }) => /^(typescript|tsx|js|javascript|mjs)$/.test(language))
      .map(({ line, language }) => `${page}:${line + 1}: ${language}`),
  )
  expect(others).toEqual([])
})

describe.each(withCode.map(({ page, files }) => [page, files] as const))("%s", (page, files) => {
  it("compiles", () => {
    expect(compilerOutput.filter((line) => line.startsWith(`${page}/`))).toEqual([])
  })

  const programs = files.filter(({ run }) => run)
  if (programs.length > 0) {
    // Beside each other: most of the time of each goes into loading what it imports.
    it.concurrent("runs", { timeout: 60_000 }, async () => {
      const cwd = mkdtempSync(join(tmpdir(), "millrace-docs-"))
      try {
        for (const { name } of programs)
          await promisify(execFile)("node", [join(folder, page, name)], { cwd, env: environment, timeout: 50_000 })
      } finally {
        rmSync(cwd, { recursive: true, force: true })
      }
    })
  }
})
