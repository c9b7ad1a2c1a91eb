/**
 * The builder at run time: every method gives a new chain with one more item. The types of its surface stand in
 * `ProcessBuilder`, `ScopeBuilder`, `ActivityBuilder` and `TaskBuilder`; here everything is loose.
 */
import type { Code, Handler, JsonObject } from "@millrace/kernel"
import type { Choice, Choices } from "../Choice.ts"
import { ProcessDefinitionError } from "../errors.ts"
import {
  type ActivityItem,
  type ActivitySpec,
  type AddedItem,
  type AdHocSpec,
  type AnySchema,
  type Attachment,
  type Branch,
  type CallSpec,
  type ChooseSpec,
  type DueSpec,
  type EndItem,
  type ErrorSchema,
  type Item,
  isActivity,
  type JoinItem,
  type MultipleSpec,
  type Recipe,
  type SendItem,
  type SubProcessItem,
  type TaskSpec,
  type Told,
  type TriggerSpec,
  type UserTaskSpec,
} from "./Item.ts"
import { Listener } from "./Listener.ts"
import { isExpression } from "./Parameter.ts"
import { chainParameters, checkParameters, checkRest } from "./parameters.ts"
import { type AnyEscalation, type AnyMessage, type AnySignal, afterKey, messageTrigger, type Rest, signalTrigger } from "./told.ts"

type Body = (b: Chain) => unknown
type Bodies = Readonly<Record<string, Body>>
type Hearing = (on: Listener) => unknown
interface Beside {
  readonly interrupting?: boolean
}

/** Where a chain began: the top of a process, a branch, or an event. */
export interface Origin {
  /** For messages: what the flow belongs to. */
  readonly of: string
  /** The event it begins with. */
  readonly trigger?: TriggerSpec
  /** At the top of a process: makes the process of the finished recipe. */
  readonly finish?: (recipe: Recipe) => object
}

export class Chain {
  readonly origin: Origin
  readonly recipe: Recipe
  constructor(origin: Origin, recipe: Recipe = []) {
    this.origin = origin
    this.recipe = recipe
  }

  serviceTask(id: string, handler: Handler, options: TaskSpec = {}): Chain {
    return this.#and({ kind: "serviceTask", id, handler, options, attachments: [] })
  }
  userTask(id: string, options: UserTaskSpec = {}): Chain {
    return this.#and({ kind: "userTask", id, options, attachments: [] })
  }
  receive(id: string, message: AnyMessage, ...rest: Rest): Chain {
    const [key, [options = {}]] = afterKey<[ActivitySpec?]>(message, rest, "by options")
    checkRest(this.origin.of, "receive", id, [options])
    return this.#and({ kind: "receive", id, message: key, options, attachments: [] })
  }
  send(id: string, message: AnyMessage, ...rest: Rest): Chain {
    const begins = typeof rest[0] === "function" || isExpression(rest[0])
    const [payload, options = {}] = (begins ? rest : [undefined, ...rest]) as [Told?, SendItem["options"]?]
    checkRest(this.origin.of, "send", id, [payload, options])
    return this.#and({ kind: "send", id, message, options, ...(payload === undefined ? {} : { payload }) })
  }
  call(id: string, process: { readonly id: string }, input?: Told, options: CallSpec = {}): Chain {
    return this.#and({ kind: "call", id, process, options, attachments: [], ...(input === undefined ? {} : { input }) })
  }
  subProcess(id: string, body: Body, options: ActivitySpec & { readonly saga?: boolean } = {}): Chain {
    return this.#scope(id, body, options, false)
  }
  transaction(id: string, body: Body, options: ActivitySpec & { readonly saga?: boolean } = {}): Chain {
    return this.#scope(id, body, options, true)
  }
  forEach(id: string, items: Told, body: Body, options: MultipleSpec & { readonly as?: string; readonly schema?: AnySchema } = {}): Chain {
    const { as = "item", schema, ...rest } = options
    const of = { items, as, ...(schema === undefined ? {} : { schema }) }
    return this.#and({ kind: "multiple", id, body: this.#flow(id, body), of, options: rest, attachments: [] })
  }
  times(id: string, count: number | Told, body: Body, options: MultipleSpec = {}): Chain {
    return this.#and({ kind: "multiple", id, body: this.#flow(id, body), of: { count }, options, attachments: [] })
  }
  adHoc(id: string, steps: Bodies, options: AdHocSpec = {}): Chain {
    return this.#and({ kind: "adHoc", id, steps: this.#branches(id, steps), options, attachments: [] })
  }
  add(id: string, activity: { readonly definition: Pick<AddedItem, "type" | "fields" | "schema"> }): Chain {
    const { type, fields, schema } = activity.definition
    return this.#and({ kind: "added", id, type, fields, attachments: [], ...(schema === undefined ? {} : { schema }) })
  }
  wait(id: string, due: DueSpec): Chain {
    return this.#and({ kind: "catch", id, trigger: { type: "timer", due } })
  }
  waitUntil(id: string, holds: Told): Chain {
    return this.#and({ kind: "catch", id, trigger: { type: "condition", holds } })
  }
  receiveSignal(id: string, signal: AnySignal): Chain {
    return this.#and({ kind: "catch", id, trigger: signalTrigger(signal) })
  }
  broadcast(id: string, signal: AnySignal, payload?: Told): Chain {
    const trigger = { signal: signal.name }
    return this.#and({ kind: "throw", id, trigger, codec: signal.payload, ...(payload === undefined ? {} : { payload }) })
  }
  escalate(id: string, escalation: AnyEscalation, payload?: Told): Chain {
    const trigger = { escalation: escalation.code }
    return this.#and({ kind: "throw", id, trigger, codec: escalation.payload, ...(payload === undefined ? {} : { payload }) })
  }
  race(id: string, branches: Readonly<Record<string, Hearing>>): Chain {
    const heard = Object.entries(branches).map(([name, hearing]) => ({ name, ...heardBy(`${id}:${name}`, hearing) }))
    return this.#and({ kind: "race", id, branches: heard })
  }
  on(id: string, hearing: Hearing, options: Beside = {}): Chain {
    return this.#and({ kind: "listen", id, ...heardBy(id, hearing), interrupting: options.interrupting !== false })
  }
  startOnMessage(id: string, message: AnyMessage, input?: (payload: unknown) => unknown): Chain {
    const trigger: TriggerSpec = { type: "message", message: { name: message.name, payload: message.payload } }
    return this.#and({ kind: "start", id, trigger, ...(input === undefined ? {} : { input }) })
  }
  startOnSignal(id: string, signal: AnySignal, input?: (payload: unknown) => unknown): Chain {
    return this.#and({ kind: "start", id, trigger: signalTrigger(signal), ...(input === undefined ? {} : { input }) })
  }
  startOnTimer(id: string, due: DueSpec, input?: (payload: unknown) => unknown): Chain {
    return this.#and({ kind: "start", id, trigger: { type: "timer", due }, ...(input === undefined ? {} : { input }) })
  }
  use(fragment: { readonly recipe: Recipe }): Chain {
    return this.#and({ kind: "use", flow: fragment.recipe })
  }

