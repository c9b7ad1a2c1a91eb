/** The pages of the documentation are found from its index, and their links lead somewhere. */
import { existsSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { describe, expect, it } from "vitest"
import { pages } from "../src/MarkdownCode.ts"
import { root, textOf } from "../src/Package.ts"

/** The places in the repository that a page links to, from the root. */
const linksOf = (page: string): ReadonlyArray<string> =>
  [...textOf(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, link = ""]) =>
    /^[a-z]+:/.test(link) ? [] : [relative(root, join(root, dirname(page), link))],
  )

const index = "docs/README.md"

describe("the documentation", () => {
  it("has each page in its index, once", () => {
    const listed = [index, "docs/adr/README.md"].flatMap(linksOf)
    const expected = pages().filter((page) => page.startsWith("docs/") && page !== index)
    expect([...listed].sort()).toEqual([...expected].sort())
  })

  it("has its index linked from the main README", () => {
    expect(linksOf("README.md")).toContain(index)
  })

  it.each(pages().map((page) => [page] as const))("leads somewhere by each link of %s", (page) => {
    const ends = linksOf(page).filter((link) => !existsSync(join(root, link)))
    expect(ends).toEqual([])
  })
})
