import type { Json } from "@millrace/kernel"
import { describe, expect, it } from "vitest"
import { type Play, play, type Sketch } from "../play.ts"

const calling = (fields: object = {}, more: Partial<Sketch> = {}): Sketch => ({
  ...more,
  elements: { ask: { type: "CallActivity", process: { value: "credit" }, result: "answer", ...fields }, ...more.elements },
  flows: more.flows ?? ["start ask end"],
})

const child = (instance: Play): number => instance.find("child", "ask")
const started = (instance: Play) => instance.run.log.findLast((event) => event.type === "ChildStarted")
const done = (instance: Play, output: Json = null) => instance.send({ type: "CompleteChild", child: child(instance), output })

describe("a call activity", () => {
  it("starts another process with the variables that it sees, waits for its end, and takes its output", () => {
    const instance = play(calling())
    instance.start({ amount: 5 })
    expect(started(instance)).toMatchObject({ process: "credit", input: { amount: 5 } })
    expect(instance.waits()).toEqual(["ask child"])
    expect(instance.view().waiting[0]?.reason).toBe("The instance of 'credit' that it called has to end.")
    done(instance, "yes")
    expect(instance.status()).toBe("completed")
    expect(instance.vars()).toEqual({ amount: 5, answer: "yes" })
  })

  it("makes what goes in and what comes out by expressions, and chooses process, version and business key", () => {
    const instance = play(
      calling(
        { process: { code: "which" }, version: 3, input: { code: "input" }, output: { code: "output" }, businessKey: { code: "key" } },
        {
          code: {
            which: ({ vars }) => `credit-${vars.kind}`,
            input: ({ vars }) => ({ only: vars.amount ?? null }),
            output: ({ vars }) => `${vars.kind}: ${vars.output}`,
            key: () => 17,
          },
        },
      ),
    )
    instance.start({ amount: 5, kind: "small" })
    expect(started(instance)).toMatchObject({ process: "credit-small", version: 3, businessKey: "17", input: { only: 5 } })
    done(instance, "yes")
    expect(instance.vars().answer).toBe("small: yes")
  })

  it("is an incident where its business key is one that no store keeps", () => {
    let key: unknown = "k".repeat(2000)
    const instance = play(calling({ businessKey: { code: "key" } }, { code: { key: () => key } }))
    instance.start({})
    expect(instance.incident()?.message).toContain("what code 'key' gave has 2000 characters; at most 500 are allowed")
    key = Number.NaN
    instance.resolve("ask")
    expect(instance.incident()?.message).toContain("gave NaN instead of a text or a number")
    key = "k"
    instance.resolve("ask")
    expect(started(instance)).toMatchObject({ businessKey: "k" })
  })

  it("does not call again when its output failed and is mended", () => {
    let broken = true
    const output = () => {
      if (broken) throw new Error("no")
      return "made"
    }
    const instance = play(calling({ output: { code: "output" } }, { code: { output } }))
    instance.start({})
    done(instance)
    expect(instance.waits()).toEqual(["ask incident"])
    broken = false
    instance.resolve("ask")
    expect(instance.types()).not.toContain("ChildStarted")
    expect(instance.vars().answer).toBe("made")
  })

  it("throws on the typed error that leaves the called process", () => {
    const instance = play(
      calling(
        {},
        {
          elements: {
            declined: { type: "BoundaryEvent", attachedTo: "ask", result: "why", trigger: { type: "error", error: "Declined" } },
          },
          flows: ["start ask end", "declined other endOther"],
        },
      ),
    )
    instance.start({})
    const error = { code: "Declined", message: "no", value: { reason: "old" } }
    instance.send({ type: "FailChild", child: child(instance), failure: { error } })
    expect(instance.waits()).toEqual(["other job"])
    expect(instance.vars().why).toEqual({ _tag: "Declined", reason: "old" })
  })

  it("is stopped by an incident where the called process cannot be started, and calls again when that is mended", () => {
    const instance = play(calling())
    instance.start({})
    const fault = { code: "ChildNotStarted", message: "There is no process 'credit'." } as const
    instance.send({ type: "FailChild", child: child(instance), failure: { fault } })
    expect(instance.waits()).toEqual(["ask incident"])
    instance.resolve("ask")
    expect(instance.types()).toContain("ChildStarted")
    done(instance)
    expect(instance.status()).toBe("completed")
  })

  it("calls again what was cancelled by somebody else, also where it undoes something in an instance that is ending", () => {
    const instance = play({
      elements: {
        pay: { type: "ServiceTask", handler: "work" },
        refund: { type: "CallActivity", process: { value: "refunds" }, isForCompensation: true },
        border: { type: "BoundaryEvent", attachedTo: "pay", trigger: { type: "compensation", handler: "refund" } },
        last: { type: "ServiceTask", handler: "work" },
      },
      flows: ["start pay last end"],
      saga: true,
    })
    instance.start({})
    instance.complete("pay")
    instance.cancel()
    const first = instance.find("child", "refund")
    const fault = { code: "ChildCancelled", message: "Instance i/1 of refunds was cancelled: no use" } as const
    instance.send({ type: "FailChild", child: first, failure: { fault } })
    // Nothing can be done about an instance that is ending but to mend what stops it.
    instance.cancel()
    expect(instance.waits()).toEqual(["refund incident"])
    instance.resolve("refund")
    const second = instance.find("child", "refund")
    expect(second).not.toBe(first)
    expect(instance.send({ type: "CompleteChild", child: first, output: null })).toBe("ChildNotFound")
    instance.send({ type: "CompleteChild", child: second, output: null })
    expect(instance.status()).toBe("cancelled")
  })

  it("stops at an id that is none", () => {
    const instance = play(calling({ process: { value: 7 } }))
    instance.start({})
    expect(instance.incident()?.message).toBe("'ask': the value 7 gave 7 instead of the id of a process.")
  })

  it("cancels what it called when it is interrupted or its instance is cancelled, and does not wait for that", () => {
    const late = { type: "BoundaryEvent", attachedTo: "ask", trigger: { type: "timer", due: { value: "PT1H" } } }
    const instance = play(calling({}, { elements: { late }, flows: ["start ask end", "late other endOther"] }))
    instance.start({})
    instance.fire("late")
    expect(instance.types()).toContain("ChildCancelled")
    expect(instance.waits()).toEqual(["other job"])
    const other = play(calling())
    other.start({})
    other.cancel()
    expect(other.types()).toContain("ChildCancelled")
    expect(other.status()).toBe("cancelled")
  })

  it("refuses news of a child that it does not wait for", () => {
    const instance = play(calling())
    instance.start({})
    expect(instance.send({ type: "CompleteChild", child: 99, output: null })).toBe("ChildNotFound")
    expect(instance.send({ type: "FailChild", child: 99, failure: { fault: { code: "ChildCancelled", message: "" } } })).toBe(
      "ChildNotFound",
    )
    expect(instance.send({ type: "CompleteChildCompensation", child: child(instance) })).toBe("ChildNotFound")
  })

  it("calls once for each item", () => {
    const instance = play(
      calling(
        { multiInstance: { items: { value: ["a", "b"] }, item: "one" }, input: { code: "one" } },
        { code: { one: ({ vars }) => vars.one } },
      ),
    )
    instance.start({})
    const inputs = instance.run.log.flatMap((event) => (event.type === "ChildStarted" ? [event.input] : []))
    expect(inputs).toEqual(["a", "b"])
    done(instance, 1)
    done(instance, 2)
    expect(instance.vars().answer).toEqual([1, 2])
  })
})

