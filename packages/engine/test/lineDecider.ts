/**
 * The smallest decider that uses the whole vocabulary: steps one after another, each a job, a timer, a user task or
 * a burst of work. It shows that the engine knows nothing of BPMN.
 */
import {
  type AnyEvent,
  type Code,
  type Decider,
  digestOf,
  type Handler,
  type Json,
  type JsonObject,
  type Model,
  type RetryPolicy,
  readValue,
  reject,
  retryDelay,
  type Value,
  type WorldEvent,
} from "@millrace/kernel"

export type LineStep =
  | {
      readonly type: "job"
      readonly id: string
      readonly retry?: Partial<RetryPolicy>
      readonly timeout?: number
      readonly concurrency?: number
    }
  | { readonly type: "timer"; readonly id: string; readonly delay: number }
  | { readonly type: "task"; readonly id: string; readonly groups?: ReadonlyArray<string> }
  /** Takes this many commits, by `Continue`. */
  | { readonly type: "burst"; readonly id: string; readonly commits: number }
  /** A bug: `decide` throws. */
  | { readonly type: "bug"; readonly id: string }

interface LineState {
  at: number
  open: { readonly kind: "job" | "timer" | "task" | "incident"; readonly id: number } | undefined
  attempt: number
  delivery: number
  next: number
  burst: number
  assignee: string | undefined
  due: number | undefined
  ended: "active" | "completed" | "failed" | "cancelled"
  vars: Record<string, Value>
}

interface Stepped extends AnyEvent {
  readonly type: "Stepped"
}
interface Burst extends AnyEvent {
  readonly type: "Burst"
}

const policy = (step: LineStep): RetryPolicy => ({
  attempts: 3,
  delay: 1000,
  factor: 2,
  maxDelay: 60_000,
  jitter: 0,
  ...(step.type === "job" ? step.retry : {}),
})

const viewOf = (state: LineState): JsonObject =>
  Object.freeze(Object.fromEntries(Object.entries(state.vars).map(([name, value]) => [name, readValue(value)])))

