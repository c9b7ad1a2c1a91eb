/**
 * A small decider for what instances say to each other: steps one after another, each sends something, waits for
 * something, or calls another instance.
 */
import {
  type AnyEvent,
  type Code,
  type Command,
  type Decider,
  digestOf,
  type Json,
  type JsonObject,
  type Model,
  type Rejection,
  readValue,
  reject,
  type ScheduleStep,
  type Value,
  type WorldEvent,
} from "@millrace/kernel"

export type RelayStep =
  /** Takes so many of them, one by default. */
  | {
      readonly type: "receive" | "hear"
      readonly id: string
      readonly name: string
      readonly key?: string
      readonly keyOf?: string
      readonly times?: number
    }
  | {
      readonly type: "send"
      readonly id: string
      readonly name: string
      readonly key?: string
      readonly payload?: Json
      readonly ttl?: number
    }
  | { readonly type: "signal"; readonly id: string; readonly name: string; readonly payload?: Json }
  | { readonly type: "call"; readonly id: string; readonly process: string; readonly version?: number; readonly businessKey?: string }
  /** Compensates what an earlier step has called, by the number of the child. */
  | { readonly type: "compensate"; readonly id: string; readonly child: number }
  | { readonly type: "escalate"; readonly id: string; readonly code: string }
  | { readonly type: "fail"; readonly id: string; readonly code: string }
  | { readonly type: "bug"; readonly id: string }

export type RelayStart = { readonly element: string } & (
  | { readonly kind: "message" | "signal"; readonly name: string }
  | { readonly kind: "timer"; readonly every: number }
)

interface Graph {
  readonly steps: ReadonlyArray<RelayStep>
  readonly starts: ReadonlyArray<RelayStart>
}

interface RelayState {
  at: number
  next: number
  left: number
  open: { readonly kind: "subscription" | "child" | "incident" | "compensation"; readonly id: number } | undefined
  ended: "active" | "completed" | "failed" | "cancelled"
  vars: Record<string, Value>
  heard: Array<string>
}

/** On to the next step, or back to try one again. */
interface Stepped extends AnyEvent {
  readonly type: "Stepped"
  readonly back?: true
}

const viewOf = (state: RelayState): JsonObject => ({
  ...Object.fromEntries(Object.entries(state.vars).map(([name, value]) => [name, readValue(value)])),
  ...(state.heard.length === 0 ? {} : { heard: [...state.heard] }),
})

