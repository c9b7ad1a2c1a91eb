/**
 * What every method of a chain takes, and how a class gets methods that look at what they are given.
 */
import { MisusedError, ProcessDefinitionError } from "../errors.ts"
import * as P from "./Parameter.ts"

const id = P.text("its id")
const activity = ["name", "lock", "startQuantity", "completionQuantity"]
const job = [...activity, "schema", "timeout", "heartbeat", "transactional", "retry", "concurrency", "redacted"]
const multiple = [...activity, "saga", "sequential", "concurrency", "until", "remaining", "redacted"]
const scope = P.options(...activity, "saga", "redacted")
const runs = ["sequential", "concurrency", "until", "remaining"]
const work = P.code("its step", "(one) => one.serviceTask(…)")
const events = P.code("its events", "(on) => [on.message(…), on.timer(…)]")
const told = P.code("what it tells", "(to) => [to.message(…)]")
const ending = P.optionsBeside({ tell: told })
const plain = P.options(...activity)
const values = P.values("({ vars }) => …")
const split = P.options("withoutGateway")
const beside = P.options("interrupting")
const variable = P.options("schema", "redacted")
const vars = (what: string): P.Parameter => P.told(what, "({ vars }) => …")
const payload = P.optional(vars("its payload"))
const input = P.optional(P.code("its input", "(payload) => …"))
const ways = P.branches("(b) => b.serviceTask(…)")

/** By the name of the method. Where a key may stand before the rest, that is told apart by `afterKey`. */
export const chainParameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>> = {
  serviceTask: [id, P.code("its handler", "async ({ vars }) => …"), P.options(...job)],
  userTask: [id, P.options(...activity, "form", "assignee", "exclude", "groups", "candidates", "due", "redacted")],
  sendBy: [id, P.code("its handler", "async ({ vars }) => …"), P.options(...job)],
  task: [id, plain],
  manualTask: [id, plain],
  script: [id, values, plain],
  decide: [id, vars("its decision"), P.options(...activity, "schema", "redacted")],
  step: [id, work],
  each: [id, vars("its items"), work, P.options(...runs, "as", "schema")],
  several: [id, P.times, work, P.options(...runs)],
  again: [id, work, P.optionsBeside({ while: vars("a condition") }, "until", "max")],
  asLongAs: [id, vars("its condition"), work, P.options("max")],
  receive: [id, P.message],
  send: [id, P.message],
  call: [id, P.callable, P.optional(vars("its input")), P.options(...activity, "version", "businessKey", "redacted")],
  subProcess: [id, P.flow, scope],
  transaction: [id, P.flow, scope],
  forEach: [id, vars("its items"), P.flow, P.options(...multiple, "as", "schema")],
  times: [id, P.times, P.flow, P.options(...multiple)],
  adHoc: [id, ways, P.options(...activity, "saga", "begin", "ordering", "busy", "until", "remaining", "redacted")],
  add: [id, P.activity],
  use: [P.fragment],
  wait: [id],
  waitUntil: [id, vars("its condition")],
  receiveSignal: [id, P.signal],
  broadcast: [id, P.signal, payload],
  escalate: [id, P.escalation, payload],
  waitForAny: [id, events],
  waitForAll: [id, events],
  tell: [id, P.optional(told)],
  race: [id, P.branches("(on) => on.message(…)")],
  on: [id, P.hearing, P.options("interrupting", "saga")],
  startOnMessage: [id, P.message],
  startOnAny: [id, events, input],
  startOnEvery: [id, events, input],
  startOnCondition: [id, vars("its condition")],
  startOnFirst: [id, P.branches("(on) => on.message(…)")],
  startOnAll: [id, P.branches("(on) => on.message(…)"), input],
  startOnSignal: [id, P.signal, input],
  startOnTimer: [id, P.anything, input],
  variable: [P.text("the name of its variable"), P.anything, variable],
  set: [P.text("the name of its variable"), P.anything, variable],
  update: [P.text("the name of its variable"), vars("its value")],
  exclusive: [id, P.choice("firstOf", "conditions", '({ vars }) => "name"'), ways],
  match: [id, P.text("the name of a variable"), P.text("the name of its field"), ways],
  inclusive: [id, P.choice("eachOf", "each", '({ vars }) => ["name"]'), ways, split],
  parallel: [id, P.branches("(b) => b.serviceTask(…)", 0), P.options("oneAtATime", "withoutGateway")],
  some: [id, P.enough, ways, P.optionsBeside({ cancels: P.names }, "remaining", "blocking")],
  graph: [id, P.names, ways],
  join: [id, P.join],
  repeat: [id, P.flow, P.optionsWith("until", "max")],
  while: [id, P.code("its condition", "({ vars }) => …"), P.flow, P.options("max")],
  label: [P.text("its name"), P.options("link")],
  rollback: [id, P.optional(P.text("the step to undo"))],
  goto: [P.text("the label")],
  fail: [id, P.failure, ending],
  end: [P.optional(P.text("its name")), ending],
  terminate: [P.optional(P.text("its name")), ending],
  cancel: [P.optional(P.text("its name")), ending],
  output: [vars("its value"), ending],
  compensate: [P.code("its handler", "async ({ vars }) => …"), P.options(...job)],
  compensateBy: [work],
  onAny: [id, events, P.flow, beside],
  onAll: [id, events, P.flow, beside],
  onAnyError: [id, P.flow],
  onAnyEscalation: [id, P.flow, beside],
  onError: [id, P.errorClass, P.flow],
  onTimer: [id, P.anything, P.flow, beside],
  onMessage: [id, P.message],
  onSignal: [id, P.signal, P.flow, beside],
  onEscalation: [id, P.escalation, P.flow, beside],
  onCondition: [id, vars("its condition"), P.flow, beside],
  onCancel: [id, P.flow],
}

