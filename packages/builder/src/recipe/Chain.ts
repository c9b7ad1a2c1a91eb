/**
 * The builder at run time: every method gives a new chain with one more item. The types of its surface stand in
 * `ProcessBuilder`, `ScopeBuilder`, `ActivityBuilder` and `TaskBuilder`; here everything is loose.
 */
import type { Code, Handler, JsonObject } from "@millrace/kernel"
import type { Choice, Choices } from "../Choice.ts"
import { foreignFlow } from "../errors.ts"
import { flowOn, heardOn } from "./begun.ts"
import * as I from "./Item.ts"
import type { Listener } from "./Listener.ts"
import type { Beside, LoopSpec, MakeInput, Origin, Several, Splitting, StartSpec, Telling } from "./methods.ts"
import { isExpression } from "./Parameter.ts"
import { chainParameters, checkParameters, checkRest } from "./parameters.ts"
import type { Repeated } from "./Single.ts"
import { payloadFirst, severalOf, type Tells, toldBy } from "./several.ts"
import { type AnyEscalation, type AnyMessage, type AnySignal, afterKey, messageTrigger, type Rest, signalTrigger } from "./told.ts"
import { itemOf, undoneBy, type Work, type Write } from "./Work.ts"

export type Body = (b: Chain) => unknown
type Bodies = Readonly<Record<string, Body>>
type Hearing = (on: Listener) => unknown
type Hearings = Readonly<Record<string, Hearing>>
type Working = (one: Work) => unknown
type Scoped = I.ActivitySpec & { readonly saga?: boolean }

export class Chain {
  readonly origin: Origin
  readonly recipe: I.Recipe
  constructor(origin: Origin, recipe: I.Recipe = []) {
    this.origin = origin
    this.recipe = recipe
  }

