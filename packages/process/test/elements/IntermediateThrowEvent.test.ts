/** Intermediate throw events without a trigger; `triggers/` has those with one. */
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

describe("an intermediate throw event", () => {
  it("passes the token on where it has no trigger", () => {
    const p = play({ elements: { mark: { type: "IntermediateThrowEvent" } }, flows: ["start mark end"] })
    p.start()
    expect(p.status()).toBe("completed")
  })
})
