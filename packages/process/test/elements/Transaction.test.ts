import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const compensation = (attachedTo: string, handler: string) => ({
  type: "BoundaryEvent",
  attachedTo,
  scope: "tx",
  trigger: { type: "compensation", handler },
})
const elements = {
  tx: { type: "Transaction", result: "tx" },
  s: { type: "StartEvent", scope: "tx" },
  book: { handler: "work", scope: "tx", result: "book" },
  unbook: { handler: "work", scope: "tx", isForCompensation: true },
  cb: compensation("book", "unbook"),
  pay: { handler: "work", scope: "tx", result: "pay" },
  unpay: { handler: "work", scope: "tx", isForCompensation: true },
  cp: compensation("pay", "unpay"),
  gate: { type: "ExclusiveGateway", scope: "tx", choose: { code: "which" } },
  done: { type: "EndEvent", scope: "tx" },
  no: { type: "EndEvent", scope: "tx", trigger: { type: "cancel" } },
  cancelled: { type: "BoundaryEvent", attachedTo: "tx", trigger: { type: "cancel" } },
  wrong: { type: "BoundaryEvent", attachedTo: "tx", trigger: { type: "error" } },
}
const flows = ["start tx a end", "s book pay gate [yes] done", "gate [no] no", "cancelled b endb", "wrong c endc"]
const code = { which: ({ vars }: { readonly vars: { readonly pay?: unknown } }) => (vars.pay === "no" ? "no" : "yes") }

describe("a transaction", () => {
  it("completes as a sub-process does", () => {
    const p = play({ elements, flows, code })
    p.start()
    p.complete("book", 1)
    p.complete("pay", "yes")
    expect(p.waits()).toEqual(["a job"])
  })

  it("that is cancelled undoes everything in it, last first, and goes on at its cancel boundary event", () => {
    const p = play({ elements, flows, code })
    p.start()
    p.complete("book", 1)
    p.complete("pay", "no")
    expect(p.waits()).toEqual(["unpay job"])
    p.complete("unpay")
    expect(p.waits()).toEqual(["unbook job"])
    p.complete("unbook")
    expect(p.waits()).toEqual(["b job"])
  })

  it("ends what is at work in it when it is cancelled", () => {
    const p = play({ elements: { ...elements, slow: { type: "UserTask", scope: "tx" } }, flows: [...flows, "s slow done"], code })
    p.start()
    p.complete("book", 1)
    p.complete("pay", "no")
    expect(p.waits()).toEqual(["unpay job"])
  })

  it("that an error leaves undoes nothing: a hazard", () => {
    const p = play({ elements, flows, code })
    p.start()
    p.complete("book", 1)
    p.throws("pay", "Broken")
    expect(p.waits()).toEqual(["c job"])
  })

  it("can be cancelled from a sub-process in it", () => {
    const p = play({
      elements: {
        ...elements,
        gate: { ...elements.gate, scope: "sub" },
        no: { ...elements.no, scope: "sub" },
        yes: { type: "EndEvent", scope: "sub" },
        sub: { type: "SubProcess", scope: "tx" },
        si: { type: "StartEvent", scope: "sub" },
      },
      flows: ["start tx a end", "s book pay sub done", "si gate [yes] yes", "gate [no] no", "cancelled b endb", "wrong c endc"],
      code,
    })
    p.start()
    p.complete("book", 1)
    p.complete("pay", "no")
    expect(p.completeAll()).toEqual(["unpay", "unbook", "b"])
    expect(p.status()).toBe("completed")
  })

  it("can be undone later, once it is complete", () => {
    const p = play({
      elements: { ...elements, undo: { type: "IntermediateThrowEvent", trigger: { type: "compensation", activity: "tx" } } },
      flows: ["start tx undo end", ...flows.slice(1)],
      code,
    })
    p.start()
    p.complete("book", 1)
    p.complete("pay", "yes")
    expect(p.completeAll()).toEqual(["unpay", "unbook"])
    expect(p.status()).toBe("completed")
  })
})