/** The same for a single step, whose work is looked at by the method of the chain that it is written with. */
export const workParameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>> = { given: [values] }
/** The same for what becomes of what a step gives. */
export const doingParameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>> = {
  gives: [P.code("its value", "({ value }) => …")],
  into: [P.either(P.text("the name of a variable"), P.values("({ value }) => …"))],
  spread: [P.optional(P.oneOf("process"))],
  compensate: [P.code("its handler", "async ({ vars }) => …"), P.options(...job)],
  compensateBy: [work],
}
/** The same for what is waited for beside other things, and for what is told beside other things. */
export const waitsParameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>> = {
  message: [P.message],
  signal: [P.signal],
  condition: [vars("its condition")],
  error: [P.errorClass],
  escalation: [P.escalation],
}
export const tellsParameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>> = {
  message: [P.message],
  signal: [P.signal, payload],
  escalation: [P.escalation, payload],
  rollback: [P.optional(P.text("the step to undo"))],
}
/** The same for what a branch of a start begins with. */
export const starterParameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>> = {
  message: [P.message, input],
  signal: [P.signal, input],
}

/** What stands behind a message and its key. */
const restParameters = {
  receive: [P.options(...activity, "redacted")],
  send: [payload, P.optionsBeside({ key: P.key }, ...activity, "ttl")],
  onMessage: [P.flow, beside],
} satisfies Readonly<Record<string, ReadonlyArray<P.Parameter>>>

/** Looks at what stands behind the message and its key, once these are told apart. */
export const checkRest = (of: string, method: keyof typeof restParameters, id: string, rest: ReadonlyArray<unknown>): void => {
  const problem = P.problemOf(`.${method}`, [P.anything, ...restParameters[method]], [id, ...rest])
  if (problem !== undefined) throw notTaken(of, problem, id)
}

/** The same for what an event begins with. */
export const listenerParameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>> = {
  message: [P.message],
  signal: [P.signal],
  condition: [vars("its condition")],
  error: [P.errorClass],
  escalation: [P.escalation],
  any: [P.code("its events", "(one) => [one.message(…), one.timer(…)]")],
  all: [P.code("its events", "(one) => [one.message(…), one.signal(…)]")],
}

/** Has the methods of a class look at what they are given, before anything else. */
export const checkParameters = <T extends object>(
  prototype: T,
  parameters: Readonly<Record<string, ReadonlyArray<P.Parameter>>>,
  { prefix, of }: { readonly prefix: string; readonly of: (self: T) => string },
): void => {
  for (const [method, takes] of Object.entries(parameters)) {
    const run: unknown = Reflect.get(prototype, method)
    if (typeof run !== "function") throw new Error(`there is no method '${method}' to check.`)
    Object.defineProperty(prototype, method, {
      value: function (this: T, ...given: ReadonlyArray<unknown>): unknown {
        const problem = P.problemOf(`${prefix}${method}`, takes, given)
        if (problem !== undefined) throw notTaken(of(this), problem, given[0])
        return Reflect.apply(run, this, given)
      },
    })
  }
}

/** What a method was given is not what it takes; `id` is its first parameter. */
export const notTaken = (of: string, message: string, id?: unknown): ProcessDefinitionError =>
  new ProcessDefinitionError(of, [{ code: "MethodMisused", severity: "error", element: typeof id === "string" ? id : of, message }])

/** The same for a function: throws where it was given something else than it takes. */
export const take = (name: string, parameters: ReadonlyArray<P.Parameter>, given: ReadonlyArray<unknown>): void => {
  const problem = P.problemOf(name, parameters, given)
  if (problem !== undefined) throw new MisusedError(problem)
}
