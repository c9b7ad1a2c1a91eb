import type { Json } from "@millrace/kernel"
import { describe, expect, it } from "vitest"
import { play, problemsOf, type Sketch } from "../play.ts"

const code = {
  items: ({ vars }: { readonly vars: Readonly<Record<string, Json>> }) => vars.list,
  twoDone: ({ vars }: { readonly vars: Readonly<Record<string, Json>> }) => vars.numberOfCompletedInstances === 2,
}

const each = (more: object = {}, fields: object = {}): Sketch => ({
  elements: {
    work: {
      type: "ServiceTask",
      handler: "work",
      result: "all",
      multiInstance: { items: { code: "items" }, item: "one", ...more },
      ...fields,
    },
  },
  flows: ["start work end"],
  code,
})

const jobs = (instance: ReturnType<typeof play>): ReadonlyArray<number> =>
  instance
    .view()
    .waiting.filter((wait) => wait.for === "job")
    .map(({ id }) => id)

const complete = (instance: ReturnType<typeof play>, job: number, result: Json = null) =>
  instance.send({ type: "CompleteJob", job, attempt: 1, delivery: 1, result })

const varsOf = (instance: ReturnType<typeof play>, job: number) =>
  instance.run.decider.describeJob(instance.run.compiled, instance.run.state(), job)?.vars

