import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const script = (...assignments: ReadonlyArray<object>) => ({ type: "ScriptTask", assignments })

describe("ScriptTask", () => {
  it("sets variables one after the other, each seeing those before it", () => {
    const p = play({
      elements: { s: script({ variable: "a", value: { code: "next" } }, { variable: "b", value: { code: "next" } }) },
      flows: ["start s end"],
      code: { next: ({ vars }) => Number(vars.a ?? 0) + 1 },
    })
    p.start({ a: 10 })
    expect(p.vars()).toEqual({ a: 11, b: 12 })
  })

  it("sets a variable where it is declared, or declares one of its own", () => {
    const p = play({
      elements: {
        sub: { type: "SubProcess", result: "sub" },
        s: { type: "StartEvent", scope: "sub" },
        set: {
          ...script(
            { variable: "outer", value: { value: 2 } },
            { variable: "input", value: { value: 3 } },
            { variable: "hidden", value: { value: 4 }, declare: true },
            { variable: "fresh", value: { value: 5 } },
          ),
          scope: "sub",
        },
        e: { type: "EndEvent", scope: "sub" },
        before: script({ variable: "outer", value: { value: 1 } }, { variable: "hidden", value: { value: 1 } }),
      },
      flows: ["start before sub end", "s set e"],
    })
    p.start({ input: 1 })
    expect(p.vars()).toEqual({ outer: 2, input: 3, hidden: 1, sub: { hidden: 4, fresh: 5 } })
  })

  it("leaves nothing half done when code fails", () => {
    let broken = true
    const p = play({
      elements: { s: script({ variable: "a", value: { value: 1 } }, { variable: "b", value: { code: "risky" } }) },
      flows: ["start s end"],
      code: {
        risky: () => {
          if (broken) throw new TypeError("not yet")
          return 2
        },
      },
    })
    p.start()
    expect(p.vars()).toEqual({})
    expect(p.waits()).toEqual(["s incident"])
    expect(p.incident()).toMatchObject({ code: "CodeFailed", name: "TypeError", message: "'s': code 'risky' failed: not yet" })
    broken = false
    p.resolve("s")
    expect(p.vars()).toEqual({ a: 1, b: 2 })
  })

  it("raises an incident for code that is missing, returns a promise or cannot be stored", () => {
    const fault = (code: Record<string, () => unknown>) => {
      const p = play({ elements: { s: script({ variable: "a", value: { code: "f" } }) }, flows: ["start s end"], code })
      p.start()
      return p.incident()?.message
    }
    expect(fault({})).toContain("no code is registered under 'f'")
    expect(fault({ f: () => Promise.reject(new Error("late")) })).toContain("returned a promise")
    expect(fault({ f: () => () => 1 })).toContain("cannot be stored: a function")
    expect(fault({ f: () => 1n })).toContain("cannot be stored")
  })

  it("gives code frozen variables", () => {
    const p = play({
      elements: { s: script({ variable: "a", value: { code: "mutate" } }) },
      flows: ["start s end"],
      code: { mutate: ({ vars }) => Object.isFrozen(vars) && Object.isFrozen(vars.list) },
    })
    p.start({ list: [1] })
    expect(p.vars().a).toBe(true)
  })

  it("stores large values once and reads them when they are asked for", () => {
    const text = "x".repeat(5000)
    const p = play({
      elements: { s: script({ variable: "a", value: { code: "large" } }), t: script({ variable: "b", value: { code: "length" } }) },
      flows: ["start s t wait end"],
      code: { large: () => text, length: ({ vars }) => String(vars.a).length },
    })
    p.start()
    expect(p.vars().b).toBe(5000)
    expect(JSON.stringify(p.run.decider.snapshot(p.run.state()))).toContain('"a":{"~value":1}')
    p.run.reload()
    expect(p.vars().a).toBe(text)
  })
})
