import { describe, expect, it } from "vitest"
import { play } from "../play.ts"

const task = (fields: object = {}) => ({ type: "UserTask", result: "t", ...fields })
const started = (fields: object = {}, code = {}) => {
  const p = play({ elements: { t: task(fields) }, flows: ["start t end"], code })
  p.start({ creator: "eve" })
  return p
}

describe("UserTask", () => {
  it("is created with people, groups and due date, and gives the form and who completed it", () => {
    const p = started(
      { assignee: { value: "ann" }, groups: ["staff"], excluded: { code: "creator" }, due: { value: "P2D" } },
      { creator: ({ vars }: { vars: Record<string, unknown> }) => [vars.creator] },
    )
    expect(p.events().at(-1)).toEqual({
      type: "UserTaskCreated",
      task: 4,
      owner: 3,
      assignee: "ann",
      groups: ["staff"],
      excluded: ["eve"],
      due: 172_800_000,
      at: 0,
    })
    expect(p.run.decider.describeUserTask(p.run.compiled, p.run.state(), 4)).toMatchObject({
      element: "t",
      name: "t",
      assignee: "ann",
      due: 172_800_000,
    })
    p.submit("t", { outcome: "approve" }, "ann")
    expect(p.vars().t).toEqual({ outcome: "approve", completedBy: "ann" })
    expect(p.status()).toBe("completed")
  })

  it("asks for its groups, and for people who may claim it beside them", () => {
    const groups = (fields: object) =>
      started(fields, { who: ({ vars }: { vars: Record<string, unknown> }) => [vars.creator, ["bob"]] })
        .events()
        .flatMap((event) => (event.type === "UserTaskCreated" ? [event.groups] : []))
    expect(groups({ groups: { value: "staff, managers" }, candidates: { value: "ann" } })).toEqual([["staff", "managers", "user:ann"]])
    expect(groups({ groups: ["a, b"], candidates: { code: "who" } })).toEqual([["a, b", "user:eve", "user:bob"]])
    expect(groups({ groups: { value: [] } })).toEqual([undefined])
    const wrong = started({ groups: { value: [1] } })
    expect(wrong.incident()?.message).toContain("instead of a list of groups")
  })

  it("is claimed by one person at a time, harmlessly twice", () => {
    const p = started()
    const of = p.find("task", "t")
    expect(p.send({ type: "ClaimUserTask", task: of, user: "ann" })).toBeUndefined()
    expect(p.events()).toEqual([{ type: "UserTaskAssigned", task: of, assignee: "ann" }])
    p.send({ type: "ClaimUserTask", task: of, user: "ann" })
    expect(p.events()).toEqual([])
    expect(p.send({ type: "ClaimUserTask", task: of, user: "bob" })).toBe("UserTaskNotYours")
    expect(p.submit("t", {}, "bob")).toBe("UserTaskNotYours")
    expect(p.send({ type: "UnclaimUserTask", task: of, user: "bob" })).toBe("UserTaskNotYours")
    p.send({ type: "UnclaimUserTask", task: of, user: "ann" })
    expect(p.events()).toEqual([{ type: "UserTaskAssigned", task: of }])
    expect(p.submit("t", {}, "bob")).toBeUndefined()
  })

  it("is assigned to somebody whoever had it, and its due date changes", () => {
    const p = started()
    const of = p.find("task", "t")
    p.send({ type: "ClaimUserTask", task: of, user: "ann" })
    p.send({ type: "AssignUserTask", task: of, assignee: "bob" })
    expect(p.view().waiting[0]?.reason).toBe("'bob' has to complete the task.")
    p.send({ type: "AssignUserTask", task: of })
    expect(p.events()).toEqual([{ type: "UserTaskAssigned", task: of }])
    p.send({ type: "ChangeUserTaskDue", task: of, due: 5 })
    expect(p.run.decider.describeUserTask(p.run.compiled, p.run.state(), of)?.due).toBe(5)
    p.send({ type: "ChangeUserTaskDue", task: of })
    expect(p.events()).toEqual([{ type: "UserTaskDueChanged", task: of }])
  })

  it("keeps excluded people out of claiming, being assigned and completing", () => {
    const p = started({ excluded: { value: ["eve"] }, assignee: { value: "eve" } })
    const of = p.find("task", "t")
    expect(p.run.decider.describeUserTask(p.run.compiled, p.run.state(), of)?.assignee).toBeUndefined()
    expect(p.send({ type: "ClaimUserTask", task: of, user: "eve" })).toBe("UserTaskNotYours")
    expect(p.send({ type: "AssignUserTask", task: of, assignee: "eve" })).toBe("UserTaskNotYours")
    expect(p.submit("t", {}, "eve")).toBe("UserTaskNotYours")
  })

  it("is not found any more when it is done", () => {
    const p = play({ elements: { t: task() }, flows: ["start t a end"] })
    p.start()
    const of = p.find("task", "t")
    p.submit("t")
    for (const command of [
      { type: "CompleteUserTask", task: of, form: {}, by: "ann" },
      { type: "ClaimUserTask", task: of, user: "ann" },
      { type: "UnclaimUserTask", task: of, user: "ann" },
      { type: "AssignUserTask", task: of },
      { type: "ChangeUserTaskDue", task: of },
    ] as const) {
      expect(p.send(command)).toBe("UserTaskNotFound")
    }
  })

  it("raises an incident where the people are no people", () => {
    const p = started({ excluded: { value: [1] } })
    expect(p.incident()?.message).toBe("'t': the value [1] gave [1] instead of a list of users.")
  })
})
