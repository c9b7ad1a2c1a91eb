/** Each element type has a spec of its own. */
import { existsSync } from "node:fs"
import { expect, it } from "vitest"
import { elements } from "../../src/elements/index.ts"

it.each(Object.keys(elements))("%s has a spec", (type) => {
  expect(existsSync(new URL(`${type}.test.ts`, import.meta.url))).toBe(true)
})