  serviceTask(id: string, handler: Handler, options: I.TaskSpec = {}): Chain {
    return this.#and({ kind: "serviceTask", id, handler, options, attachments: [] })
  }
  sendBy(id: string, handler: Handler, options: I.TaskSpec = {}): Chain {
    return this.#and({ kind: "serviceTask", sends: true, id, handler, options, attachments: [] })
  }
  task(id: string, options: I.ActivitySpec = {}): Chain {
    return this.#and({ kind: "plain", type: "Task", id, options, attachments: [] })
  }
  manualTask(id: string, options: I.ActivitySpec = {}): Chain {
    return this.#and({ kind: "plain", type: "ManualTask", id, options, attachments: [] })
  }
  script(id: string, values: Readonly<Record<string, I.Told>>, options: I.ActivitySpec = {}): Chain {
    return this.#and({ kind: "script", id, values: Object.entries(values), options, attachments: [] })
  }
  decide(id: string, decision: I.Told, options: I.DecideItem["options"] = {}): Chain {
    return this.#and({ kind: "decide", id, decision, options, attachments: [] })
  }
  step(id: string, work: Working): Chain {
    return this.#and(itemOf(id, work, write))
  }
  each(
    id: string,
    items: I.Told,
    work: Working,
    options: I.MultipleSpec & { readonly as?: string; readonly schema?: I.AnySchema } = {},
  ): Chain {
    const { as = "item", schema, ...rest } = options
    return this.#repeated(id, work, { kind: "each", items, as, options: rest, ...(schema === undefined ? {} : { schema }) })
  }
  several(id: string, count: number | I.Told, work: Working, options: I.MultipleSpec = {}): Chain {
    return this.#repeated(id, work, { kind: "several", count, options })
  }
  again(id: string, work: Working, options: LoopSpec): Chain {
    return this.#repeated(id, work, { kind: "loop", before: false, ...options })
  }
  asLongAs(id: string, condition: I.Told, work: Working, options: { readonly max?: number } = {}): Chain {
    return this.#repeated(id, work, { kind: "loop", before: true, while: condition, ...options })
  }
  userTask(id: string, options: I.UserTaskSpec = {}): Chain {
    return this.#and({ kind: "userTask", id, options, attachments: [] })
  }
  receive(id: string, message: AnyMessage, ...rest: Rest): Chain {
    const [key, [options = {}]] = afterKey<[I.ActivitySpec?]>(message, rest, "by options")
    checkRest(this.origin.of, "receive", id, [options])
    return this.#and({ kind: "receive", id, message: key, options, attachments: [] })
  }
  send(id: string, message: AnyMessage, ...rest: Rest): Chain {
    const [payload, options = {}] = payloadFirst<I.SendItem["options"]>(rest)
    checkRest(this.origin.of, "send", id, [payload, options])
    return this.#and({ kind: "send", id, message, options, attachments: [], ...(payload === undefined ? {} : { payload }) })
  }
  call(id: string, process: I.CallItem["process"], input?: I.Told, options: I.CallSpec = {}): Chain {
    return this.#and({ kind: "call", id, process, options, attachments: [], ...(input === undefined ? {} : { input }) })
  }
  subProcess(id: string, body: Body, options: Scoped = {}): Chain {
    return this.#scope(id, body, options, false)
  }
  transaction(id: string, body: Body, options: Scoped = {}): Chain {
    return this.#scope(id, body, options, true)
  }
  forEach(
    id: string,
    items: I.Told,
    body: Body,
    options: I.MultipleSpec & { readonly as?: string; readonly schema?: I.AnySchema } = {},
  ): Chain {
    const { as = "item", schema, ...rest } = options
    const of = { items, as, ...(schema === undefined ? {} : { schema }) }
    return this.#and({ kind: "multiple", id, body: this.#flow(id, body), of, options: rest, attachments: [] })
  }
  times(id: string, count: number | I.Told, body: Body, options: I.MultipleSpec = {}): Chain {
    return this.#and({ kind: "multiple", id, body: this.#flow(id, body), of: { count }, options, attachments: [] })
  }
  adHoc(id: string, steps: Bodies, options: I.AdHocSpec = {}): Chain {
    return this.#and({ kind: "adHoc", id, steps: this.#branches(id, steps), options, attachments: [] })
  }
  add(id: string, activity: { readonly definition: Pick<I.AddedItem, "type" | "fields" | "schema"> }): Chain {
    const { type, fields, schema } = activity.definition
    return this.#and({ kind: "added", id, type, fields, attachments: [], ...(schema === undefined ? {} : { schema }) })
  }
  wait(id: string, due: I.DueSpec): Chain {
    return this.#and({ kind: "catch", id, trigger: { type: "timer", due } })
  }
  waitUntil(id: string, holds: I.Told): Chain {
    return this.#and({ kind: "catch", id, trigger: { type: "condition", holds } })
  }
  receiveSignal(id: string, signal: AnySignal): Chain {
    return this.#and({ kind: "catch", id, trigger: signalTrigger(signal) })
  }
  broadcast(id: string, signal: AnySignal, payload?: I.Told): Chain {
    const trigger = { signal: signal.name }
    return this.#and({ kind: "throw", id, trigger, codec: signal.payload, ...(payload === undefined ? {} : { payload }) })
  }
  escalate(id: string, escalation: AnyEscalation, payload?: I.Told): Chain {
    const trigger = { escalation: escalation.code }
    return this.#and({ kind: "throw", id, trigger, codec: escalation.payload, ...(payload === undefined ? {} : { payload }) })
  }
  waitForAny(id: string, events: Several): Chain {
    return this.#and({ kind: "catch", id, trigger: severalOf(id, events, false) })
  }
  waitForAll(id: string, events: Several): Chain {
    return this.#and({ kind: "catch", id, trigger: severalOf(id, events, true) })
  }
  tell(id: string, what?: (to: Tells) => unknown): Chain {
    return this.#and({ kind: "tell", id, told: what === undefined ? [] : toldBy(id, what) })
  }
  race(id: string, branches: Hearings): Chain {
    return this.#and({ kind: "race", id, branches: this.#heard(id, branches, false) })
  }
  on(id: string, hearing: Hearing, { interrupting = true, saga = false }: Beside = {}): Chain {
    return this.#and({ kind: "listen", id, ...heardOn(id, hearing, begin), interrupting, saga })
  }
  startOnMessage(id: string, { name, payload }: AnyMessage, ...rest: Rest): Chain {
    const [input, { task = false } = {}] = (typeof rest[0] === "function" ? rest : [undefined, rest.at(-1)]) as [MakeInput?, StartSpec?]
    return this.#start(id, messageTrigger({ name, payload }), input, task)
  }
  startOnSignal(id: string, signal: AnySignal, input?: MakeInput): Chain {
    return this.#start(id, signalTrigger(signal), input)
  }
  startOnTimer(id: string, due: I.DueSpec, input?: MakeInput): Chain {
    return this.#start(id, { type: "timer", due }, input)
  }
  startOnAny(id: string, events: Several, input?: MakeInput): Chain {
    return this.#start(id, severalOf(id, events, false, "nobody"), input)
  }
  startOnEvery(id: string, events: Several, input?: MakeInput): Chain {
    return this.#start(id, severalOf(id, events, true, "by the first"), input)
  }
  startOnCondition(id: string, holds: I.Told): Chain {
    return this.#start(id, { type: "condition", holds })
  }
  startOnFirst(id: string, branches: Hearings): Chain {
    return this.#and({ kind: "begin", id, all: false, branches: this.#heard(id, branches, true) })
  }
  startOnAll(id: string, branches: Hearings, input?: MakeInput): Chain {
    const heard = this.#heard(id, branches, true)
    return this.#and({ kind: "begin", id, all: true, branches: heard, ...(input === undefined ? {} : { input }) })
  }
  use(fragment: { readonly recipe: I.Recipe }): Chain {
    return this.#and({ kind: "use", flow: fragment.recipe })
  }