describe("an activity with many instances", () => {
  it("runs once for each item of a list, side by side, and gathers what they give in the order of the items", () => {
    const instance = play(each())
    instance.start({ list: ["a", "b", "c"] })
    const [a, b, c] = jobs(instance)
    expect([a, b, c].map((job) => varsOf(instance, job ?? 0))).toMatchObject([
      { one: "a", loopCounter: 1 },
      { one: "b", loopCounter: 2 },
      { one: "c", loopCounter: 3 },
    ])
    complete(instance, c ?? 0, "C")
    complete(instance, a ?? 0, "A")
    expect(instance.status()).toBe("active")
    complete(instance, b ?? 0, "B")
    expect(instance.status()).toBe("completed")
    expect(instance.vars()).toEqual({ list: ["a", "b", "c"], all: ["A", "B", "C"] })
  })

  it("completes at once where there is no item", () => {
    const instance = play(each())
    instance.start({ list: [] })
    expect(instance.status()).toBe("completed")
    expect(instance.vars().all).toEqual([])
  })

  it("runs so many times as a number says", () => {
    const sketch = each()
    const instance = play({
      ...sketch,
      elements: { work: { type: "ServiceTask", handler: "work", result: "all", multiInstance: { count: { value: 2 } } } },
    })
    instance.start({})
    expect(jobs(instance).map((job) => varsOf(instance, job)?.loopCounter)).toEqual([1, 2])
    instance.completeAll()
    expect(instance.vars().all).toEqual([null, null])
  })

  it("runs one after the other", () => {
    const instance = play(each({ sequential: true }))
    instance.start({ list: [1, 2, 3] })
    const seen: Array<unknown> = []
    while (instance.status() === "active") {
      const open = jobs(instance)
      expect(open).toHaveLength(1)
      const [job] = open
      seen.push(varsOf(instance, job ?? 0)?.one)
      complete(instance, job ?? 0, seen.length * 10)
    }
    expect(seen).toEqual([1, 2, 3])
    expect(instance.vars().all).toEqual([10, 20, 30])
  })

  it("runs some at a time, the next one as soon as there is room", () => {
    const instance = play(each({ concurrency: 2 }))
    instance.start({ list: [1, 2, 3, 4] })
    expect(jobs(instance)).toHaveLength(2)
    complete(instance, jobs(instance)[1] ?? 0)
    expect(jobs(instance).map((job) => varsOf(instance, job)?.one)).toEqual([1, 3])
    instance.completeAll()
    expect(instance.status()).toBe("completed")
  })

  it("cancels the remaining ones when its completion condition holds", () => {
    const instance = play(each({ completion: { code: "twoDone" } }))
    instance.start({ list: [1, 2, 3, 4] })
    const [first, , third] = jobs(instance)
    complete(instance, first ?? 0, "x")
    complete(instance, third ?? 0, "y")
    expect(instance.types().filter((type) => type === "JobCancelled")).toHaveLength(2)
    expect(instance.status()).toBe("completed")
    expect(instance.vars().all).toEqual(["x", null, "y", null])
  })

  it("leaves what did not complete out of its list where it is to", () => {
    const instance = play(each({ completion: { code: "twoDone" }, compact: true }))
    instance.start({ list: [1, 2, 3, 4] })
    const [first, , third] = jobs(instance)
    complete(instance, third ?? 0, "y")
    complete(instance, first ?? 0, "x")
    expect(instance.vars().all).toEqual(["x", "y"])
  })

  it("lets the remaining ones finish where it is to, and begins no further ones", () => {
    const instance = play(each({ completion: { code: "twoDone" }, remaining: "finish", concurrency: 3 }))
    instance.start({ list: [1, 2, 3, 4, 5] })
    complete(instance, jobs(instance)[0] ?? 0, 1)
    complete(instance, jobs(instance)[0] ?? 0, 2)
    expect(jobs(instance)).toHaveLength(2)
    instance.completeAll()
    expect(instance.status()).toBe("completed")
    expect(instance.vars().all).toEqual([1, 2, null, null, null])
  })

  it("shows its completion condition how many runs there are, and what they gave", () => {
    const seen: Array<unknown> = []
    const sketch = each({ completion: { code: "look" } })
    const instance = play({
      ...sketch,
      code: {
        ...code,
        look: ({ vars }) => {
          const { numberOfInstances, numberOfActiveInstances, numberOfCompletedInstances, results } = vars
          seen.push([numberOfInstances, numberOfActiveInstances, numberOfCompletedInstances, results])
          return false
        },
      },
    })
    instance.start({ list: [1, 2] })
    complete(instance, jobs(instance)[1] ?? 0, "b")
    complete(instance, jobs(instance)[0] ?? 0, "a")
    expect(seen).toEqual([
      [2, 1, 1, ["b"]],
      [2, 0, 2, ["a", "b"]],
    ])
  })

  it("takes further items while it runs", () => {
    const instance = play(each())
    instance.start({ list: ["a"] })
    expect(instance.send({ type: "AddItem", activity: "work", item: "b" })).toBeUndefined()
    expect(jobs(instance).map((job) => varsOf(instance, job)?.one)).toEqual(["a", "b"])
    instance.completeAll()
    expect(instance.vars().all).toEqual([null, null])
  })

  it("takes a further item at the cost that it has beside one, with a thousand at work", () => {
    const instance = play(each())
    instance.start({ list: Array.from({ length: 1000 }, (_, n) => n) })
    const { elements } = instance.run.state()
    const values = elements.values.bind(elements)
    const get = elements.get.bind(elements)
    let looks = 0
    const all = () => {
      looks += elements.size
      return values()
    }
    const one = (id: number) => {
      looks++
      return get(id)
    }
    Object.assign(elements, { values: all, get: one })
    expect(instance.run.send({ type: "AddItem", activity: "work", item: "b" }).rejection).toBeUndefined()
    expect(looks).toBeLessThan(50)
  })

  it("refuses items where it is not at work, and says why", () => {
    const instance = play({ ...each(), flows: ["start work later end"] })
    instance.start({ list: ["a"] })
    expect(instance.send({ type: "AddItem", activity: "nobody", item: 1 })).toBe("ElementNotFound")
    expect(instance.send({ type: "AddItem", activity: "later", item: 1 })).toBe("ElementNotFound")
    instance.complete("work")
    expect(instance.send({ type: "AddItem", activity: "work", item: 1 })).toBe("ElementNotFound")
  })

  it("makes the value of a run by its output, which sees the item and the result", () => {
    const sketch = each({ output: { code: "output" } })
    const instance = play({ ...sketch, code: { ...code, output: ({ vars }) => `${vars.one}=${vars.all}` } })
    instance.start({ list: ["a", "b"] })
    complete(instance, jobs(instance)[0] ?? 0, 1)
    complete(instance, jobs(instance)[0] ?? 0, 2)
    expect(instance.vars().all).toEqual(["a=1", "b=2"])
  })

  it("does not do the work of a run again when its output failed and is mended", () => {
    let broken = true
    const output = () => {
      if (broken) throw new Error("no")
      return "made"
    }
    const sketch = each({ output: { code: "output" } })
    const instance = play({ ...sketch, code: { ...code, output } })
    instance.start({ list: ["a"] })
    instance.complete("work", 7)
    expect(instance.waits()).toEqual(["work incident"])
    broken = false
    instance.resolve("work")
    expect(instance.types()).not.toContain("JobCreated")
    expect(instance.vars().all).toEqual(["made"])
  })

  it("stops at what is no list, and goes on when that is mended", () => {
    const instance = play(each())
    instance.start({ list: 5 })
    expect(instance.incident()?.message).toBe("'work': code 'items' gave 5 instead of a list.")
    expect(instance.waits()).toEqual(["work incident"])
  })

  it("stops where its completion condition fails, while the other runs go on, and looks again when that is mended", () => {
    let broken = true
    const completion = () => {
      if (broken) throw new Error("no")
      return true
    }
    const sketch = each({ completion: { code: "completion" } })
    const instance = play({ ...sketch, code: { ...code, completion } })
    instance.start({ list: [1, 2, 3] })
    complete(instance, jobs(instance)[0] ?? 0, "a")
    complete(instance, jobs(instance)[0] ?? 0, "b")
    expect(instance.waits()).toEqual(["work job", "work incident"])
    broken = false
    instance.resolve("work")
    expect(instance.status()).toBe("completed")
    expect(instance.vars().all).toEqual(["a", "b", null])
  })

  it("ends as a whole when an error leaves one run, and its boundary event goes on", () => {
    const sketch = each()
    const instance = play({
      ...sketch,
      elements: { ...sketch.elements, caught: { type: "BoundaryEvent", attachedTo: "work", trigger: { type: "error" } } },
      flows: ["start work end", "caught sorry endOther"],
    })
    instance.start({ list: [1, 2, 3] })
    instance.throws("work", "Declined")
    expect(instance.waits()).toEqual(["sorry job"])
  })

  it("has one boundary event for all runs together", () => {
    const sketch = each()
    const instance = play({
      ...sketch,
      elements: {
        ...sketch.elements,
        late: { type: "BoundaryEvent", attachedTo: "work", trigger: { type: "timer", due: { value: "PT1H" } } },
      },
      flows: ["start work end", "late endLate"],
    })
    instance.start({ list: [1, 2, 3] })
    expect(instance.waits()).toEqual(["work job", "work job", "work job", "late timer"])
    instance.fire("late")
    expect(instance.status()).toBe("completed")
  })

  it("lets the others run while one is stopped by an incident", () => {
    const instance = play(each({}, { retry: { attempts: 1 } }))
    instance.start({ list: [1, 2] })
    instance.fail("work")
    expect(instance.waits()).toEqual(["work job", "work incident"])
    instance.complete("work", "b")
    instance.resolve("work")
    instance.complete("work", "a")
    expect(instance.vars().all).toEqual(["a", "b"])
  })

  it("compensates each run that is complete, last completed first, with its item", () => {
    const sketch = each()
    const instance = play({
      ...sketch,
      elements: {
        ...sketch.elements,
        undo: { type: "ServiceTask", handler: "work", isForCompensation: true },
        border: { type: "BoundaryEvent", attachedTo: "work", trigger: { type: "compensation", handler: "undo" } },
        back: { type: "IntermediateThrowEvent", trigger: { type: "compensation" } },
      },
      flows: ["start work back end"],
    })
    instance.start({ list: ["a", "b"] })
    complete(instance, jobs(instance)[1] ?? 0, "B")
    complete(instance, jobs(instance)[0] ?? 0, "A")
    const seen: Array<unknown> = []
    while (instance.status() === "active") {
      const [job] = jobs(instance)
      const { one, all, loopCounter } = varsOf(instance, job ?? 0) ?? {}
      seen.push([one, all, loopCounter])
      complete(instance, job ?? 0)
    }
    expect(seen).toEqual([
      ["a", "A", 1],
      ["b", "B", 2],
    ])
  })

  it("runs a sub-process for each item, with variables of its own", () => {
    const instance = play({
      elements: {
        each: { type: "SubProcess", result: "all", multiInstance: { items: { code: "items" }, item: "one" } },
        begin: { type: "StartEvent", scope: "each" },
        double: { type: "ScriptTask", scope: "each", assignments: [{ variable: "twice", value: { code: "twice" } }] },
        ask: { type: "UserTask", scope: "each", result: "said" },
        done: { type: "EndEvent", scope: "each" },
      },
      flows: ["start each end", "begin double ask done"],
      code: { ...code, twice: ({ vars }) => Number(vars.one) * 2 },
    })
    instance.start({ list: [1, 2] })
    instance.submit("ask", { word: "yes" })
    instance.submit("ask", { word: "no" })
    expect(instance.vars().all).toEqual([
      { twice: 2, said: { word: "yes", completedBy: "ann" } },
      { twice: 4, said: { word: "no", completedBy: "ann" } },
    ])
  })

  it("keeps what user tasks and scripts set in their own run", () => {
    const instance = play({
      elements: {
        ask: { type: "UserTask", result: "answers", multiInstance: { items: { code: "items" }, item: "who" } },
        note: {
          type: "ScriptTask",
          assignments: [{ variable: "mark", value: { code: "mark" } }],
          multiInstance: { items: { code: "items" }, item: "who" },
        },
      },
      flows: ["start ask note end"],
      code: { ...code, mark: ({ vars }) => vars.who },
    })
    instance.start({ list: ["ann", "bob"] })
    instance.submit("ask", { yes: true }, "ann")
    instance.submit("ask", { yes: false }, "bob")
    expect(instance.vars()).toEqual({
      list: ["ann", "bob"],
      answers: [
        { yes: true, completedBy: "ann" },
        { yes: false, completedBy: "bob" },
      ],
    })
  })

  it("can stand in itself", () => {
    const instance = play({
      elements: {
        rows: { type: "SubProcess", result: "all", multiInstance: { items: { code: "items" }, item: "row" } },
        begin: { type: "StartEvent", scope: "rows" },
        cells: {
          type: "ServiceTask",
          handler: "work",
          scope: "rows",
          result: "cells",
          multiInstance: { items: { code: "row" }, item: "cell" },
        },
        done: { type: "EndEvent", scope: "rows" },
      },
      flows: ["start rows end", "begin cells done"],
      code: { ...code, row: ({ vars }) => vars.row },
    })
    instance.start({ list: [[1, 2], [], [3]] })
    for (const job of jobs(instance)) complete(instance, job, Number(varsOf(instance, job)?.cell) * 10)
    expect(instance.vars().all).toEqual([{ cells: [10, 20] }, { cells: [] }, { cells: [30] }])
  })

  it("begins and cancels in many bounded commits where there are many", () => {
    const instance = play({ ...each(), eventsPerCommit: 10 })
    instance.start({ list: Array.from({ length: 40 }, (_, index) => index) })
    expect(instance.commits()).toBeGreaterThan(5)
    expect(jobs(instance)).toHaveLength(40)
    instance.cancel()
    expect(instance.commits()).toBeGreaterThan(5)
    expect(instance.status()).toBe("cancelled")
  })

  it("runs longer than the limit of turns where its runs never wait", () => {
    const instance = play({
      elements: { quick: { type: "Task", multiInstance: { count: { value: 600 } } } },
      flows: ["start quick end"],
      eventsPerCommit: 100,
    })
    instance.start({})
    expect(instance.status()).toBe("completed")
  })

  it("has a diagnostic for each way to describe it wrongly", () => {
    const problems = (multiInstance: object, more: object = {}) =>
      problemsOf({ elements: { work: { type: "Task", multiInstance, ...more } }, flows: ["start work end"], code })
    expect(problems({})).toEqual(["ItemsAmbiguous work"])
    expect(problems({ items: { value: [] }, count: { value: 1 } })).toEqual(["ItemsAmbiguous work"])
    expect(problems({ count: { value: 1 }, item: "one" })).toEqual(["ItemWithoutList work"])
    expect(problems({ count: { value: 1 }, sequential: true, concurrency: 2 })).toEqual(["ConcurrencyUnused work"])
    expect(problems({ count: { value: 1 }, remaining: "finish" })).toEqual(["RemainingUnused work"])
    expect(problems({ count: { value: 1 } }, { loop: { max: 2 } })).toEqual(["LoopAmbiguous work"])
  })
})
