/** Each invariant catches the broken history that it is there for, and says so in a sentence. */
import { describe, expect, it } from "vitest"
import type { ProcessEvent, ProcessState } from "../../src/index.ts"
import { type Play, play, type Sketch } from "../play.ts"

const fork: Sketch = {
  flows: ["start fork a join end", "fork b join"],
  elements: { fork: { type: "ParallelGateway" }, join: { type: "ParallelGateway" } },
}
const scope: Sketch = {
  flows: ["start sub task end", "begin inner"],
  elements: {
    sub: { type: "SubProcess" },
    begin: { type: "StartEvent", scope: "sub" },
    inner: { scope: "sub", type: "ServiceTask", handler: "work" },
    task: { type: "UserTask" },
    late: { type: "BoundaryEvent", attachedTo: "task", trigger: { type: "timer", due: { value: "PT1H" } } },
    end2: { type: "EndEvent" },
  },
}
const undo: Sketch = {
  flows: ["start a b throw end"],
  elements: {
    undoA: { type: "ServiceTask", handler: "work", isForCompensation: true },
    undoneA: { type: "BoundaryEvent", attachedTo: "a", trigger: { type: "compensation", handler: "undoA" } },
    throw: { type: "IntermediateThrowEvent", trigger: { type: "compensation" } },
  },
}

/** What is wrong after these events, which no decision would have made. */
const after = ({ run }: Play, ...events: ReadonlyArray<ProcessEvent>): ReadonlyArray<string> => {
  expect(run.decider.violations?.(run.compiled, run.state())).toEqual([])
  for (const event of events) run.decider.evolve(run.compiled, run.state(), event)
  return run.decider.violations?.(run.compiled, run.state()) ?? []
}

/** The same of a state that no events give: what a mistake in evolving would leave behind. */
const broken = (p: Play, spoil: (state: ProcessState) => void): ReadonlyArray<string> => {
  expect(p.run.decider.violations?.(p.run.compiled, p.run.state())).toEqual([])
  spoil(p.run.state())
  return p.run.decider.violations?.(p.run.compiled, p.run.state()) ?? []
}

const begun = (sketch: Sketch): Play => {
  const p = play(sketch)
  p.start()
  return p
}
/** Both tasks are done, and the compensation of the first one is at work. */
const undoing = (): Play => {
  const p = begun(undo)
  p.complete("a")
  p.complete("b")
  return p
}
const idOf = ({ run }: Play, element: string): number => [...run.state().elements.values()].find((one) => one.element === element)?.id ?? 0

describe("a token", () => {
  it("sits on an element that the definition has", () => {
    expect(after(begun(fork), { type: "ElementActivated", id: 90, element: "gone", scope: 1 })).toContain(
      "'gone' (element instance 90) is at work, and the definition has no such element.",
    )
  })
  it("is on a flow that the definition has", () => {
    expect(after(begun(fork), { type: "SequenceFlowTaken", flow: "gone", scope: 1 })).toContain(
      "A token is on the flow 'gone', which the definition does not have.",
    )
  })
  it("stands in a scope that is alive", () => {
    expect(after(begun(fork), { type: "ElementActivated", id: 90, element: "a", scope: 80 })).toContain(
      "'a' (element instance 90) stands in the element instance 80, which is gone.",
    )
  })
  it("stands in the scope of its element", () => {
    expect(after(begun(scope), { type: "ElementActivated", id: 90, element: "inner", scope: 1 })).toContain(
      "'inner' (element instance 90) stands in the process itself, where it does not belong.",
    )
  })
})

describe("a boundary event", () => {
  it("listens at the border of its own activity", () => {
    const p = begun(scope)
    const sub = idOf(p, "sub")
    expect(after(p, { type: "ListenerArmed", id: 90, element: "late", owner: sub })).toEqual([
      `'late' (element instance 90) listens at the border of 'sub' (element instance ${sub}), to which it is not attached.`,
      "'late' (element instance 90) listens and waits for nothing.",
    ])
  })
})

describe("the tree", () => {
  it("knows whoever stands in it", () => {
    const p = begun(fork)
    const a = idOf(p, "a")
    expect(broken(p, ({ root }) => root?.children?.delete(a))).toContain(
      `'a' (element instance ${a}) stands in the process itself, which does not know it.`,
    )
  })
  it("knows nobody who is gone", () => {
    expect(broken(begun(fork), ({ root }) => root?.children?.add(99))).toEqual([
      "the process itself has element instance 99 among its children, which is gone.",
    ])
  })
  it("clears only what is being ended", () => {
    expect(broken(begun(fork), (state) => state.clearing.add(1))).toEqual([
      "Element instance 1 is to be cleared, and it is not being ended.",
    ])
  })
})

