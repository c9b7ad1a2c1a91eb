import { describe, expect, it } from "vitest"
import { play, problemsOf, type Sketch } from "../play.ts"

const sharing: Sketch = {
  elements: {
    fork: { type: "ParallelGateway" },
    a: { type: "ServiceTask", handler: "work", mutex: "desk" },
    b: { type: "ServiceTask", handler: "work", mutex: "desk" },
    c: { type: "ServiceTask", handler: "work", mutex: "desk" },
    join: { type: "ParallelGateway" },
  },
  flows: ["start fork a join end", "fork b join", "fork c join"],
}

describe("a mutex", () => {
  it("lets one activity run at a time, in the order in which they came", () => {
    const instance = play(sharing)
    instance.start({})
    expect(instance.waits()).toEqual(["a job", "b lock", "c lock"])
    expect(instance.view().waiting[1]?.reason).toBe("The lock 'desk' is held: 'a' has to end first.")
    instance.complete("a")
    expect(instance.waits()).toEqual(["b job", "c lock"])
    instance.complete("b")
    instance.complete("c")
    expect(instance.status()).toBe("completed")
  })

  it("goes on when its holder is interrupted, and forgets who gave up waiting", () => {
    const instance = play({
      ...sharing,
      elements: {
        ...sharing.elements,
        lateA: { type: "BoundaryEvent", attachedTo: "a", trigger: { type: "timer", due: { value: "PT1H" } } },
        lateB: { type: "BoundaryEvent", attachedTo: "b", trigger: { type: "timer", due: { value: "PT1H" } } },
        merge: { type: "ExclusiveGateway" },
      },
      flows: ["start fork a merge join end", "fork b merge2 join", "fork c join", "lateA merge", "lateB merge2"],
    } satisfies Sketch)
    instance.start({})
    instance.fire("lateB")
    expect(instance.waits()).toContain("c lock")
    instance.fire("lateA")
    expect(instance.waits().filter((wait) => wait.startsWith("c"))).toEqual(["c job"])
  })

  it("stays with its holder while that is stopped by an incident", () => {
    const instance = play({
      ...sharing,
      elements: { ...sharing.elements, a: { type: "ServiceTask", handler: "work", mutex: "desk", retry: { attempts: 1 } } },
    })
    instance.start({})
    instance.fail("a")
    expect(instance.waits()).toEqual(["a incident", "b lock", "c lock"])
    instance.resolve("a")
    instance.complete("a")
    expect(instance.waits()).toEqual(["b job", "c lock"])
  })

  it("ends with its instance", () => {
    const instance = play(sharing)
    instance.start({})
    instance.cancel()
    expect(instance.status()).toBe("cancelled")
  })

  it("is held by all runs of an activity together", () => {
    const instance = play({
      ...sharing,
      elements: { ...sharing.elements, a: { type: "ServiceTask", handler: "work", mutex: "desk", multiInstance: { count: { value: 2 } } } },
    })
    instance.start({})
    expect(instance.waits()).toEqual(["a job", "a job", "b lock", "c lock"])
    instance.complete("a")
    expect(instance.waits()).toEqual(["a job", "b lock", "c lock"])
    instance.complete("a")
    expect(instance.waits()).toEqual(["b job", "c lock"])
  })

  it("must not be asked for by what stands in its holder, nor in another order than elsewhere", () => {
    const nested = (outer: string, inner: string, id: string): NonNullable<Sketch["elements"]> => ({
      [id]: { type: "SubProcess", mutex: outer },
      [`${id}Start`]: { type: "StartEvent", scope: id },
      [`${id}Work`]: { type: "ServiceTask", handler: "work", scope: id, mutex: inner },
      [`${id}End`]: { type: "EndEvent", scope: id },
    })
    const inside = (id: string) => `${id}Start ${id}Work ${id}End`
    expect(problemsOf({ elements: nested("m", "m", "one"), flows: ["start one end", inside("one")] })).toEqual(["MutexDeadlock oneWork"])
    const both = {
      elements: {
        ...nested("m", "n", "one"),
        ...nested("n", "m", "two"),
        fork: { type: "ParallelGateway" },
        join: { type: "ParallelGateway" },
      },
      flows: ["start fork one join end", "fork two join", inside("one"), inside("two")],
    }
    expect(problemsOf(both)).toEqual(["MutexDeadlock oneWork"])
  })
})
