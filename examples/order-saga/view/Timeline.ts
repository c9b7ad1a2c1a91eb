/**
 * What became of each step of an order, folded from the events of its history.
 */
import type { HistoryEntry } from "millrace"

export type StepState = "ahead" | "running" | "asking" | "retrying" | "done" | "undoing" | "undone" | "stopped" | "failed"

export interface Step {
  state: StepState
  /** When it came into this state, and how long it took once it is over; milliseconds. */
  since: number
  took: number
  /** When the next attempt is due. */
  due: number
  /** Attempts that failed and were repeated. */
  retries: number
}

export interface Timeline {
  /** The last commit that was read. */
  seq: number
  readonly steps: Map<string, Step>
  /** The steps that were undone, in order. */
  readonly undone: Array<string>
  status: "new" | "active" | "completed" | "failed" | "cancelled"
  startedAt: number
  endedAt: number
  readonly names: Map<number, string>
  readonly owners: Map<number, number>
}

/** Something a person wants to hear about. */
export interface Happening {
  readonly at: number
  readonly step: string
  readonly what: string
}

export const emptyTimeline = (): Timeline => ({
  seq: 0,
  steps: new Map(),
  undone: [],
  status: "new",
  startedAt: 0,
  endedAt: 0,
  names: new Map(),
  owners: new Map(),
})

/** The fields of the events that are read here. */
interface Fact {
  readonly type: string
  readonly id?: number
  readonly element?: string
  readonly owner?: number
  readonly job?: number
  readonly due?: number
  readonly attempt?: number
  readonly fault?: { readonly message: string }
  readonly error?: { readonly code: string; readonly message: string }
}

const compensation = ":compensation"

/** How a step is shown: a compensation belongs to what it undoes. */
const stepOf = (element: string): { readonly name: string; readonly undoes: boolean } =>
  element.endsWith(compensation) ? { name: element.slice(0, -compensation.length), undoes: true } : { name: element, undoes: false }

/** Takes in commits that were not read yet, and tells what happened. */
export const read = (timeline: Timeline, history: ReadonlyArray<HistoryEntry>): ReadonlyArray<Happening> => {
  const happenings: Array<Happening> = []
  for (const { seq, at, events } of history) {
    timeline.seq = seq
    for (const event of events) {
      const told = take(timeline, event as Fact, at.getTime())
      if (told !== undefined) happenings.push({ at: at.getTime(), ...told })
    }
  }
  return happenings
}

type Told = Omit<Happening, "at"> | undefined

const take = (timeline: Timeline, fact: Fact, at: number): Told => {
  const { names, owners } = timeline
  if (fact.id !== undefined && fact.element !== undefined) names.set(fact.id, fact.element)
  if (fact.job !== undefined && fact.owner !== undefined) owners.set(fact.job, fact.owner)
  const owner = fact.id ?? fact.owner ?? owners.get(fact.job ?? -1)
  const { name, undoes } = stepOf(names.get(owner ?? -1) ?? "")
  const step = stepAt(timeline, name)
  const enter = (state: StepState) => {
    step.state = state
    step.since = at
  }
  switch (fact.type) {
    case "InstanceStarted":
      timeline.status = "active"
      timeline.startedAt = at
      return undefined
    case "ElementActivated":
    case "CompensationTriggered":
      enter(undoes ? "undoing" : "running")
      return undefined
    case "UserTaskCreated":
      enter("asking")
      return { step: name, what: "waits for a manager" }
    case "JobRetryScheduled":
      enter("retrying")
      step.due = fact.due ?? at
      step.retries++
      return { step: name, what: `${fact.fault?.message}; attempt ${fact.attempt} in ${Math.round((step.due - at) / 1000)} s` }
    case "JobRedelivered":
      return { step: name, what: "was in flight when the engine died: runs again" }
    case "JobFailed":
      step.took = at - step.since
      enter("failed")
      return { step: name, what: `failed: ${fact.error?.message ?? fact.fault?.message}` }
    case "IncidentRaised":
      enter("failed")
      return { step: name, what: `stopped: ${fact.fault?.message}` }
    case "ElementCompleted":
      step.took = at - step.since
      enter(undoes ? "undone" : "done")
      if (undoes) timeline.undone.push(name)
      return { step: name, what: undoes ? "undone" : "done" }
    case "ElementTerminated":
      if (step.state === "running" || step.state === "asking" || step.state === "retrying") enter("stopped")
      return undefined
    case "InstanceCompleted":
    case "InstanceFailed":
    case "InstanceCancelled":
      timeline.status = fact.type === "InstanceCompleted" ? "completed" : fact.type === "InstanceFailed" ? "failed" : "cancelled"
      timeline.endedAt = at
      return { step: "", what: timeline.status === "completed" ? "shipped" : "rolled back" }
    default:
      return undefined
  }
}

const stepAt = ({ steps }: Timeline, name: string): Step => {
  const known = steps.get(name)
  if (known !== undefined) return known
  const step: Step = { state: "ahead", since: 0, took: 0, due: 0, retries: 0 }
  steps.set(name, step)
  return step
}
