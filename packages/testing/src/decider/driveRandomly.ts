/**
 * Drives an instance by chance: handlers return, fail and are lost, people do their tasks, timers fire, somebody
 * cancels. After some steps everything goes well, so that the instance ends.
 */
import type { AnyEvent, Unstorable, Value, WaitingAt } from "@millrace/kernel"
import { type ProcessGraph, type ProcessState, processKind } from "@millrace/process"
import { type Seeded, seeded } from "../store/seeded.ts"
import type { DeciderRun, Untimed } from "./DeciderRun.ts"
import { randomErrors } from "./random/errors.ts"
import { watchedVariable } from "./random/events.ts"

export interface DriveOptions {
  /** So many steps may go wrong. */
  readonly wild?: number
  /** An instance that has not ended after so many steps never does. */
  readonly most?: number
  /** Called after each command. */
  readonly after?: (command: Untimed) => void
}

/** After so many steps nothing new is let begin beside what is there. */
const patience = 1000

/** Starts an instance and drives it to its end; gives the commands it took. */
export const driveRandomly = <C, S, E extends AnyEvent>(
  run: DeciderRun<C, S, E>,
  seed: number,
  { wild = 40, most = 4000, after = () => {} }: DriveOptions = {},
): ReadonlyArray<Untimed> => {
  const random = seeded(seed)
  const sent: Array<Untimed> = []
  const send = (command: Untimed) => {
    sent.push(command)
    const { rejection } = run.send(command)
    if (rejection !== undefined) throw new Error(`${JSON.stringify(command)} was rejected: ${rejection.message}`)
    after(command)
  }
  const called = run.definition.kind === processKind && random.chance(0.2)
  send({ type: "StartInstance", input: { a: random.below(4), b: random.below(4) }, ...(called ? { called } : {}) })
  let asked = false
  for (let step = 0; step < most; step++) {
    const { status, waiting } = run.view()
    // Whoever waits for its turn gets it when somebody else is done.
    const moving = waiting.filter((one) => one.for !== "lock")
    // What is at work first, in the end: what listens could begin something new for ever.
    const working = step < wild ? [] : moving.filter((one) => atWork.has(one.for))
    const able = working.length > 0 ? working : moving
    // What listens could go on beginning things for as long as it is asked: what began last ends first then.
    const wait = step < patience ? able[random.below(able.length)] : able.toSorted((a, b) => a.id - b.id).at(-1)
    if (status !== "active" && status !== "terminating" && wait === undefined) {
      if (!called || asked) return sent
      // Whoever called it wants it undone.
      asked = true
      send({ type: "CompensateInstance" })
      continue
    }
    if (wait === undefined) throw new Error(`The instance is ${status} and waits for nothing.`)
    run.pass(random.below(1000))
    const going = step < wild
    if (going && random.chance(0.015)) send({ type: "CancelInstance", reason: "by chance" })
    else if (going && random.chance(0.1) && growing(run) !== undefined) send({ type: "AddItem", activity: growing(run) ?? "", item: step })
    else send(next(run, wait, random, going))
  }
  throw new Error(`The instance has not ended after ${most} steps.`)
}

/** What somebody does, and not something that comes. */
const atWork: ReadonlySet<WaitingAt["for"]> = new Set(["job", "task", "child", "incident"])

const next = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, wait: WaitingAt, random: Seeded, wild: boolean): Untimed => {
  if (wait.for === "timer") return { type: "TriggerTimer", timer: wait.id }
  if (wait.for === "incident") return { type: "ResolveIncident", incident: wait.id }
  if (wait.for === "message" || wait.for === "signal") return messageCommand(run, wait, random)
  if (wait.for === "condition") return { type: "SetVariables", variables: [[watchedVariable, random.below(60)]] }
  if (wait.for === "child") return childCommand(run, wait.id, random, wild)
  if (wait.for === "activation") return { type: "ActivateElement", element: memberOf(run, wait.element, random) }
  if (wait.for === "task") return taskCommand(run, wait.id, random, wild)
  return jobCommand(run, wait.id, random, wild)
}