  variable(variable: string, fixed: unknown, options: { readonly schema?: I.AnySchema; readonly redacted?: boolean } = {}): Chain {
    const assignment = { variable, value: { fixed }, ...options }
    const last = this.recipe.at(-1)
    if (last?.kind !== "assign" || last.how !== "variable") return this.#and({ kind: "assign", how: "variable", assignments: [assignment] })
    return new Chain(this.origin, [...this.recipe.slice(0, -1), { ...last, assignments: [...last.assignments, assignment] }])
  }
  set(variable: string, value: unknown, options: { readonly schema?: I.AnySchema; readonly redacted?: boolean } = {}): Chain {
    const given = typeof value === "function" || isExpression(value) ? { code: value as I.Told } : { fixed: value }
    return this.#and({ kind: "assign", how: "set", assignments: [{ variable, value: given, ...options }] })
  }
  update(variable: string, code: I.Told): Chain {
    return this.#and({ kind: "assign", how: "update", assignments: [{ variable, value: { code } }] })
  }

  exclusive(id: string, choose: I.Told | Choice<JsonObject, string>, branches: Bodies): Chain {
    return this.#and({ kind: "exclusive", id, choose: choosing(choose), branches: this.#branches(id, branches) })
  }
  match(id: string, variable: string, tag: string, branches: Bodies): Chain {
    const code: Code = ({ vars }) => Object(vars[variable])[tag]
    return this.#and({ kind: "exclusive", id, choose: { code }, branches: this.#branches(id, branches) })
  }
  inclusive(id: string, choose: I.Told | Choices<JsonObject, string>, branches: Bodies, { withoutGateway = false }: Splitting = {}): Chain {
    const given = choosing(typeof choose === "function" || isExpression(choose) ? choose : choose.each)
    return this.#and({ kind: "inclusive", id, choose: given, branches: this.#branches(id, branches), withoutGateway })
  }
  parallel(id: string, branches: Bodies, { oneAtATime = false, withoutGateway = false }: Splitting = {}): Chain {
    return this.#and({ kind: "parallel", id, branches: this.#branches(id, branches), oneAtATime, withoutGateway })
  }
  some(
    id: string,
    count: I.SomeItem["count"],
    branches: Bodies,
    options: Partial<Pick<I.SomeItem, "remaining" | "blocking" | "cancels">> = {},
  ): Chain {
    const { remaining = "cancel", blocking = false, ...rest } = options
    return this.#and({ kind: "some", id, count, branches: this.#branches(id, branches), remaining, blocking, ...rest })
  }
  graph(id: string, names: ReadonlyArray<string>, stretches: Bodies): Chain {
    return this.#and({ kind: "graph", id, names, branches: this.#branches(id, stretches) })
  }
  join(id: string, how: I.JoinItem["how"] = "parallel"): Chain {
    return this.#and({ kind: "join", id, how })
  }

