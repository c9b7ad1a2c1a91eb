import { describe, expect, it } from "vitest"
import { play, problemsOf, type Sketch } from "../play.ts"

const looped = (loop: object, code: Sketch["code"] = {}): Sketch => ({
  elements: { work: { type: "ServiceTask", handler: "work", result: "got", loop } },
  flows: ["start work end"],
  code,
})

describe("a standard loop", () => {
  it("runs again as long as its condition holds, which sees what the run before gave", () => {
    const instance = play(looped({ condition: { code: "more" } }, { more: ({ vars }) => vars.got !== "enough" }))
    instance.start({})
    instance.complete("work", "little")
    instance.complete("work", "little")
    instance.complete("work", "enough")
    expect(instance.status()).toBe("completed")
    expect(instance.vars()).toEqual({ got: "enough" })
  })

  it("looks at its condition before each run where it is to, also before the first one", () => {
    const sketch = looped(
      { condition: { code: "more" }, before: true },
      { more: ({ vars }) => Number(vars.loopCounter) < Number(vars.rounds) },
    )
    const none = play(sketch)
    none.start({ rounds: 0 })
    expect(none.status()).toBe("completed")
    const two = play(sketch)
    two.start({ rounds: 2 })
    expect(two.completeAll()).toEqual(["work", "work"])
    expect(two.status()).toBe("completed")
  })

  it("runs so many times at most", () => {
    const instance = play(looped({ max: 3 }))
    instance.start({})
    expect(instance.completeAll()).toHaveLength(3)
    expect(instance.status()).toBe("completed")
  })

  it("counts its runs from 1", () => {
    const instance = play({
      elements: { note: { type: "ScriptTask", assignments: [{ variable: "seen", value: { code: "seen" } }], loop: { max: 3 } } },
      flows: ["start note end"],
      code: { seen: ({ vars }) => [...((vars.seen as ReadonlyArray<number> | undefined) ?? []), vars.loopCounter ?? null] },
    })
    instance.start({})
    expect(instance.vars()).toEqual({ seen: [1, 2, 3] })
  })

  it("stops where its condition fails, and looks again when that is mended", () => {
    let broken = true
    const more = () => {
      if (broken) throw new Error("no")
      return false
    }
    const instance = play(looped({ condition: { code: "more" } }, { more }))
    instance.start({})
    instance.complete("work", 1)
    expect(instance.waits()).toEqual(["work incident"])
    broken = false
    instance.resolve("work")
    expect(instance.status()).toBe("completed")
  })

  it("is an incident where it never rests and never ends", () => {
    const instance = play({
      elements: { spin: { type: "Task", loop: { condition: { code: "yes" } } } },
      flows: ["start spin end"],
      code: { yes: () => true },
    })
    instance.start({})
    expect(instance.incident()?.code).toBe("EndlessLoop")
  })

  it("compensates each run", () => {
    const instance = play({
      elements: {
        work: { type: "ServiceTask", handler: "work", result: "got", loop: { max: 2 } },
        undo: { type: "ServiceTask", handler: "work", isForCompensation: true },
        border: { type: "BoundaryEvent", attachedTo: "work", trigger: { type: "compensation", handler: "undo" } },
        back: { type: "IntermediateThrowEvent", trigger: { type: "compensation" } },
      },
      flows: ["start work back end"],
    })
    instance.start({})
    expect(instance.completeAll()).toEqual(["work", "work", "undo", "undo"])
    expect(instance.status()).toBe("completed")
  })

  it("ends as a whole by a boundary event", () => {
    const instance = play({
      elements: {
        work: { type: "ServiceTask", handler: "work", loop: { max: 9 } },
        late: { type: "BoundaryEvent", attachedTo: "work", trigger: { type: "timer", due: { value: "PT1H" } } },
      },
      flows: ["start work end", "late endLate"],
    })
    instance.start({})
    instance.complete("work")
    instance.fire("late")
    expect(instance.status()).toBe("completed")
  })

  it("needs something that ends it", () => {
    expect(problemsOf(looped({}))).toEqual(["LoopEndless work"])
  })
})