/** An activity that takes further items. */
const growing = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): string | undefined => {
  if (run.definition.kind !== processKind) return undefined
  const { elements } = run.state() as ProcessState
  const isEnding = (id: number): boolean => {
    const it = elements.get(id)
    return it !== undefined && (it.ending !== undefined || isEnding(it.parent))
  }
  const open = [...elements.values()].filter(({ body, closed, completing }) => body?.total !== undefined && !closed && !completing)
  return open.find((it) => !isEnding(it.id) && open.filter(({ element }) => element === it.element).length === 1)?.element
}

/** What it waits for comes. */
const messageCommand = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, wait: WaitingAt, random: Seeded): Untimed => {
  const payload = run.value(random.chance(0.05) ? "large ".repeat(400) : { n: random.below(6) })
  return { type: "ReceiveMessage", subscription: wait.id, message: `a ${wait.for}`, payload: isUnstorable(payload) ? null : payload }
}

/** The called instance ends well or badly, or has undone what it did. */
const childCommand = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, child: number, random: Seeded, wild: boolean): Untimed => {
  const { children } = run.state() as ProcessState
  if (children.get(child)?.compensates === true) return { type: "CompleteChildCompensation", child }
  const luck = wild ? random.below(12) : 9
  if (luck > 9) return { type: "ReceiveEscalation", child, code: random.chance(0.5) ? "Late" : "Costly", payload: { n: luck } }
  if (luck === 0) return { type: "FailChild", child, failure: { fault: { code: "ChildCancelled", message: "by chance" } } }
  if (luck > 2) return { type: "CompleteChild", child, output: random.below(6) }
  const code = randomErrors[random.below(randomErrors.length)] ?? "Declined"
  return { type: "FailChild", child, failure: { error: { code, message: "by chance", value: {} } } }
}

/** Something that stands in an ad-hoc sub-process and that nothing leads to. */
const memberOf = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, scope: string, random: Seeded): string => {
  const { elements, flows } = run.definition.graph as ProcessGraph
  const members = elements.filter(
    (element) =>
      element.scope === scope &&
      !("attachedTo" in element) &&
      !("isForCompensation" in element) &&
      !flows.some(({ to }) => to === element.id),
  )
  const member = members[random.below(members.length)]
  if (member === undefined) throw new Error(`Nothing stands in '${scope}' that could begin.`)
  return member.id
}

const jobCommand = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, job: number, random: Seeded, wild: boolean): Untimed => {
  const described = run.decider.describeJob(run.compiled, run.state(), job)
  if (described === undefined) throw new Error(`Job ${job} is waited for and has no description.`)
  const about = { job, attempt: described.attempt, delivery: described.delivery }
  const luck = wild ? random.below(20) : 19
  if (luck < 2) return { type: "FailJob", ...about, failure: { fault: { code: "HandlerFailed", message: "by chance" } } }
  if (luck < 4) {
    const code = randomErrors[random.below(randomErrors.length)] ?? "Declined"
    return { type: "FailJob", ...about, failure: { error: { code, message: "by chance", value: { reason: random.below(9) } } } }
  }
  if (luck < 5) return { type: "RedeliverJob", ...about }
  if (luck < 6) {
    const progress = run.value(random.chance(0.2) ? "far ".repeat(400) : { done: random.below(100) })
    return { type: "ReportJobProgress", ...about, progress: isUnstorable(progress) ? null : progress }
  }
  const result = random.chance(0.05) ? run.value("large ".repeat(400)) : random.below(6)
  return { type: "CompleteJob", ...about, result: isUnstorable(result) ? null : result }
}

const isUnstorable = (value: Value | Unstorable): value is Unstorable =>
  typeof value === "object" && value !== null && "_tag" in value && "reason" in value

const taskCommand = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, task: number, random: Seeded, wild: boolean): Untimed => {
  const assignee = run.decider.describeUserTask(run.compiled, run.state(), task)?.assignee
  const luck = wild ? random.below(6) : 5
  if (luck === 0 && assignee === undefined) return { type: "ClaimUserTask", task, user: "ann" }
  if (luck === 1 && assignee !== undefined) return { type: "UnclaimUserTask", task, user: assignee }
  if (luck === 2) return { type: "AssignUserTask", task, assignee: random.chance(0.5) ? "bob" : "ann" }
  if (luck === 3) return { type: "ChangeUserTaskDue", task, due: run.now() + random.below(1000) }
  return { type: "CompleteUserTask", task, form: { outcome: random.below(6) }, by: assignee ?? "cat" }
}
