import { describe, expect, it } from "vitest"
import { play, problemsOf, type Sketch } from "../play.ts"

const threads: Sketch = {
  elements: {
    split: { type: "Task", completionQuantity: 3 },
    work: { type: "ServiceTask", handler: "work" },
    merge: { type: "Task", startQuantity: 3 },
    last: { type: "ServiceTask", handler: "work" },
  },
  flows: ["start split work merge last end"],
}

describe("quantities of tokens", () => {
  it("split one thread into several, and merge them again", () => {
    const instance = play(threads)
    instance.start({})
    expect(instance.waits()).toEqual(["work job", "work job", "work job"])
    instance.complete("work")
    instance.complete("work")
    expect(instance.waits()).toEqual(["work job"])
    instance.complete("work")
    expect(instance.waits()).toEqual(["last job"])
    instance.complete("last")
    expect(instance.status()).toBe("completed")
  })

  it("go to each flow that is taken", () => {
    const instance = play({ elements: { split: { type: "Task", completionQuantity: 2 } }, flows: ["start split a end", "split b end"] })
    instance.start({})
    expect(instance.waits()).toEqual(["a job", "b job", "a job", "b job"])
  })

  it("go to those flows only whose conditions hold", () => {
    const instance = play({
      elements: { split: { type: "Task", completionQuantity: 2, default: "split-b" } },
      flows: ["start split {yes} a end", "split b end"],
      code: { yes: () => true },
    })
    instance.start({})
    expect(instance.waits()).toEqual(["a job", "a job"])
  })

  it("take tokens from whichever flows they come on, and keep those that are left over for the next time", () => {
    const instance = play({
      elements: { fork: { type: "ParallelGateway" }, merge: { type: "ServiceTask", handler: "work", startQuantity: 2 } },
      flows: ["start fork a merge end", "fork b merge", "fork c merge", "fork d merge"],
    })
    instance.start({})
    instance.complete("a")
    instance.complete("b")
    instance.complete("c")
    expect(instance.waits()).toEqual(["d job", "merge job"])
    instance.complete("merge")
    instance.complete("d")
    instance.complete("merge")
    expect(instance.status()).toBe("completed")
  })

  it("are an incident where too few tokens come", () => {
    const instance = play({ ...threads, elements: { ...threads.elements, merge: { type: "Task", startQuantity: 2 } } })
    instance.start({})
    instance.completeAll()
    expect(instance.waits()).toEqual(["merge incident"])
    expect(instance.incident()?.code).toBe("JoinIncomplete")
    instance.resolve("merge")
    instance.completeAll()
    expect(instance.status()).toBe("completed")
  })

  it("are followed by validation", () => {
    expect(problemsOf(threads)).toEqual(["SynchronisationMissing work"])
    const straight = { elements: { split: { type: "Task", completionQuantity: 2 }, merge: { type: "Task", startQuantity: 2 } } }
    expect(problemsOf({ ...straight, flows: ["start split merge end"] })).toEqual([])
    const short = { elements: { merge: { type: "Task", startQuantity: 2 } } }
    expect(problemsOf({ ...short, flows: ["start merge end"] })).toEqual(["JoinCanDeadlock merge"])
  })
})
