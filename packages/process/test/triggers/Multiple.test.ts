import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const message = (name: string, more: object = {}) => ({ type: "message", message: name, ...more })
const hour = { type: "timer", due: { value: "PT1H" } }
const any = (...triggers: ReadonlyArray<object>) => ({ type: "multiple", triggers })
const all = (...triggers: ReadonlyArray<object>) => ({ type: "parallelMultiple", triggers })
const caught = (trigger: object) => ({ type: "IntermediateCatchEvent", trigger, result: "got" })
const boundary = (trigger: object, more: object = {}) => ({ type: "BoundaryEvent", attachedTo: "a", trigger, result: "got", ...more })
/** The subscription for a message of this name. */
const forMessage = (p: ReturnType<typeof play>, name: string): number => {
  const found = p.view().waiting.find((wait) => wait.reason.includes(`'${name}'`))
  if (found === undefined) throw new Error(`Nothing waits for ${name}.`)
  return found.id
}
const bring = (p: ReturnType<typeof play>, name: string, payload: number) =>
  p.send({ type: "ReceiveMessage", subscription: forMessage(p, name), message: name, payload })

describe("any of several triggers", () => {
  it("lets the flow go on, and the others are waited for no more", () => {
    const p = play({ elements: { wait: caught(any(message("one"), message("two"), hour)) }, flows: ["start wait a end"] })
    p.start()
    expect(p.waits()).toEqual(["wait message", "wait message", "wait timer"])
    bring(p, "two", 2)
    expect(p.waits()).toEqual(["a job"])
    expect(p.vars().got).toBe(2)
  })

  it("checks what came by the codec of what it is", () => {
    const number = {
      decode: (json: unknown) => {
        if (typeof json !== "number") throw new Error("not a number")
        return json
      },
      encode: (value: unknown) => Number(value),
    }
    const p = play({
      elements: { wait: caught(any(message("one"), message("two", { codec: "number" }))) },
      flows: ["start wait a end"],
      codecs: { number },
    })
    p.start()
    p.send({ type: "ReceiveMessage", subscription: forMessage(p, "two"), message: "two", payload: "x" })
    expect(p.incident()?.message).toContain("the message 'two'")
    expect(p.waits()).toEqual(["wait incident"])
  })

  it("ends an activity, or comes again and again beside it", () => {
    const p = play({ elements: { a: {}, on: boundary(any(message("one"), hour)) }, flows: ["start a end", "on b endb"] })
    p.start()
    bring(p, "one", 1)
    expect(p.waits()).toEqual(["b job"])
    const q = play({
      elements: { a: {}, on: boundary(any(message("one"), hour), { interrupting: false }) },
      flows: ["start a end", "on b endb"],
    })
    q.start()
    bring(q, "one", 1)
    q.fire("on")
    bring(q, "one", 1)
    expect(q.waits()).toEqual(["a job", "b job", "b job", "b job", "on message"])
    q.completeAll()
    expect(q.status()).toBe("completed")
  })

  it("may be an error or something that comes", () => {
    const p = play({ elements: { a: {}, on: boundary(any({ type: "error" }, hour)) }, flows: ["start a end", "on b endb"] })
    p.start()
    p.throws("a", "Lost")
    expect(p.vars().got).toEqual({ _tag: "Lost" })
    expect(p.waits()).toEqual(["b job"])
  })

  it("begins an event sub-process, and a process", () => {
    const p = play({
      elements: {
        a: {},
        on: { type: "EventSubProcess" },
        begin: { type: "StartEvent", scope: "on", trigger: any(message("one"), message("two")) },
        e: { type: "EndEvent", scope: "on" },
      },
      flows: ["start a end", "begin h e"].map((line) => line.replace(" h ", " ")),
    })
    p.start()
    bring(p, "two", 2)
    expect(p.status()).toBe("completed")
    const q = play({ elements: { on: { type: "StartEvent", trigger: any(message("one"), message("two")) } }, flows: ["on a end"] })
    expect(q.run.decider.starts?.(q.run.compiled)).toMatchObject([{ name: "one" }, { name: "two" }])
    q.startAt("on", 1)
    expect(q.waits()).toEqual(["a job"])
  })
})

describe("a process that begins by any of several triggers", () => {
  const text = { decode: (json: unknown) => String(json).toUpperCase(), encode: (value: unknown) => value as string }
  const number = {
    decode: (json: unknown) => {
      if (typeof json !== "number") throw new Error("not a number")
      return json
    },
    encode: (value: unknown) => Number(value),
  }
  const begun = (payload: number | string) => {
    const p = play({
      elements: {
        by: { type: "StartEvent", trigger: any(message("one", { codec: "number" }), message("two", { codec: "text" })), result: "got" },
      },
      flows: ["by a end"],
      codecs: { number, text },
    })
    p.startAt("by", payload)
    return p.vars().got
  }

  it("is not told by which: what came is checked by the first codec that fits", () => {
    expect(begun(3)).toBe(3)
    expect(begun("x")).toBe("X")
  })

  it("has a name for each further time, since each has a schedule of its own", () => {
    const day = { ...hour, due: { value: "P1D" } }
    const elements = { by: { type: "StartEvent", trigger: any(hour, message("one"), day), result: "got" } }
    const p = play({ elements, flows: ["by a end"] })
    expect(p.run.decider.starts?.(p.run.compiled).map(({ element, kind }) => [element, kind])).toEqual([
      ["by", "timer"],
      ["by", "message"],
      ["by#2", "timer"],
    ])
    p.startAt("by#2", "2026-01-02T00:00:00.000Z")
    expect(p.vars().got).toBe("2026-01-02T00:00:00.000Z")
    expect(p.waits()).toEqual(["a job"])
  })
})