  variable(variable: string, fixed: unknown, options: { readonly schema?: AnySchema; readonly redacted?: boolean } = {}): Chain {
    const assignment = { variable, value: { fixed }, ...options }
    const last = this.recipe.at(-1)
    if (last?.kind !== "assign" || last.how !== "variable") return this.#and({ kind: "assign", how: "variable", assignments: [assignment] })
    return new Chain(this.origin, [...this.recipe.slice(0, -1), { ...last, assignments: [...last.assignments, assignment] }])
  }
  set(variable: string, value: unknown, options: { readonly schema?: AnySchema; readonly redacted?: boolean } = {}): Chain {
    const given = typeof value === "function" || isExpression(value) ? { code: value as Told } : { fixed: value }
    return this.#and({ kind: "assign", how: "set", assignments: [{ variable, value: given, ...options }] })
  }
  update(variable: string, code: Told): Chain {
    return this.#and({ kind: "assign", how: "update", assignments: [{ variable, value: { code } }] })
  }

  exclusive(id: string, choose: Code | Choice<JsonObject, string>, branches: Bodies): Chain {
    return this.#and({ kind: "exclusive", id, choose: choosing(choose), branches: this.#branches(id, branches) })
  }
  match(id: string, variable: string, tag: string, branches: Bodies): Chain {
    const code: Code = ({ vars }) => Object(vars[variable])[tag]
    return this.#and({ kind: "exclusive", id, choose: { code }, branches: this.#branches(id, branches) })
  }
  inclusive(id: string, choose: Code | Choices<JsonObject, string>, branches: Bodies): Chain {
    const given = choosing(typeof choose === "function" ? choose : choose.each)
    return this.#and({ kind: "inclusive", id, choose: given, branches: this.#branches(id, branches) })
  }
  parallel(id: string, branches: Bodies, { oneAtATime = false }: { readonly oneAtATime?: boolean } = {}): Chain {
    return this.#and({ kind: "parallel", id, branches: this.#branches(id, branches), oneAtATime })
  }
  some(
    id: string,
    count: number | Told,
    branches: Bodies,
    options: { readonly remaining?: "cancel" | "finish"; readonly blocking?: boolean } = {},
  ): Chain {
    const { remaining = "cancel", blocking = false } = options
    return this.#and({ kind: "some", id, count, branches: this.#branches(id, branches), remaining, blocking })
  }
  graph(id: string, names: ReadonlyArray<string>, stretches: Bodies): Chain {
    return this.#and({ kind: "graph", id, names, branches: this.#branches(id, stretches) })
  }
  join(id: string, how: JoinItem["how"] = "parallel"): Chain {
    return this.#and({ kind: "join", id, how })
  }

