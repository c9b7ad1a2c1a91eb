/**
 * A process on one page: elements by id, flows as `"start a b end"` or `"gate [big] a"`, and an instance of it that is
 * spoken to by the ids of its elements.
 */
import type { Bindings, Code, Codec, ExpressionLanguage, Fault, Json, Value } from "@millrace/kernel"
import { compileOptions, laws, specification, type Untimed } from "@millrace/testing/decider"
import { type GraphElement, makeDefinition, type ProcessEvent, type ProcessGraph, processDecider, type SequenceFlow } from "../src/index.ts"

export interface Sketch {
  /** Fields by id; `start` and `end` are known. A service task where no type is given. */
  readonly elements?: Readonly<Record<string, { readonly type?: string; readonly scope?: string; readonly [field: string]: unknown }>>
  readonly flows: ReadonlyArray<string>
  readonly code?: Readonly<Record<string, Code>>
  readonly codecs?: Readonly<Record<string, Codec>>
  readonly saga?: boolean
  readonly languages?: ReadonlyArray<ExpressionLanguage>
  readonly eventsPerCommit?: number
}

/** Flows of `"start a b end"`; `[name]` names the flow that follows, `{code}` is its condition. */
const flowsOf = (lines: ReadonlyArray<string>): Array<SequenceFlow> =>
  lines.flatMap((line) => {
    const flows: Array<SequenceFlow> = []
    let from: string | undefined
    let more: object = {}
    for (const word of line.split(" ")) {
      if (word.startsWith("[")) more = { ...more, name: word.slice(1, -1) }
      else if (word.startsWith("{")) more = { ...more, condition: { code: word.slice(1, -1) } }
      else {
        if (from !== undefined) flows.push({ id: `${from}-${word}`, from, to: word, ...more })
        more = {}
        from = word
      }
    }
    return flows
  })

export const graphOf = (sketch: Sketch): ProcessGraph => {
  const flows = flowsOf(sketch.flows)
  const named = new Set(flows.flatMap(({ from, to }) => [from, to]))
  const elements: Array<GraphElement> = []
  if (named.has("start")) elements.push({ id: "start", type: "StartEvent" })
  for (const [id, { type, ...fields }] of Object.entries(sketch.elements ?? {})) {
    elements.push({ id, type: type ?? "ServiceTask", ...(type === undefined ? { handler: "work", result: id } : {}), ...fields })
  }
  for (const id of named) {
    if (id === "start" || elements.some((element) => element.id === id)) continue
    elements.push(id.startsWith("end") ? { id, type: "EndEvent" } : { id, type: "ServiceTask", ...{ handler: "work", result: id } })
  }
  return { elements, flows, ...(sketch.saga === true ? { saga: true } : {}) }
}

export const bindingsOf = (sketch: Sketch): Bindings => ({
  handlers: new Map([["work", () => undefined]]),
  code: new Map(Object.entries(sketch.code ?? {})),
  codecs: new Map(Object.entries(sketch.codecs ?? {})),
})

export const definitionOf = (sketch: Sketch) => makeDefinition({ id: "sample", version: 1, graph: graphOf(sketch) })

/** What validation says, as `code element`. */
export const problemsOf = (sketch: Sketch): ReadonlyArray<string> =>
  processDecider
    .validate(definitionOf(sketch), compileOptions({ bindings: bindingsOf(sketch) }))
    .map(({ code, element }) => `${code} ${element}`)

export type Play = ReturnType<typeof play>

/** An instance of a sketched process. After each command all laws are held against it. */
export const play = (sketch: Sketch) => {
  const decider: typeof processDecider = {
    ...processDecider,
    compile: (definition, options) => ({
      ...processDecider.compile(definition, options),
      ...(sketch.eventsPerCommit === undefined ? {} : { eventsPerCommit: sketch.eventsPerCommit }),
    }),
  }
  const spec = specification(decider, definitionOf(sketch), { bindings: bindingsOf(sketch), languages: sketch.languages ?? [] })
  const { run } = spec
  let last: ReadonlyArray<ProcessEvent> = []
  let commits = 0
  const send = (command: Untimed) => {
    const decision = run.send(command)
    last = decision.events
    commits = decision.commits
    laws(run)
    return decision.rejection?.code
  }
  const find = (kind: string, element: string): number => {
    const found = run.view().waiting.find((wait) => wait.for === kind && wait.element === element)
    if (found === undefined) throw new Error(`'${element}' waits for no ${kind}; there are: ${waits().join(", ")}`)
    return found.id
  }
  const waits = (): ReadonlyArray<string> => run.view().waiting.map((wait) => `${wait.element} ${wait.for}`)
  const job = (element: string) => {
    const id = find("job", element)
    const description = run.decider.describeJob(run.compiled, run.state(), id)
    return { job: id, attempt: description?.attempt ?? 0, delivery: description?.delivery ?? 0 }
  }
  return {
    spec,
    run,
    send,
    job,
    find,
    /** `element wait` for each wait. */
    waits,
    start: (input: Json = {}) => {
      const value = run.value(input)
      return send({ type: "StartInstance", input: value as Value })
    },
    complete: (element: string, result: Value = null) => send({ type: "CompleteJob", ...job(element), result }),
    fail: (element: string, fault: Partial<Fault> = {}) =>
      send({ type: "FailJob", ...job(element), failure: { fault: { code: "HandlerFailed", message: "broken", ...fault } } }),
    /** The handler throws a typed error. */
    throws: (element: string, code: string, value: Value = {}) =>
      send({ type: "FailJob", ...job(element), failure: { error: { code, message: code, value } } }),
    fire: (element: string) => send({ type: "TriggerTimer", timer: find("timer", element) }),
    submit: (element: string, form: Value = {}, by = "ann") => send({ type: "CompleteUserTask", task: find("task", element), form, by }),
    /** The message that an element waits for comes. */
    receive: (element: string, payload: Value = null) =>
      send({ type: "ReceiveMessage", subscription: find("message", element), message: "a message", payload }),
    /** The signal that an element waits for comes. */
    signal: (element: string, payload: Value = null) =>
      send({ type: "ReceiveMessage", subscription: find("signal", element), message: "a signal", payload }),
    /** Somebody outside changes variables. */
    set: (variables: Readonly<Record<string, Value>>) => send({ type: "SetVariables", variables: Object.entries(variables) }),
    /** It begins at an element, with what that caught. */
    startAt: (start: string, payload?: Value) =>
      send({ type: "StartInstance", input: {}, start, ...(payload === undefined ? {} : { payload }) }),
    resolve: (element: string) => send({ type: "ResolveIncident", incident: find("incident", element) }),
    cancel: () => send({ type: "CancelInstance", reason: "no longer wanted" }),
    /** Completes all handlers that are asked to run, first one first, and gives their elements in that order. */
    completeAll: () => {
      const done: Array<string> = []
      for (let wait = run.view().waiting.find((one) => one.for === "job"); wait !== undefined; ) {
        done.push(wait.element)
        send({ type: "CompleteJob", ...job(wait.element), result: null })
        wait = run.view().waiting.find((one) => one.for === "job")
      }
      return done
    },
    vars: () => run.view().vars,
    status: () => run.view().status,
    view: run.view,
    /** The types of the events of the last command. */
    types: () => last.map((event) => event.type),
    events: () => last,
    commits: () => commits,
    /** The fault of the only incident. */
    incident: () => {
      const raised = run.log.findLast((event) => event.type === "IncidentRaised")
      return raised?.type === "IncidentRaised" ? raised.fault : undefined
    },
  }
}

/** One attempt only. */
export const once = { retry: { attempts: 1 } }