describe("all of several triggers", () => {
  it("have to come, in any order; their payloads are a list in the order of the triggers", () => {
    const p = play({ elements: { wait: caught(all(message("one"), message("two"), hour)) }, flows: ["start wait a end"] })
    p.start()
    bring(p, "two", 2)
    p.fire("wait")
    expect(p.waits()).toEqual(["wait message"])
    bring(p, "one", 1)
    expect(p.waits()).toEqual(["a job"])
    expect(p.vars().got).toEqual([1, 2, null])
  })

  it("end an activity; beside it they come together once", () => {
    const p = play({ elements: { a: {}, on: boundary(all(message("one"), message("two"))) }, flows: ["start a end", "on b endb"] })
    p.start()
    bring(p, "one", 1)
    expect(p.waits()).toEqual(["a job", "on message"])
    bring(p, "two", 2)
    expect(p.waits()).toEqual(["b job"])
    expect(p.vars().got).toEqual([1, 2])
    const q = play({
      elements: { a: {}, on: boundary(all(message("one"), message("two")), { interrupting: false }) },
      flows: ["start a end", "on b endb"],
    })
    q.start()
    bring(q, "one", 1)
    bring(q, "two", 2)
    expect(q.waits()).toEqual(["a job", "b job"])
  })

  it("may be conditions, which count once they have held", () => {
    const p = play({
      elements: { wait: caught(all(message("one"), { type: "conditional", condition: { code: "full" } })) },
      flows: ["start wait a end"],
      code: { full: ({ vars }) => Number(vars.level ?? 0) > 9 },
    })
    p.start()
    p.set({ level: 10 })
    p.set({ level: 0 })
    expect(p.waits()).toEqual(["wait message"])
    bring(p, "one", 1)
    expect(p.waits()).toEqual(["a job"])
  })

  it("begin an event sub-process", () => {
    const p = play({
      elements: {
        a: {},
        on: { type: "EventSubProcess" },
        begin: { type: "StartEvent", scope: "on", trigger: all(message("one"), message("two")) },
        h: { handler: "work", scope: "on" },
        e: { type: "EndEvent", scope: "on" },
      },
      flows: ["start a end", "begin h e"],
    })
    p.start()
    bring(p, "two", 2)
    bring(p, "one", 1)
    expect(p.waits()).toEqual(["h job"])
  })
})

