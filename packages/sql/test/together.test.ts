import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { together } from "../src/ports/together.ts"

/** Squares, but for those above 99, which nobody can give. */
const squares = (fails = false) => {
  const asked: Array<ReadonlyArray<number>> = []
  const alone = (key: number) =>
    Effect.suspend(() => {
      asked.push([key])
      return key === 7 ? Effect.fail("seven" as const) : Effect.succeed(key > 99 ? undefined : key * key)
    })
  const many = (keys: ReadonlyArray<number>) =>
    Effect.suspend(() => {
      asked.push(keys)
      return fails ? Effect.fail("seven" as const) : Effect.succeed(new Map(keys.filter((key) => key <= 99).map((key) => [key, key * key])))
    })
  return { asked, ask: together(alone, many) }
}

const inOneTurn = <A, E>(asks: ReadonlyArray<Effect.Effect<A, E>>) => Effect.runPromise(Effect.all(asks, { concurrency: "unbounded" }))

describe("what is asked for in one turn", () => {
  it("is asked in one go, each key once, and what is not there is undefined", async () => {
    const { asked, ask } = squares()
    expect(await inOneTurn([1, 2, 2, 100].map(ask))).toEqual([1, 4, 4, undefined])
    expect(asked).toEqual([[1, 2, 100]])
  })

  it("is asked alone where it is one", async () => {
    const { asked, ask } = squares()
    expect(await inOneTurn([ask(3)])).toEqual([9])
    expect(asked).toEqual([[3]])
  })

  it("is asked one by one where one of them keeps the others from being read", async () => {
    const { asked, ask } = squares(true)
    expect(await inOneTurn([5, 7].map((key) => Effect.catch(ask(key), Effect.succeed)))).toEqual([25, "seven"])
    expect(asked).toEqual([[5, 7], [5], [7]])
  })
})