describe("a wait", () => {
  it("belongs to somebody who is there", () => {
    expect(after(begun(fork), { type: "TimerScheduled", timer: 90, owner: 80, due: 1 })).toEqual([
      "The timer 90 is open for element instance 80, which is gone.",
    ])
  })
  it("belongs to somebody who waits for it", () => {
    const p = begun(fork)
    const a = idOf(p, "a")
    expect(after(p, { type: "JobCreated", job: 90, owner: a })).toEqual([
      expect.stringContaining(`is open for 'a' (element instance ${a}), which does not wait for it.`),
    ])
  })
  it("belongs to somebody who can do something with it", () => {
    const p = begun(fork)
    const a = idOf(p, "a")
    expect(after(p, { type: "UserTaskCreated", task: 90, owner: a, at: 0 })).toEqual([
      `'a' (element instance ${a}) waits for the task 90, and would do nothing with it.`,
    ])
  })
  it("is open as long as somebody says that he waits for it", () => {
    const p = begun(fork)
    const a = idOf(p, "a")
    const { job } = p.job("a")
    expect(broken(p, ({ jobs }) => jobs.delete(job))).toContain(
      `'a' (element instance ${a}) waits for the job ${job}, which is not open for it.`,
    )
  })
  it("is an incident and nothing else, or something else and no incident", () => {
    const p = begun(fork)
    const a = idOf(p, "a")
    expect(after(p, { type: "IncidentRaised", incident: 90, owner: a, fault: { code: "CodeFailed", message: "" }, at: 0 })).toEqual([
      `'a' (element instance ${a}) is stopped by an incident and waits for something else too.`,
    ])
  })
})

describe("whoever is at work", () => {
  it("waits for something", () => {
    const p = begun(fork)
    const a = idOf(p, "a")
    expect(after(p, { type: "JobCancelled", job: p.job("a").job })).toEqual([
      `'a' (element instance ${a}) is at work and waits for nothing.`,
    ])
  })
  it("has the tokens in it that it counts", () => {
    expect(broken(begun(fork), ({ root }) => root !== undefined && root.tokens++)).toEqual([
      "the process itself counts 1 tokens on their way, and there are 0.",
    ])
  })
})

describe("a join", () => {
  it("lacks a token as long as tokens wait at it", () => {
    const p = begun(fork)
    p.complete("a")
    expect(broken(p, ({ root }) => root?.arrivals?.get("join")?.set("b-join", 1))).toEqual([
      "In the process itself, tokens wait at 'join' from all of its 2 flows, and it has not begun.",
    ])
  })
  it("takes tokens from its own flows", () => {
    const p = begun(fork)
    p.complete("a")
    expect(broken(p, ({ root }) => root?.arrivals?.set("join", new Map([["fork-a", 1]])))).toEqual([
      "In the process itself, tokens wait at 'join' from the flow 'fork-a', which does not lead there.",
    ])
  })
  it("is an element that waits for several", () => {
    const waiting = { arrivals: new Map([["a", new Map([["fork-a", 1]])]]) }
    expect(broken(begun(fork), ({ root, merging }) => [Object.assign(root ?? {}, waiting), merging.add(1)])).toEqual([
      "In the process itself, tokens wait at 'a', which does not wait for several.",
    ])
  })
  it("is known to the instance as long as tokens wait at it", () => {
    const p = begun(fork)
    p.complete("a")
    expect(broken(p, ({ merging }) => merging.clear())).toEqual(["the process itself is not noted as one where tokens wait."])
  })
})

describe("an instance that has ended", () => {
  it("owns nothing", () => {
    const p = begun(fork)
    p.complete("a")
    p.complete("b")
    expect(after(p, { type: "TimerScheduled", timer: 90, owner: 1, due: 1 })).toContain(
      "The instance has ended (completed) and still has 1 timers.",
    )
  })
  it("says so", () => {
    expect(broken(begun(fork), (state) => (state.status = "terminating"))).toEqual([
      "The instance is terminating, and the process itself is not being ended.",
    ])
  })
})

describe("what can be compensated", () => {
  it("is compensated by what compensates it", () => {
    const p = begun(undo)
    expect(after(p, { type: "CompensationRegistered", element: "b", scope: 1, handler: "undoA" })).toEqual([
      "the process itself can undo 'b' (completion 1) by 'undoA', which does not compensate it.",
    ])
  })
  it("stands in one place", () => {
    const p = begun(undo)
    p.complete("a")
    expect(broken(p, ({ root }) => root?.registrations?.push(...root.registrations))).toEqual([
      "the process itself can undo 'a' (completion 1), which stands elsewhere too.",
    ])
  })
  it("is compensated when it is its turn", () => {
    const p = undoing()
    expect(
      broken(p, (state) => [...state.elements.values()].map(({ walk }) => Object.assign(walk ?? {}, { current: undefined }))),
    ).toContainEqual(expect.stringContaining("is at work, and it is not the turn of 'a'."))
  })
})

describe("an id", () => {
  it("names one thing, and is below the next one", () => {
    const p = begun(fork)
    const a = idOf(p, "a")
    expect(broken(p, (state) => (state.nextId = a))).toContain(`${a} is the id of an element instance, and the next id is ${a}.`)
    expect(after(begun(fork), { type: "TimerScheduled", timer: a, owner: 1, due: 1 })).toContain(
      `${a} is the id of an element instance and of a timer.`,
    )
  })
})
