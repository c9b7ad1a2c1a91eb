import { expect, it } from "vitest"
import { makeTextCache } from "../src/TextCache.ts"

it("texts of statements are made once, and those of thousands of rare shapes are not collected", () => {
  const cached = makeTextCache()
  let made = 0
  const ask = (name: string) => cached(name, () => `${name} ${++made}`)
  expect([ask("a"), ask("b"), ask("a")]).toEqual(["a 1", "b 2", "a 1"])
  for (let shape = 0; shape < 499; shape++) ask(`shape ${shape}`)
  expect(ask("b")).toBe("b 2")
  expect(ask("a")).toBe("a 502")
})