  repeat(id: string, body: Body, options: { readonly until: Code; readonly max?: number }): Chain {
    const { until: condition, ...rest } = options
    return this.#and({ kind: "repeat", id, body: this.#flow(id, body), condition, ...rest })
  }
  while(id: string, condition: Code, body: Body, options: { readonly max?: number } = {}): Chain {
    return this.#and({ kind: "while", id, body: this.#flow(id, body), condition, ...options })
  }
  label(label: string): Chain {
    return this.#and({ kind: "label", label })
  }

  rollback(id: string, only?: string): Chain {
    return this.#and({ kind: "rollback", id, ...(only === undefined ? {} : { only }) })
  }
  goto(label: string): object {
    return this.#finish({ kind: "goto", label })
  }
  fail(id: string, error: Told): object {
    return this.#finish({ kind: "fail", id, error })
  }
  end(name?: string): object {
    return this.#end({}, name)
  }
  terminate(name?: string): object {
    return this.#end({ trigger: "terminate" }, name)
  }
  cancel(name?: string): object {
    return this.#end({ trigger: "cancel" }, name)
  }
  output(output: Told): object {
    return this.#end({ output }, undefined)
  }

  compensate(handler: Handler, options: TaskSpec = {}): Chain {
    return this.#attach({ kind: "compensate", handler, options })
  }
  onError(id: string, error: ErrorSchema, flow: Body): Chain {
    return this.#boundary(id, { type: "error", error }, flow)
  }
  onTimer(id: string, due: DueSpec, flow: Body, options?: Beside): Chain {
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
  onCondition(id: string, holds: Told, flow: Body, options?: Beside): Chain {
    return this.#boundary(id, { type: "condition", holds }, flow, options)
  }
  onCancel(id: string, flow: Body): Chain {
    return this.#boundary(id, { type: "cancel" }, flow)
  }

  #scope(id: string, body: Body, options: ActivitySpec & { readonly saga?: boolean }, transaction: boolean): Chain {
    const { saga = false, ...rest } = options
    const item: SubProcessItem = { kind: "subProcess", id, body: this.#flow(id, body), saga, transaction, options: rest, attachments: [] }
    return this.#and(item)
  }
  #boundary(id: string, trigger: TriggerSpec, flow: Body, { interrupting = true }: Beside = {}): Chain {
    return this.#attach({ kind: "boundary", id, trigger, flow: this.#flow(id, flow), interrupting })
  }
  #and(item: Item): Chain {
    return new Chain(this.origin, [...this.recipe, item])
  }
  #end(item: Omit<EndItem, "kind" | "name">, name: string | undefined): object {
    return this.#finish({ kind: "end", ...item, ...(name === undefined ? {} : { name }) })
  }
  #finish(item: Item): object {
    const ended = this.#and(item)
    return this.origin.finish?.(ended.recipe) ?? ended
  }
  #attach(attachment: Attachment): Chain {
    const last = this.recipe.at(-1)
    if (last === undefined || !isActivity(last)) {
      const method = attachment.kind === "compensate" ? "compensate" : `on${capital(attachment.trigger.type)}`
      throw foreign(this.origin.of, `'.${method}' follows an activity: a task, a sub-process or an added step.`)
    }
    const activity: ActivityItem = { ...last, attachments: [...last.attachments, attachment] }
    return new Chain(this.origin, [...this.recipe.slice(0, -1), activity])
  }
  #branches(id: string, bodies: Bodies): ReadonlyArray<Branch> {
    return Object.entries(bodies).map(([name, body]) => ({ name, flow: this.#flow(`${id}:${name}`, body) }))
  }
  #flow(of: string, body: Body): Recipe {
    return flowOf(of, body)
  }
}

checkParameters(Chain.prototype, chainParameters, { prefix: ".", of: ({ origin }) => origin.of })

/** Runs a body on a chain of its own and gives what it wrote down. */
export const flowOf = (of: string, body: Body): Recipe => {
  const origin: Origin = { of }
  const flow = body(new Chain(origin))
  if (flow instanceof Chain && flow.origin === origin) return flow.recipe
  throw foreign(
    of,
    `the flow of '${of}' gives back something else than the flow it was given: begin with its own parameter, and return the chain.`,
  )
}

/** Runs what begins with an event; gives the event and what comes after it. */
const heardBy = (of: string, hearing: Hearing): { readonly trigger: TriggerSpec; readonly flow: Recipe } => {
  const begun = new Set<Origin>()
  const listener = new Listener(of, (trigger) => {
    const origin: Origin = { of, trigger }
    begun.add(origin)
    return new Chain(origin)
  })
  const flow = hearing(listener)
  if (flow instanceof Chain && begun.has(flow.origin) && flow.origin.trigger !== undefined) {
    return { trigger: flow.origin.trigger, flow: flow.recipe }
  }
  throw foreign(of, `the flow of '${of}' does not begin with its event: write (on) => on.message(…), and return the chain.`)
}

const choosing = (choose: Code | Choice<JsonObject, string>): ChooseSpec => (typeof choose === "function" ? { code: choose } : choose)
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const foreign = (of: string, message: string): ProcessDefinitionError =>
  new ProcessDefinitionError(of, [{ code: "ForeignFlow", severity: "error", element: of, message }])