describe("the compensation of a called process", () => {
  const back: Sketch = calling(
    {},
    {
      elements: { back: { type: "IntermediateThrowEvent", trigger: { type: "compensation" } } },
      flows: ["start ask back end"],
    },
  )

  it("passes down, and the caller waits for it", () => {
    const instance = play(back)
    instance.start({})
    const id = child(instance)
    done(instance)
    expect(instance.events().at(-1)).toMatchObject({ type: "ChildCompensationStarted", child: id })
    expect(instance.view().waiting[0]?.reason).toBe("The instance that it called undoes what it did.")
    expect(instance.send({ type: "CompleteChild", child: id, output: null })).toBe("ChildNotFound")
    instance.send({ type: "CompleteChildCompensation", child: id })
    expect(instance.status()).toBe("completed")
  })

  it("is not remembered where nothing ever asks for it", () => {
    const instance = play(calling({}, { flows: ["start ask more end"] }))
    instance.start({})
    done(instance)
    expect(instance.types()).not.toContain("CompensationRegistered")
  })

  it("is replaced by a handler of the call activity", () => {
    const instance = play({
      ...back,
      elements: {
        ...back.elements,
        undo: { type: "ServiceTask", handler: "work", isForCompensation: true },
        border: { type: "BoundaryEvent", attachedTo: "ask", trigger: { type: "compensation", handler: "undo" } },
      },
    })
    instance.start({})
    done(instance)
    expect(instance.waits()).toEqual(["undo job"])
  })

  it("is waited for where a saga ends while the called process runs", () => {
    const instance = play(calling({}, { saga: true }))
    instance.start({})
    const id = child(instance)
    instance.cancel()
    expect(instance.types()).toContain("ChildCancelled")
    expect(instance.status()).toBe("terminating")
    instance.send({ type: "CompleteChildCompensation", child: id })
    expect(instance.status()).toBe("cancelled")
  })

  it("also concerns what failed, once its error was caught", () => {
    const instance = play({
      ...back,
      elements: {
        ...back.elements,
        declined: { type: "BoundaryEvent", attachedTo: "ask", trigger: { type: "error" } },
        merge: { type: "ExclusiveGateway" },
      },
      flows: ["start ask merge back end", "declined merge"],
    })
    instance.start({})
    const id = child(instance)
    instance.send({ type: "FailChild", child: id, failure: { error: { code: "Declined", message: "", value: {} } } })
    expect(instance.events().at(-1)).toMatchObject({ type: "ChildCompensationStarted", child: id })
  })
})

