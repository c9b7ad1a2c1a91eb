import { describe, expect, it } from "vitest"
import { play, problemsOf } from "../play.ts"

const go = (link = "again") => ({ type: "IntermediateThrowEvent", trigger: { type: "link", link } })
const come = (link = "again") => ({ type: "IntermediateCatchEvent", trigger: { type: "link", link } })

describe("a link", () => {
  it("is a flow that is not drawn, from several places to one", () => {
    const sketch = {
      elements: { go1: go(), go2: go(), come: come(), gate: { type: "ExclusiveGateway", choose: { code: "which" } } },
      flows: ["start gate [one] a go1", "gate [two] b go2", "come c end"],
      code: { which: ({ vars }: { readonly vars: { readonly way?: unknown } }) => vars.way },
    }
    expect(problemsOf(sketch)).toEqual([])
    for (const [way, step] of [
      ["one", "a"],
      ["two", "b"],
    ] as const) {
      const p = play(sketch)
      p.start({ way })
      p.complete(step)
      expect(p.waits()).toEqual(["c job"])
    }
  })

  it("makes a loop of many rounds in bounded commits", () => {
    const p = play({
      elements: {
        count: { type: "ScriptTask", assignments: [{ variable: "n", value: { code: "more" } }] },
        gate: { type: "ExclusiveGateway", choose: { code: "which" } },
        go: go(),
        come: come(),
        merge: { type: "ExclusiveGateway" },
      },
      flows: ["start merge count gate [again] go", "come merge", "gate [done] end"],
      eventsPerCommit: 500,
      code: {
        more: ({ vars }) => Number(vars.n ?? 0) + 1,
        which: ({ vars }) => (Number(vars.n) < 700 ? "again" : "done"),
      },
    })
    p.start()
    expect(p.status()).toBe("completed")
    expect(p.vars().n).toBe(700)
    expect(p.commits()).toBeGreaterThan(5)
  })

  it("is found where it leads nowhere, or to two places, or stands beside flows", () => {
    expect(problemsOf({ elements: { go: go() }, flows: ["start go"] })).toEqual(["LinkUnknown go"])
    expect(problemsOf({ elements: { go: go(), one: come(), two: come() }, flows: ["start go", "one end", "two end"] })).toEqual([
      "LinkAmbiguous two",
    ])
    expect(problemsOf({ elements: { go: go(), come: come() }, flows: ["start go end", "come end"] })).toEqual(["OutgoingNotAllowed go"])
    expect(problemsOf({ elements: { go: go(), come: come() }, flows: ["start come end", "start go"] })).toEqual(["IncomingNotAllowed come"])
    expect(problemsOf({ elements: { come: come() }, flows: ["start end", "come end"] })).toEqual([
      "LinkUnused come",
      "ElementUnreachable come",
    ])
  })
})