describe("a process that begins by all of several triggers", () => {
  const signal = { type: "signal", signal: "go" }
  const begun = (trigger: object, more: object = {}) =>
    play({ elements: { by: { type: "StartEvent", trigger, result: "got" } }, flows: ["by a end"], ...more })
  const starts = ({ run }: ReturnType<typeof play>) => run.decider.starts?.(run.compiled)

  it("begins by the first of them, whichever that is, and goes on when all have come, each once", () => {
    const trigger = all(message("one"), signal, hour)
    expect(starts(begun(trigger))).toEqual([
      { element: "by#0", kind: "message", name: "one", together: "by" },
      { element: "by#1", kind: "signal", name: "go", together: "by" },
    ])
    const p = begun(trigger)
    p.startAt("by#0", 1)
    expect(p.waits()).toEqual(["by signal", "by timer"])
    p.fire("by")
    p.signal("by", 2)
    expect(p.waits()).toEqual(["a job"])
    expect(p.vars().got).toEqual([1, 2, null])
    const q = begun(trigger)
    q.startAt("by#1", 2)
    q.receive("by", 1)
    expect(q.waits()).toEqual(["by timer"])
    q.fire("by")
    expect(q.vars().got).toEqual([1, 2, null])
    q.completeAll()
    expect(q.status()).toBe("completed")
  })

  it("goes on once, with the same list, in whatever order they come", () =>
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), fc.boolean(), (order, keeps) => {
        const p = play({
          elements: {
            by: {
              type: "StartEvent",
              trigger: all(message("0"), message("1"), message("2"), message("3")),
              ...(keeps ? { result: "got" } : {}),
            },
          },
          flows: ["by a end"],
        })
        const [first, ...others] = order
        p.startAt(`by#${first}`, first ?? 0)
        for (const name of others) {
          expect(p.waits()).not.toContain("a job")
          bring(p, String(name), name)
        }
        expect(p.waits()).toEqual(["a job"])
        expect(p.vars()).toEqual(keeps ? { got: [0, 1, 2, 3] } : {})
      }),
      { numRuns: 20 },
    ))

  it("waits on after a crash in the middle", () => {
    const p = begun(all(message("one"), signal, message("two")))
    p.startAt("by#2", 3)
    const before = p.run.state()
    const after = p.run.decider.restore(p.run.compiled, structuredClone(p.run.decider.snapshot(before)))
    expect(p.run.decider.view(p.run.compiled, after).waiting).toEqual(p.view().waiting)
    p.signal("by", 2)
    p.receive("by", 1)
    expect(p.vars().got).toEqual([1, 2, 3])
  })

  it("knows others by a key that the first one brought", () => {
    const key = { key: { code: "key" } }
    const code = {
      key: ({ vars }: { readonly vars: { readonly got?: unknown } }) =>
        (vars.got as ReadonlyArray<number | null>).find((one) => one !== null),
    }
    const p = begun(all(message("one", key), message("two", key)), { code })
    p.startAt("by#1", 7)
    expect(p.events()).toContainEqual(expect.objectContaining({ type: "SubscriptionOpened", name: "one", key: "7" }))
    p.receive("by", 8)
    expect(p.vars().got).toEqual([8, 7])
  })

  it("stops where the others cannot be waited for, and waits for them when that is mended", () => {
    let key: unknown
    const p = begun(all(message("one"), message("two", { key: { code: "key" } })), { code: { key: () => key } })
    p.startAt("by#0", 1)
    expect(p.waits()).toEqual(["by incident"])
    key = "k"
    p.resolve("by")
    expect(p.waits()).toEqual(["by message"])
    p.receive("by", 2)
    expect(p.vars().got).toEqual([1, 2])
  })

  it("keeps what does not fit until it is mended", () => {
    let wanted = "number"
    const codec = {
      decode: (json: unknown) => {
        if (typeof json !== wanted) throw new Error("unfit")
        return json
      },
      encode: (value: unknown) => String(value),
    }
    const p = begun(all(message("one", { codec: "it" }), signal), { codecs: { it: codec } })
    p.startAt("by#0", "x")
    p.signal("by")
    expect(p.waits()).toEqual(["by incident"])
    wanted = "string"
    p.resolve("by")
    expect(p.vars().got).toEqual(["x", null])
    expect(p.waits()).toEqual(["a job"])
  })

  it("may be started by hand where one of them is a condition that holds", () => {
    const p = begun(all({ type: "conditional", condition: { code: "full" } }, message("one")), {
      code: { full: ({ vars }: { readonly vars: object }) => "full" in vars },
    })
    expect(p.start({})).toBe("StartNotFound")
    p.start({ full: true })
    expect(p.waits()).toEqual(["by message"])
    p.receive("by", 1)
    expect(p.vars().got).toEqual([null, 1])
  })

  it("begins by a time only where nothing else can begin it, and once by what is waited for twice", () => {
    expect(starts(begun(all(hour, { ...hour, due: { value: "PT2H" } })))).toMatchObject([{ element: "by#0", kind: "timer" }])
    expect(starts(begun(all(message("one"), message("one"))))).toMatchObject([{ element: "by#0", together: "by", again: true }])
    // A signal does not say which message belongs to it.
    expect(starts(begun(all(signal, message("one", { key: { value: 1 } }))))).toMatchObject([{ element: "by#1" }])
    const p = begun(all(hour, { ...hour, due: { value: "PT2H" } }))
    p.startAt("by#0", "2026-01-01T00:00:00.000Z")
    p.fire("by")
    expect(p.vars().got).toEqual([null, null])
    const only = begun(all(message("one")))
    only.startAt("by#0", 5)
    expect(only.vars().got).toEqual([5])
  })

  it("ends with what it waits for when it is cancelled", () => {
    const p = begun(all(message("one"), signal))
    p.startAt("by#1")
    p.cancel()
    expect(p.status()).toBe("cancelled")
    expect(p.waits()).toEqual([])
  })
})

describe("several triggers that are thrown", () => {
  it("are thrown together", () => {
    const p = play({
      elements: {
        tell: { type: "IntermediateThrowEvent", trigger: any(message("one"), { type: "signal", signal: "two" }) },
        end: { type: "EndEvent", trigger: any({ type: "error", error: { code: "lost" } }, message("three")) },
      },
      flows: ["start tell end"],
      code: { lost: () => ({ _tag: "Lost" }) },
    })
    p.start()
    expect(p.run.log.filter(({ type }) => type === "MessageSent" || type === "SignalSent")).toMatchObject([
      { name: "one" },
      { name: "two" },
      { name: "three" },
    ])
    expect(p.view()).toMatchObject({ status: "failed", error: { code: "Lost" } })
  })

  it("are not thrown at all where one of them cannot be", () => {
    const p = play({
      elements: { tell: { type: "IntermediateThrowEvent", trigger: any(message("one"), message("two", { key: { value: null } })) } },
      flows: ["start tell end"],
    })
    p.start()
    expect(p.waits()).toEqual(["tell incident"])
    expect(p.run.log.some(({ type }) => type === "MessageSent")).toBe(false)
  })
})