describe("an instance that was called", () => {
  const called: Sketch = {
    elements: {
      pay: { type: "ServiceTask", handler: "work", result: "paid" },
      refund: { type: "ServiceTask", handler: "work", isForCompensation: true },
      border: { type: "BoundaryEvent", attachedTo: "pay", trigger: { type: "compensation", handler: "refund" } },
      last: { type: "ServiceTask", handler: "work" },
    },
    flows: ["start pay last end"],
  }
  const begin = (sketch: Sketch = called): Play => {
    const instance = play(sketch)
    instance.send({ type: "StartInstance", input: { a: 1 }, called: true })
    return instance
  }

  it("undoes what is complete in it when its caller asks for that, after its end", () => {
    const instance = begin()
    instance.complete("pay", "receipt")
    instance.complete("last")
    expect(instance.status()).toBe("completed")
    instance.send({ type: "CompensateInstance" })
    expect(instance.waits()).toEqual(["refund job"])
    const { job } = instance.job("refund")
    expect(instance.run.decider.describeJob(instance.run.compiled, instance.run.state(), job)?.vars).toEqual({ a: 1, paid: "receipt" })
    expect(instance.send({ type: "CompensateInstance" })).toBeUndefined()
    expect(instance.cancel()).toBeUndefined()
    instance.complete("refund")
    expect(instance.events().at(-1)).toEqual({ type: "InstanceCompensated" })
    expect(instance.status()).toBe("completed")
  })

  it("answers at once where there is nothing to undo", () => {
    const instance = begin({ flows: ["start end"] })
    instance.send({ type: "CompensateInstance" })
    expect(instance.types()).toEqual(["InstanceCompensationStarted", "InstanceCompensated"])
  })

  it("ends first where it has not ended", () => {
    const instance = begin()
    instance.complete("pay", "receipt")
    instance.send({ type: "CompensateInstance" })
    expect(instance.status()).toBe("cancelled")
    expect(instance.waits()).toEqual(["refund job"])
    instance.complete("refund")
    expect(instance.events().at(-1)).toEqual({ type: "InstanceCompensated" })
  })

  it("undoes what is complete in it when it was cancelled before", () => {
    const instance = begin()
    instance.complete("pay", "receipt")
    instance.cancel()
    expect(instance.status()).toBe("cancelled")
    instance.send({ type: "CompensateInstance" })
    instance.complete("refund")
    expect(instance.events().at(-1)).toEqual({ type: "InstanceCompensated" })
  })

  it("keeps nothing and refuses that when nobody called it", () => {
    const instance = play(called)
    instance.start({})
    instance.completeAll()
    expect(instance.send({ type: "CompensateInstance" })).toBe("InstanceEnded")
  })
})