const decide = (
  { steps }: Graph,
  state: RelayState,
  command: Command,
  emit: (event: Stepped | WorldEvent) => undefined,
): Rejection | undefined => {
  const is = (kind: string, id: number) => state.open?.kind === kind && state.open.id === id
  const go = (): undefined => {
    emit({ type: "Stepped" })
    const step = steps[state.at]
    const id = state.next
    const owner = state.at
    switch (step?.type) {
      case undefined:
        return emit({ type: "InstanceCompleted", output: viewOf(state) })
      case "receive":
      case "hear": {
        const input = readValue(state.vars.input ?? null) as JsonObject
        const key = step.keyOf === undefined ? step.key : String(input[step.keyOf])
        return emit({
          type: "SubscriptionOpened",
          subscription: id,
          owner,
          kind: step.type === "hear" ? "signal" : "message",
          name: step.name,
          ...(key === undefined ? {} : { key }),
          ...((step.times ?? 1) > 1 ? { stays: true as const } : {}),
          at: command.now,
        })
      }
      case "send": {
        const { name, key, payload = null, ttl } = step
        emit({
          type: "MessageSent",
          message: id,
          name,
          payload,
          ...(key === undefined ? {} : { key }),
          ...(ttl === undefined ? {} : { ttl }),
        })
        return go()
      }
      case "signal":
        emit({ type: "SignalSent", signal: id, name: step.name, payload: step.payload ?? null })
        return go()
      case "escalate":
        emit({ type: "EscalationSent", code: step.code, payload: step.id })
        return go()
      case "call": {
        const { process, version, businessKey } = step
        return emit({
          type: "ChildStarted",
          child: id,
          owner,
          process,
          ...(version === undefined ? {} : { version }),
          ...(businessKey === undefined ? {} : { businessKey }),
          input: state.vars.input ?? null,
        })
      }
      case "compensate":
        return emit({ type: "ChildCompensationStarted", child: step.child, owner })
      case "fail":
        return emit({ type: "InstanceFailed", error: { code: step.code, message: step.code, value: { _tag: step.code } } })
      case "bug":
        throw new Error("a bug")
    }
  }
  if (command.type === "CompensateInstance") {
    emit({ type: "InstanceCompensationStarted" })
    emit({ type: "InstanceCompensated" })
    return undefined
  }
  if (state.ended !== "active") return reject("InstanceEnded", "it has ended")
  switch (command.type) {
    case "StartInstance":
      emit({
        type: "InstanceStarted",
        input: command.input,
        at: command.now,
        ...(command.start === undefined ? {} : { start: command.start }),
        ...(command.payload === undefined ? {} : { payload: command.payload }),
        ...(command.called === undefined ? {} : { called: true }),
      })
      return go()
    case "ReceiveMessage": {
      if (!is("subscription", command.subscription)) return reject("SubscriptionNotFound", "gone")
      const { subscription, message, payload } = command
      emit({ type: "MessageReceived", subscription, message, payload })
      if (state.left > 0) return undefined
      const step = steps[state.at]
      if (step !== undefined && "times" in step && (step.times ?? 1) > 1) emit({ type: "SubscriptionClosed", subscription })
      return go()
    }
    case "CompleteChild":
      if (!is("child", command.child)) return reject("ChildNotFound", "gone")
      emit({ type: "ChildCompleted", child: command.child, output: command.output })
      return go()
    case "FailChild": {
      if (!is("child", command.child)) return reject("ChildNotFound", "gone")
      const { child, failure } = command
      emit({ type: "ChildFailed", child, ...failure })
      if ("error" in failure) emit({ type: "InstanceFailed", error: failure.error })
      else emit({ type: "IncidentRaised", incident: state.next, owner: state.at, fault: failure.fault, at: command.now })
      return undefined
    }
    case "ReceiveEscalation":
      if (!is("child", command.child)) return reject("ChildNotFound", "gone")
      emit({ type: "EscalationReceived", child: command.child, code: command.code, payload: command.payload })
      return undefined
    case "CompleteChildCompensation":
      if (!is("compensation", command.child)) return reject("ChildNotFound", "gone")
      emit({ type: "ChildCompensated", child: command.child })
      return go()
    case "CancelInstance":
      if (state.open?.kind === "subscription") emit({ type: "SubscriptionClosed", subscription: state.open.id })
      if (state.open?.kind === "child") emit({ type: "ChildCancelled", child: state.open.id })
      if (state.open?.kind === "incident") emit({ type: "IncidentResolved", incident: state.open.id })
      emit({ type: "InstanceCancelled", reason: command.reason })
      return undefined
    case "ResolveIncident":
      if (!is("incident", command.incident)) return reject("IncidentNotFound", "gone")
      emit({ type: "IncidentResolved", incident: command.incident })
      emit({ type: "Stepped", back: true })
      return go()
  }
  return undefined
}