  repeat(id: string, body: Body, options: { readonly until: Code; readonly max?: number }): Chain {
    const { until: condition, ...rest } = options
    return this.#and({ kind: "repeat", id, body: this.#flow(id, body), condition, ...rest })
  }
  while(id: string, condition: Code, body: Body, options: { readonly max?: number } = {}): Chain {
    return this.#and({ kind: "while", id, body: this.#flow(id, body), condition, ...options })
  }
  label(label: string, { link = false }: { readonly link?: boolean } = {}): Chain {
    return this.#and({ kind: "label", label, link })
  }

  rollback(id: string, only?: string): Chain {
    return this.#and({ kind: "rollback", id, ...(only === undefined ? {} : { only }) })
  }
  goto(label: string): object {
    return this.#finish({ kind: "goto", label })
  }
  fail(id: string, error: I.Told | { readonly _tag: string }, options?: Telling): object {
    return this.#finish({ kind: "fail", id, error, ...telling(id, options) })
  }
  end(name?: string, options?: Telling): object {
    return this.#end({}, name, options)
  }
  terminate(name?: string, options?: Telling): object {
    return this.#end({ trigger: "terminate" }, name, options)
  }
  cancel(name?: string, options?: Telling): object {
    return this.#end({ trigger: "cancel" }, name, options)
  }
  output(output: I.Told, options?: Telling): object {
    return this.#end({ output }, undefined, options)
  }