export const lineDecider: Decider<ReadonlyArray<LineStep>, LineState, Stepped | Burst> = {
  kind: "line",
  format: 1,
  upcastEvent: (event) => event,
  upcastSnapshot: (snapshot) => snapshot,
  validate: () => [],
  compile: (definition) => definition.graph as ReadonlyArray<LineStep>,
  initial: () => ({
    at: -1,
    open: undefined,
    attempt: 1,
    delivery: 1,
    next: 1,
    burst: 0,
    assignee: undefined,
    due: undefined,
    ended: "active",
    vars: {},
  }),
  decide: (steps, state, command, { emit, instance }) => {
    const { now } = command
    const step = steps[state.at]
    const is = (kind: string, id: number) => state.open?.kind === kind && state.open.id === id
    const go = () => {
      emit({ type: "Stepped" })
      const next = steps[state.at]
      const id = state.next
      if (next === undefined) emit({ type: "InstanceCompleted", output: viewOf(state) })
      else if (next.type === "job") emit({ type: "JobCreated", job: id, owner: state.at })
      else if (next.type === "timer") emit({ type: "TimerScheduled", timer: id, owner: state.at, due: now + next.delay })
      else if (next.type === "task")
        emit({ type: "UserTaskCreated", task: id, owner: state.at, at: now, ...(next.groups === undefined ? {} : { groups: next.groups }) })
      else if (next.type === "bug") throw new Error("a bug")
      else emit({ type: "ContinueRequested" })
    }
    if (state.ended !== "active") return reject("InstanceEnded", "it has ended")
    switch (command.type) {
      case "StartInstance":
        emit({ type: "InstanceStarted", input: command.input, at: now })
        go()
        return
      case "Continue":
        if (step?.type !== "burst") return
        emit({ type: "Burst" })
        if (state.burst < step.commits) emit({ type: "ContinueRequested" })
        else go()
        return
      case "CompleteJob":
        if (!is("job", command.job) || command.attempt !== state.attempt || command.delivery !== state.delivery)
          return reject("JobNotFound", "superseded")
        emit({ type: "JobCompleted", job: command.job, result: command.result })
        go()
        return
      case "FailJob": {
        if (!is("job", command.job) || command.attempt !== state.attempt || command.delivery !== state.delivery)
          return reject("JobNotFound", "superseded")
        if (step === undefined) return
        if ("error" in command.failure) {
          emit({ type: "JobFailed", job: command.job, error: command.failure.error })
          emit({ type: "InstanceFailed", error: command.failure.error })
          return
        }
        const { fault } = command.failure
        if (state.attempt < policy(step).attempts && fault.code !== "HandlerMissing" && fault.code !== "ResultNotStorable") {
          const due = now + retryDelay(policy(step), state.attempt, `${instance}/${command.job}`)
          emit({ type: "JobRetryScheduled", job: command.job, attempt: state.attempt + 1, due, fault })
        } else {
          emit({ type: "JobFailed", job: command.job, fault })
          emit({ type: "IncidentRaised", incident: state.next, owner: state.at, fault, at: now })
        }
        return
      }
      case "RedeliverJob":
        if (!is("job", command.job)) return reject("JobNotFound", "superseded")
        emit({ type: "JobRedelivered", job: command.job, delivery: state.delivery + 1 })
        return
      case "TriggerTimer":
        if (!is("timer", command.timer)) return reject("TimerNotFound", "gone")
        emit({ type: "TimerFired", timer: command.timer })
        go()
        return
      case "ClaimUserTask":
        if (!is("task", command.task)) return reject("UserTaskNotFound", "gone")
        if (state.assignee !== undefined) return reject("UserTaskNotYours", `${state.assignee} has it`)
        emit({ type: "UserTaskAssigned", task: command.task, assignee: command.user })
        return
      case "UnclaimUserTask":
        if (state.assignee !== command.user) return reject("UserTaskNotYours", "you do not have it")
        emit({ type: "UserTaskAssigned", task: command.task })
        return
      case "AssignUserTask":
        emit({ type: "UserTaskAssigned", task: command.task, ...(command.assignee === undefined ? {} : { assignee: command.assignee }) })
        return
      case "ChangeUserTaskDue":
        emit({ type: "UserTaskDueChanged", task: command.task, ...(command.due === undefined ? {} : { due: command.due }) })
        return
      case "CompleteUserTask":
        if (!is("task", command.task)) return reject("UserTaskNotFound", "gone")
        emit({ type: "UserTaskCompleted", task: command.task, form: command.form, by: command.by })
        go()
        return
      case "ResolveIncident":
        if (!is("incident", command.incident)) return reject("IncidentNotFound", "gone")
        emit({ type: "IncidentResolved", incident: command.incident })
        emit({ type: "JobCreated", job: state.next, owner: state.at })
        return
      case "CancelInstance":
        if (state.open?.kind === "job") emit({ type: "JobCancelled", job: state.open.id })
        if (state.open?.kind === "timer") emit({ type: "TimerCancelled", timer: state.open.id })
        if (state.open?.kind === "task") emit({ type: "UserTaskCancelled", task: state.open.id })
        if (state.open?.kind === "incident") emit({ type: "IncidentResolved", incident: state.open.id })
        emit({ type: "InstanceCancelled", reason: command.reason })
    }
  },
  evolve: (steps, state, event) => {
    const set = (value: Value) => {
      const step = steps[state.at]
      if (step !== undefined) state.vars[step.id] = value
    }
    const open = (kind: "job" | "timer" | "task" | "incident", id: number) => {
      state.open = { kind, id }
      state.next = id + 1
    }
    const e = event as WorldEvent | Stepped | Burst
    switch (e.type) {
      case "InstanceStarted":
        state.vars.input = e.input
        return
      case "Stepped":
        state.at++
        state.attempt = 1
        state.delivery = 1
        state.burst = 0
        state.open = undefined
        return
      case "Burst":
        state.burst++
        return
      case "JobCreated":
        state.attempt = 1
        state.delivery = 1
        return open("job", e.job)
      case "JobCompleted":
        return set(e.result)
      case "JobRetryScheduled":
        state.attempt = e.attempt
        state.delivery = 1
        return
      case "JobRedelivered":
        state.delivery = e.delivery
        return
      case "TimerScheduled":
        return open("timer", e.timer)
      case "UserTaskCreated":
        return open("task", e.task)
      case "UserTaskAssigned":
        state.assignee = e.assignee
        return
      case "UserTaskDueChanged":
        state.due = e.due
        return
      case "UserTaskCompleted":
        return set(e.form)
      case "IncidentRaised":
        return open("incident", e.incident)
      case "InstanceCompleted":
        state.ended = "completed"
        state.open = undefined
        return
      case "InstanceFailed":
        state.ended = "failed"
        state.open = undefined
        return
      case "InstanceCancelled":
        state.ended = "cancelled"
        state.open = undefined
    }
  },
  snapshot: (state) => state,
  restore: (_steps, snapshot) => structuredCloneOfState(snapshot as LineState),
  status: ({ ended }) => ended,
  open: ({ open }) => {
    const of = (kind: string) => (open?.kind === kind ? [open.id] : [])
    return { jobs: of("job"), timers: of("timer"), userTasks: of("task"), incidents: of("incident") }
  },
  describeJob: (steps, state, job) => {
    const step = steps[state.at]
    if (step?.type !== "job" || state.open?.kind !== "job" || state.open.id !== job) return undefined
    return {
      element: step.id,
      handler: step.id,
      vars: viewOf(state),
      attempt: state.attempt,
      delivery: state.delivery,
      retry: policy(step),
      ...(step.timeout === undefined ? {} : { timeout: step.timeout }),
      ...(step.concurrency === undefined ? {} : { concurrency: step.concurrency }),
    }
  },
  describeUserTask: (steps, state, task) => {
    const step = steps[state.at]
    if (step?.type !== "task" || state.open?.kind !== "task" || state.open.id !== task) return undefined
    return {
      element: step.id,
      name: step.id,
      form: step.id,
      vars: viewOf(state),
      ...(state.assignee === undefined ? {} : { assignee: state.assignee }),
      ...(state.due === undefined ? {} : { due: state.due }),
    }
  },
  elementOf: (steps, _state, owner) => steps[owner]?.id ?? "",
  view: (steps, state) => ({
    status: state.ended,
    vars: viewOf(state),
    waiting:
      state.open === undefined
        ? []
        : [
            {
              element: steps[state.at]?.id ?? "",
              elementType: steps[state.at]?.type ?? "",
              for: state.open.kind,
              id: state.open.id,
              reason: `waits for ${state.open.kind} ${state.open.id}`,
            },
          ],
    ...(state.ended === "completed" ? { output: viewOf(state) } : {}),
  }),
}

const structuredCloneOfState = (state: LineState): LineState => ({ ...state, vars: { ...state.vars } })

/** A line with its handlers, by step. */
export const line = (id: string, steps: ReadonlyArray<LineStep>, handlers: Readonly<Record<string, Handler>> = {}, version = 1): Model => ({
  definition: { kind: "line", id, version, graph: steps as ReadonlyArray<object> as Json, digest: digestOf(steps) },
  bindings: { handlers: new Map(Object.entries(handlers)), code: new Map<string, Code>(), codecs: new Map() },
  decider: lineDecider,
})