const evolve = ({ steps }: Graph, state: RelayState, event: Stepped | WorldEvent): void => {
  const set = (value: Value) => {
    const step = steps[state.at]
    if (step !== undefined) state.vars[step.id] = value
  }
  const open = (kind: NonNullable<RelayState["open"]>["kind"], id: number) => {
    state.open = { kind, id }
    if (kind !== "compensation") state.next = id + 1
  }
  const step = steps[state.at]
  switch (event.type) {
    case "InstanceStarted":
      state.vars.input = event.input
      if (event.start !== undefined) state.vars.start = event.start
      if (event.payload !== undefined) state.vars.payload = event.payload
      return
    case "Stepped":
      state.at += event.back ? -1 : 1
      state.open = undefined
      return
    case "SubscriptionOpened":
      state.left = step !== undefined && "times" in step ? (step.times ?? 1) : 1
      open("subscription", event.subscription)
      return
    case "MessageReceived": {
      state.left--
      const before = step === undefined ? undefined : state.vars[step.id]
      const many = step !== undefined && "times" in step && (step.times ?? 1) > 1
      set(many ? [...((before as ReadonlyArray<Json> | undefined) ?? []), readValue(event.payload)] : event.payload)
      return
    }
    case "MessageSent":
      state.next = event.message + 1
      return
    case "SignalSent":
      state.next = event.signal + 1
      return
    case "ChildStarted":
      open("child", event.child)
      return
    case "ChildCompleted":
      set(event.output)
      return
    case "EscalationReceived":
      state.heard.push(event.code)
      return
    case "ChildCompensationStarted":
      open("compensation", event.child)
      return
    case "InstanceCompensated":
      state.vars.compensated = true
      return
    case "IncidentRaised":
      open("incident", event.incident)
      return
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
}

export const relayDecider: Decider<Graph, RelayState, Stepped> = {
  kind: "relay",
  format: 1,
  upcastEvent: (event) => event,
  upcastSnapshot: (snapshot) => snapshot,
  validate: () => [],
  compile: (definition) => definition.graph as Graph,
  initial: () => ({ at: -1, next: 1, left: 0, open: undefined, ended: "active", vars: {}, heard: [] }),
  decide: (graph, state, command, scene) =>
    decide(graph, state, command, (event) => {
      scene.emit(event)
    }),
  evolve,
  snapshot: (state) => state,
  restore: (_graph, snapshot) => {
    const state = snapshot as RelayState
    return { ...state, vars: { ...state.vars }, heard: [...state.heard] }
  },
  status: ({ ended }) => ended,
  open: ({ open }) => {
    const of = (kind: string) => (open?.kind === kind ? [open.id] : [])
    return {
      jobs: [],
      timers: [],
      userTasks: [],
      incidents: of("incident"),
      subscriptions: of("subscription"),
      children: [...of("child"), ...of("compensation")],
    }
  },
  describeJob: () => undefined,
  describeUserTask: () => undefined,
  describeSubscription: ({ steps }, state, id) =>
    state.open?.kind === "subscription" && state.open.id === id ? { element: steps[state.at]?.id ?? "" } : undefined,
  starts: ({ starts }) =>
    starts.map((start) => (start.kind === "timer" ? { element: start.element, kind: "timer", step: everyOf(start.every) } : start)),
  elementOf: ({ steps }, _state, owner) => steps[owner]?.id ?? "",
  view: ({ steps }, state) => ({
    status: state.ended,
    vars: viewOf(state),
    waiting:
      state.open === undefined
        ? []
        : [
            {
              element: steps[state.at]?.id ?? "",
              elementType: steps[state.at]?.type ?? "",
              for: state.open.kind === "subscription" ? "message" : state.open.kind === "incident" ? "incident" : "child",
              id: state.open.id,
              reason: `waits for ${state.open.kind} ${state.open.id}`,
            },
          ],
    ...(state.ended === "completed" ? { output: viewOf(state) } : {}),
  }),
}

const everyOf =
  (every: number) =>
  (_fired: number, last: number | undefined, now: number): ScheduleStep => {
    const fire: Array<number> = []
    let next = (last ?? now) + every
    for (; next <= now; next += every) fire.push(next)
    return { fire, next }
  }

/** A relay by its steps. */
export const relay = (
  id: string,
  steps: ReadonlyArray<RelayStep>,
  {
    version = 1,
    starts = [],
    input,
  }: { readonly version?: number; readonly starts?: ReadonlyArray<RelayStart>; readonly input?: Model["input"] } = {},
): Model => {
  const graph = { steps, starts } as unknown
  return {
    definition: { kind: "relay", id, version, graph: graph as Json, digest: digestOf(graph) },
    bindings: { handlers: new Map(), code: new Map<string, Code>(), codecs: new Map() },
    decider: relayDecider,
    ...(input === undefined ? {} : { input }),
  }
}