  compensate(handler: Handler, options: I.TaskSpec = {}): Chain {
    return this.#attach({ kind: "compensate", handler, options })
  }
  compensateBy(work: Working): Chain {
    return this.#attach(undoneBy(this.#activity("compensateBy").id, work, write))
  }
  onError(id: string, error: I.ErrorSchema, flow: Body): Chain {
    return this.#boundary(id, { type: "error", error }, flow)
  }
  onTimer(id: string, due: I.DueSpec, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, { type: "timer", due }, flow, options)
  }
  onMessage(id: string, message: AnyMessage, ...rest: Rest): Chain {
    const [spec, [flow, options]] = afterKey<[Body, Beside?]>(message, rest, "by a flow")
    checkRest(this.origin.of, "onMessage", id, [flow, options])
    return this.#boundary(id, messageTrigger(spec), flow, options)
  }
  onSignal(id: string, signal: AnySignal, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, signalTrigger(signal), flow, options)
  }
  onEscalation(id: string, { code, payload }: AnyEscalation, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, { type: "escalation", code, payload }, flow, options)
  }
  onCondition(id: string, holds: I.Told, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, { type: "condition", holds }, flow, options)
  }
  onAny(id: string, events: Several, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, severalOf(id, events, false), flow, options)
  }
  onAll(id: string, events: Several, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, severalOf(id, events, true), flow, options)
  }
  onAnyError(id: string, flow: Body): Chain {
    return this.#boundary(id, { type: "error" }, flow)
  }
  onAnyEscalation(id: string, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, { type: "escalation" }, flow, options)
  }
  onCancel(id: string, flow: Body): Chain {
    return this.#boundary(id, { type: "cancel" }, flow)
  }

  #scope(id: string, body: Body, options: Scoped, transaction: boolean): Chain {
    const { saga = false, ...rest } = options
    const item: I.SubProcessItem = { kind: "subProcess", id, body: this.#flow(id, body), saga, transaction, options: rest, attachments: [] }
    return this.#and(item)
  }
  #boundary(id: string, trigger: I.TriggerSpec, flow: Body, { interrupting = true }: Beside = {}): Chain {
    return this.#attach({ kind: "boundary", id, trigger, flow: this.#flow(id, flow), interrupting })
  }
  #and(item: I.Item): Chain {
    return new Chain(this.origin, [...this.recipe, item])
  }
  #repeated(id: string, work: Working, repeated: Repeated): Chain {
    const item = itemOf(id, work, write)
    return this.#and({ ...item, single: { ...item.single, repeated } })
  }
  #start(id: string, trigger: I.TriggerSpec, input?: MakeInput, task = false): Chain {
    return this.#and({ kind: "start", id, trigger, task, ...(input === undefined ? {} : { input }) })
  }
  #heard(id: string, branches: Hearings, starts: boolean): ReadonlyArray<I.EventBranch> {
    return Object.entries(branches).map(([name, hearing]) => ({ name, ...heardOn(`${id}:${name}`, hearing, begin, starts) }))
  }
  #end(item: Omit<I.EndItem, "kind" | "name" | "tell">, name: string | undefined, options?: Telling): object {
    return this.#finish({ kind: "end", ...item, ...telling(this.origin.of, options), ...(name === undefined ? {} : { name }) })
  }
  #finish(item: I.Item): object {
    const ended = this.#and(item)
    return this.origin.finish?.(ended.recipe) ?? ended
  }
  #attach(attachment: I.Attachment): Chain {
    const last = this.#activity(attachment.kind === "boundary" ? `on${capital(attachment.trigger.type)}` : attachment.kind)
    const activity: I.ActivityItem = { ...last, attachments: [...last.attachments, attachment] }
    return new Chain(this.origin, [...this.recipe.slice(0, -1), activity])
  }
  /** The activity to which the method attaches something. */
  #activity(method: string): I.ActivityItem {
    const last = this.recipe.at(-1)
    if (last !== undefined && I.isActivity(last)) return last
    throw foreignFlow(this.origin.of, `'.${method}' follows an activity: a task, a sub-process or an added step.`)
  }
  #branches(id: string, bodies: Bodies): ReadonlyArray<I.Branch> {
    return Object.entries(bodies).map(([name, body]) => ({ name, flow: this.#flow(`${id}:${name}`, body) }))
  }
  #flow(of: string, body: Body): I.Recipe {
    return flowOf(of, body)
  }
}

checkParameters(Chain.prototype, chainParameters, { prefix: ".", of: ({ origin }) => origin.of })

const begin = (origin: Origin): Chain => new Chain(origin)

/** Runs a body on a chain of its own and gives what it wrote down. */
export const flowOf = (of: string, body: Body): I.Recipe => flowOn(of, body, begin)

/** Writes one activity down, by the method that does. */
const write: Write = (method, id, given) => {
  const run: unknown = Reflect.get(Chain.prototype, method)
  const [item] = typeof run === "function" ? (Reflect.apply(run, begin({ of: id }), [id, ...given]) as Chain).recipe : []
  if (item !== undefined && I.isActivity(item)) return item
  throw new Error(`'${method}' writes down no activity.`)
}

const choosing = (choose: I.Told | Choice<JsonObject, string>): I.ChooseSpec =>
  typeof choose === "function" || isExpression(choose) ? { code: choose } : choose
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const telling = (of: string, { tell }: Telling = {}): { readonly tell?: ReadonlyArray<I.TellSpec> } =>
  tell === undefined ? {} : { tell: toldBy(of, tell) }
