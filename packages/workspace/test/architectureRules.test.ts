/** The rules of the architecture find what they are there to find. */
import { expect, it } from "vitest"
import { deepImports, forbiddenArrows, formFaults, impurities, packageOf, shortcuts, unstableImports } from "../src/Architecture.ts"
import type { Package } from "../src/Package.ts"
import { parseSource } from "../src/Source.ts"

const packageNamed = (name: string, exports: ReadonlyArray<string>): Package => ({
  name,
  folder: `packages/${name.replace("@millrace/", "")}`,
  manifest: { name, exports: Object.fromEntries(exports.map((entry) => [entry, "./src/index.ts"])) },
})
const engine = packageNamed("@millrace/engine", [".", "./store"])
const process = packageNamed("@millrace/process", ["."])
const packages = new Map([engine, process].map((each) => [each.name, each]))
const members = new Set(packages.keys())
const source = (text: string, path = "packages/engine/src/jobs/Job.ts") => parseSource(path, `/** A file. */\n${text}`)

it("finds an import that no arrow allows, of values and of types", () => {
  const found = (text: string) => forbiddenArrows("@millrace/engine", ["@millrace/kernel"], members, source(text))
  expect(found(`import type { Graph } from "@millrace/process"`)).toEqual([
    expect.stringMatching(/Job\.ts:2: @millrace\/engine may not import @millrace\/process\./),
  ])
  expect(found(`import { reject } from "@millrace/kernel"\nimport { Effect } from "effect"\nimport { x } from "../X.ts"`)).toEqual([])
})

it("finds an import past the exports of a package, and one out of the own package", () => {
  const found = (text: string) => deepImports(engine, packages, source(text))
  expect(found(`import "@millrace/process/src/Graph.ts"`)).toHaveLength(1)
  expect(found(`import "../../../process/src/Graph.ts"`)).toEqual([expect.stringContaining("leaves packages/engine")])
  expect(found(`import "@millrace/process"\nimport "@millrace/engine/store"\nimport "../../test/x.ts"`)).toEqual([])
})

it("finds Effect, input and output in a pure package", () => {
  const found = (text: string, path?: string) => impurities(source(text, path)).map((fault) => fault.replace(/^\S+ /, ""))
  expect(found(`import { Effect, Schema } from "effect"`)).toEqual(["effect/Effect in a pure package."])
  expect(found(`import type { Fiber } from "effect/Fiber"`)).toEqual(["effect/Fiber in a pure package."])
  expect(found(`import * as everything from "effect"`)).toEqual(["effect/* in a pure package."])
  expect(found(`import { readFileSync } from "node:fs"`)).toEqual(["node:fs in a pure package."])
  expect(found(`import { Option } from "effect"\nimport { createHash } from "node:crypto"`)).toEqual([])
  expect(found(`import type { Layer } from "effect/Layer"`, "packages/kernel/src/Plugin.ts")).toEqual([])
})

it("finds modules of Effect that may change, outside the packages that may use them", () => {
  expect(unstableImports("@millrace/engine", source(`import { SqlClient } from "effect/sql"`))).toHaveLength(1)
  expect(unstableImports("@millrace/sql", source(`import { SqlClient } from "effect/sql"\nimport { x } from "effect/Option"`))).toEqual([])
})

it("finds files that are too long, that have an empty name, or that do not say what they are", () => {
  expect(formFaults(source("export {}\n".repeat(400)))).toEqual([expect.stringContaining("401 lines")])
  expect(formFaults(source("", "packages/engine/src/utils.ts"))).toHaveLength(1)
  expect(formFaults(parseSource("packages/engine/src/X.ts", "export {}"))).toHaveLength(1)
  expect(formFaults(source("export {}\n".repeat(399)))).toEqual([])
})

it.each(["const a = b as unknown as C", "// @ts-ignore", "// TODO later", "it.skip(() => 1)", "describe.only(() => 1)"])(
  "finds the shortcut in '%s'",
  (text) => {
    expect(shortcuts(source(text))).toHaveLength(1)
  },
)

it("reads the package out of a specifier", () => {
  expect(["effect/sql", "@millrace/engine/store", "./x.ts", "node:fs"].map(packageOf)).toEqual([
    "effect",
    "@millrace/engine",
    undefined,
    undefined,
  ])
})
