/** The page of error codes and the sources agree, both ways. */
import { describe, expect, it } from "vitest"
import { arrows } from "../src/Architecture.ts"
import { documentedCodes, errorCodesOf } from "../src/ErrorCode.ts"
import { filesOf, publicPackages, textOf } from "../src/Package.ts"

const documented = documentedCodes(textOf("docs/reference/errors.md"))
const declared = new Map(
  publicPackages.map((each) => {
    const samples = each.name === "@millrace/testing"
    return [each.name, new Set(filesOf(each, "src/**/*.ts").flatMap((path) => [...errorCodesOf(path, textOf(path), { samples })]))]
  }),
)

/** Each code belongs to one package, the lowest that has it: those above only pass it on. */
const ownedBy = (name: string): ReadonlyArray<string> => {
  const fromTheGround = Object.keys(arrows)
  const below = fromTheGround.slice(0, fromTheGround.indexOf(name))
  return [...(declared.get(name) ?? [])].filter((code) => !below.some((other) => declared.get(other)?.has(code) === true)).sort()
}

describe.each(publicPackages.map(({ name }) => name))("%s", (name) => {
  const rows = documented.get(name) ?? []

  it("has each of its codes in docs/reference/errors.md, and no code there that it does not have", () => {
    expect(rows.map(({ code }) => code).sort()).toEqual(ownedBy(name))
  })

  it("says of each code when it comes and what to do", () => {
    expect(rows.filter(({ when, what }) => when.length < 10 || what.length < 10)).toEqual([])
  })
})

it("documents codes of packages only", () => {
  expect([...documented.keys()].filter((name) => !declared.has(name))).toEqual([])
})

it("finds codes wherever they are declared or given", () => {
  const text = `
    export type RejectionCode = "Ended" | /** why */ "NotFound"
    interface Problem { readonly code: "Twice" }
    const StoreErrorCode = Schema.Literals(["Full", "Locked"])
    class Refused extends Schema.TaggedError<Refused>()("Refused", { code: Schema.Literal("Late") }) {}
    class Broken extends Data.TaggedError("Broken")<{ readonly x: number }> {}
    class Unsound extends Error { readonly _tag = "Unsound"; readonly code = "Invalid"; readonly other = "Nothing" }
    const diagnostic = { code: "DeadElement", other: "Nothing" }
    const sqlite = { code: "SQLITE_BUSY" }
    type Color = "Red"`
  expect([...errorCodesOf("x.ts", text)].sort()).toEqual([
    "Broken",
    "DeadElement",
    "Ended",
    "Full",
    "Invalid",
    "Late",
    "Locked",
    "NotFound",
    "Refused",
    "Twice",
    "Unsound",
  ])
})
