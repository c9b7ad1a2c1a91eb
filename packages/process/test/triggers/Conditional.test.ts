import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const when = { type: "conditional", condition: { code: "full" } }
const code = { full: ({ vars }: { readonly vars: { readonly [name: string]: unknown } }) => Number(vars.level ?? 0) > 9 }
const evaluated = (p: ReturnType<typeof play>) => p.run.log.flatMap((event) => (event.type === "ConditionEvaluated" ? [event.holds] : []))

describe("a condition that is waited for in the flow", () => {
  const sketch = { elements: { wait: { type: "IntermediateCatchEvent", trigger: when } }, flows: ["start wait a end"], code }

  it("lets the flow go on when it holds already", () => {
    const p = play(sketch)
    p.start({ level: 10 })
    expect(p.waits()).toEqual(["a job"])
  })

  it("lets the flow go on when a step makes it hold", () => {
    const p = play({ ...sketch, flows: ["start wait a end", "start level end"] })
    p.start()
    expect(p.waits()).toEqual(["level job", "wait condition"])
    p.complete("level", 10)
    expect(p.waits()).toEqual(["a job"])
  })

  it("lets the flow go on when somebody outside changes variables", () => {
    const p = play(sketch)
    p.start()
    p.set({ level: 9 })
    expect(p.waits()).toEqual(["wait condition"])
    p.set({ level: 9 })
    expect(p.types()).toEqual([])
    p.set({ level: 10 })
    expect(p.waits()).toEqual(["a job"])
    expect(p.vars().level).toBe(10)
  })

  it("is an incident where it gives neither true nor false, until that is mended", () => {
    let full: unknown = "often"
    const p = play({ ...sketch, code: { full: () => full } })
    p.start()
    expect(p.incident()?.message).toBe("'wait': code 'full' gave 'often' instead of true or false.")
    full = true
    p.resolve("wait")
    expect(p.waits()).toEqual(["a job"])
  })

  it("is looked at only where variables have changed that it sees", () => {
    let looks = 0
    const p = play({
      elements: {
        wait: { type: "IntermediateCatchEvent", trigger: when },
        sub: { type: "SubProcess" },
        s: { type: "StartEvent", scope: "sub" },
        x: { handler: "work", scope: "sub", result: "x" },
        y: { handler: "work", scope: "sub" },
        e: { type: "EndEvent", scope: "sub" },
      },
      flows: ["start wait end", "start sub end", "s x y e"],
      code: { full: () => ++looks < 0 },
    })
    p.start()
    expect(looks).toBe(1)
    p.complete("x", 1)
    expect(looks).toBe(1)
    p.set({ other: 1 })
    expect(looks).toBe(2)
    expect(evaluated(p)).toEqual([])
  })
})

describe("a condition at the border of an activity", () => {
  it("ends the activity", () => {
    const p = play({
      elements: { a: {}, full: { type: "BoundaryEvent", attachedTo: "a", trigger: when } },
      flows: ["start a end", "full b endb"],
      code,
    })
    p.start()
    expect(p.waits()).toEqual(["a job", "full condition"])
    p.set({ level: 10 })
    expect(p.waits()).toEqual(["b job"])
  })

  it("that does not interrupt has to be false in between", () => {
    const p = play({
      elements: { a: {}, full: { type: "BoundaryEvent", attachedTo: "a", interrupting: false, trigger: when } },
      flows: ["start a end", "full b endb"],
      code,
    })
    p.start()
    for (const level of [10, 11, 3, 12]) p.set({ level })
    expect(p.waits()).toEqual(["a job", "b job", "b job", "full condition"])
    expect(evaluated(p)).toEqual([true, false, true])
    p.completeAll()
    expect(p.status()).toBe("completed")
  })

  it("is an incident of its own where its code fails, and the activity goes on", () => {
    let broken = true
    const p = play({
      elements: { a: {}, full: { type: "BoundaryEvent", attachedTo: "a", trigger: when } },
      flows: ["start a end", "full b endb"],
      code: {
        full: () => {
          if (broken) throw new Error("broken")
          return true
        },
      },
    })
    p.start()
    expect(p.waits()).toEqual(["a job", "full incident", "full condition"])
    broken = false
    p.resolve("full")
    expect(p.waits()).toEqual(["b job"])
  })
})

describe("conditions that change each other", () => {
  const changing = (attachedTo: string, condition: string, value: number) => ({
    type: "BoundaryEvent",
    attachedTo,
    interrupting: false,
    trigger: { type: "conditional", condition: { code: condition } },
    outputs: [{ variable: "level", value: { value } }],
  })

  it("are looked at until nothing changes any more", () => {
    const p = play({
      elements: { a: {}, up: changing("a", "low", 5), on: changing("a", "middle", 10) },
      flows: ["start a end", "up endup", "on endon"],
      code: { low: ({ vars }) => vars.level === 1, middle: ({ vars }) => vars.level === 5 },
    })
    p.start({ level: 0 })
    p.set({ level: 1 })
    expect(p.vars()).toEqual({ level: 10 })
    expect(p.waits()).toEqual(["a job", "up condition", "on condition"])
  })

  it("are an incident where they would do so for ever", () => {
    const p = play({
      elements: { a: {}, third: changing("a", "is2", 0), second: changing("a", "is1", 2), first: changing("a", "is0", 1) },
      flows: ["start a end", "first end1", "second end2", "third end3"],
      code: { is0: ({ vars }) => vars.level === 0, is1: ({ vars }) => vars.level === 1, is2: ({ vars }) => vars.level === 2 },
    })
    p.start({ level: 0 })
    expect(p.incident()?.code).toBe("EndlessLoop")
    p.complete("a")
    expect(p.status()).toBe("completed")
  })

  it("are not looked at again because a commit was full", () => {
    let asked = 0
    const watched = (watchers: number): number => {
      const p = play({
        elements: {
          many: { type: "SubProcess", multiInstance: { count: { value: watchers } } },
          begin: { type: "StartEvent", scope: "many" },
          wait: { type: "IntermediateCatchEvent", scope: "many", trigger: { type: "conditional", condition: { code: "holds" } } },
        },
        flows: ["start many end", "begin wait"],
        code: {
          holds: () => {
            asked++
            return false
          },
        },
        eventsPerCommit: 10,
      })
      asked = 0
      p.start()
      expect(p.waits()).toHaveLength(watchers)
      return asked
    }
    expect(watched(40)).toBe(40)
  })
})

describe("a condition that begins an event sub-process", () => {
  const on = (interrupting: boolean) => ({
    on: { type: "EventSubProcess" },
    begin: { type: "StartEvent", scope: "on", trigger: when, interrupting },
    h: { handler: "work", scope: "on" },
    endh: { type: "EndEvent", scope: "on" },
  })

  it("takes the place of everything else when it holds", () => {
    const p = play({ elements: { ...on(true), a: {} }, flows: ["start a end", "begin h endh"], code })
    p.start()
    p.set({ level: 10 })
    expect(p.waits()).toEqual(["h job"])
  })

  it("holds from the beginning", () => {
    const p = play({ elements: { ...on(false), a: {} }, flows: ["start a end", "begin h endh"], code })
    p.start({ level: 10 })
    expect(p.waits()).toEqual(["a job", "h job", "begin condition"])
  })
})

describe("a condition that begins a process", () => {
  it("is asked of the input when somebody starts it", () => {
    const p = play({ elements: { full: { type: "StartEvent", trigger: when } }, flows: ["full a end"], code })
    expect(p.start({ level: 3 })).toBe("StartNotFound")
    p.start({ level: 10 })
    expect(p.waits()).toEqual(["a job"])
  })
})
