/** The time that decisions and FEEL tell in processes: that of the decision, so that looking again gives the same. */
import { expression, feel, firstOf, process } from "@millrace/builder"
import { testProcess } from "@millrace/testing"
import { Schema } from "effect"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { decisionTable, decisionTask, dmn } from "../../src/index.ts"
import { deciding, literal } from "../models.ts"

const season = decisionTable("season", {
  input: Schema.Struct({ year: Schema.Int }),
  output: Schema.Struct({ day: Schema.String }),
  hit: "first",
  rules: [{ when: {}, then: { day: feel("string(today())") } }],
})

const dated = process("dated", { version: 1, input: Schema.Struct({ year: Schema.Int }) })
  .add(
    "season",
    decisionTask(season, ({ vars }) => ({ year: vars.year })),
  )
  .exclusive("when", firstOf({ same: feel("season.day = string(today())") }, "other"), {
    same: (b) => b.output(() => "same"),
    other: (b) => b.output(() => "other"),
  })
  .end()

describe("the clock of decisions", () => {
  // Whoever reads the computer's clock gets a time that no test of processes has.
  beforeEach(() => {
    vi.spyOn(Date, "now").mockReturnValue(Date.UTC(1999, 0, 1))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it("is that of the decision in typed tables that are steps", async () => {
    await using test = testProcess(dated, { plugins: [dmn()] })
    await test.start({ year: 1 })
    expect(await test.result()).toEqual({ output: "same" })
    const { season: decided } = (await test.vars()) as { readonly season: { readonly day: string } }
    expect(decided.day).toBe(test.now().toISOString().slice(0, 10))
  })

  it("can be given to typed tables that are asked elsewhere", () => {
    const now = Date.UTC(2031, 4, 5)
    expect(season.decide({ year: 1 }, { now })).toEqual({ day: "2031-05-05" })
    expect(season.explain({ year: 1 }, { now }).value).toEqual({ day: "2031-05-05" })
    expect(season.decideJson({ year: 1 }, { now })).toEqual({ day: "2031-05-05" })
  })

  it("is never the computer's, also where nobody gave the time", () => {
    const [inFeel, inDmn] = dmn({ models: [deciding(literal("today()"))] }).expressions ?? []
    expect(inDmn?.compile("d")({ vars: {}, now: Date.UTC(2031, 4, 5) })).toBe("2031-05-05")
    expect(() => inDmn?.compile("d")({ vars: {} })).toThrow(/no clock/)
    expect(() => inFeel?.compile("now()")({ vars: {} })).toThrow(/no clock/)
    expect(expression("dmn", "d").language).toBe(inDmn?.name)
  })
})
