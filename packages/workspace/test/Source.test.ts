/** What the reader of sources finds, and what it does not mistake for something else. */
import { describe, expect, it } from "vitest"
import { importCycle } from "../src/Architecture.ts"
import { parseSource } from "../src/Source.ts"

const parse = (text: string, path = "packages/x/src/X.ts") => parseSource(path, text)

describe("imports", () => {
  it("finds every form of import, with names and whether only types come in", () => {
    const text = [
      `import type { A } from "./A.ts"`,
      `import B, { type C } from "./B.ts"`,
      `import * as D from "./D.ts"`,
      `import "./E.ts"`,
      `export * from "./F.ts"`,
      `export { g as h } from "./G.ts"`,
      `type I = import("./I.ts").I`,
      `const j = import("./J.ts")`,
      `// import "./no.ts"`,
      "const text = `import './no.ts'`",
    ].join("\n")
    expect(parse(text).imports.map(({ specifier, names, typeOnly }) => [specifier, names.join(), typeOnly])).toEqual([
      ["./A.ts", "A", true],
      ["./B.ts", "default,C", false],
      ["./D.ts", "*", false],
      ["./E.ts", "", false],
      ["./F.ts", "*", false],
      ["./G.ts", "g", false],
      ["./I.ts", "*", true],
      ["./J.ts", "*", false],
    ])
  })

  it("finds the cycle among files that import each other in a ring", () => {
    const file = (name: string, imports: string) => parse(`import "./${imports}.ts"`, `packages/x/src/${name}.ts`)
    expect(importCycle([file("a", "b"), file("b", "c"), file("c", "b")])).toEqual(
      ["b", "c", "b"].map((name) => `packages/x/src/${name}.ts`),
    )
    expect(importCycle([file("a", "b"), file("b", "c"), file("c", "d")])).toBeUndefined()
    expect(importCycle([file("a", "b"), parse(`import type { A } from "./a.ts"`, "packages/x/src/b.ts")])).toBeUndefined()
  })
})

describe("impurities", () => {
  it.each([
    ["Date.now()", "Date.now"],
    ["new Date()", "new Date()"],
    ["Math.random()", "Math.random"],
    ["performance.now()", "performance.now"],
    ["async () => 1", "async"],
    ["setTimeout(() => 1, 1)", "setTimeout"],
    ["Promise.resolve(1)", "Promise"],
  ])("finds %s", (code, what) => {
    expect(parse(`export const x = ${code}`).impurities).toContainEqual({ what, line: 1 })
  })

  it("lets dates that are given, and words in comments and texts, pass", () => {
    const text = `/** A Promise, Date.now() */\nexport const x = [new Date(0), "setTimeout", { Promise: 1 }.Promise, Date.parse("2026-01-01")]`
    expect(parse(text).impurities.filter(({ what }) => what !== "Promise")).toEqual([])
  })
})
