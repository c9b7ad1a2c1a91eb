/**
 * What the engine and people want to know about a process instance.
 */
import type {
  ChildDescription,
  InstanceView,
  JobDescription,
  JsonObject,
  OpenWaits,
  RetryPolicy,
  SubscriptionDescription,
  UserTaskDescription,
  Value,
  WaitingAt,
} from "@millrace/kernel"
import { readValue } from "@millrace/kernel"
import type { CompiledProcess, Node } from "./CompiledProcess.ts"
import { live } from "./commands/Find.ts"
import type { PreparedJob } from "./Element.ts"
import { redactsResult } from "./redaction.ts"
import { chainOf, type ElementInstance, isAtRest, type Job, type ProcessState, scopeChain } from "./State.ts"
import { nodeNamed } from "./Turn.ts"
import { type Chain, type Input, viewOf } from "./Variables.ts"

/** How to run a job; nothing when nobody waits for it any more. */
export const describeJob = (compiled: CompiledProcess, state: ProcessState, id: number): JobDescription | undefined => {
  const job = state.jobs.get(id)
  const it = job === undefined ? undefined : live(state, job.owner)
  const node = it === undefined ? undefined : nodeNamed(compiled, it.element)
  const prepared = node?.element.job
  if (job === undefined || it === undefined || node === undefined || prepared === undefined) return undefined
  return new DescribedJob(it, node, prepared, job, chainOf(state, it))
}

/** A class, since one is described for every step that any instance takes. */
class DescribedJob implements JobDescription {
  readonly element: string
  readonly attempt: number
  readonly delivery: number
  readonly work: number
  readonly progress: Value | undefined
  readonly #node: Node
  readonly #prepared: PreparedJob
  readonly #look: Chain | Input

  constructor(
    { element, progress }: ElementInstance,
    node: Node,
    prepared: PreparedJob,
    { attempt, delivery, work }: Job,
    look: Chain | Input,
  ) {
    this.#node = node
    this.element = element
    this.progress = progress
    this.attempt = attempt
    this.delivery = delivery
    this.work = work
    this.#prepared = prepared
    this.#look = look
  }

  /** Many jobs that see the same variables share one object, and one that nobody reads is never built. */
  get vars(): JsonObject {
    return viewOf(this.#look)
  }
  get handler(): string {
    return this.#prepared.handler
  }
  get retry(): RetryPolicy {
    return this.#prepared.retry
  }
  get timeout(): number | undefined {
    return this.#prepared.timeout
  }
  get heartbeat(): number | undefined {
    return this.#prepared.heartbeat
  }
  get transactional(): boolean | undefined {
    return this.#prepared.transactional
  }
  get concurrency(): number | undefined {
    return this.#prepared.concurrency
  }
  get redacted(): ReadonlyArray<string> {
    return this.#node.redacted
  }
  get redactsResult(): boolean {
    return redactsResult(this.#node)
  }
}

/** The paths of the elements that open user tasks. */
export const userTasks = (compiled: CompiledProcess): ReadonlyArray<string> =>
  [...compiled.nodes.values()].flatMap(({ id, element }) => (element.userTask === undefined ? [] : [id]))

/** The elements whose handlers work inside the transaction that records their result. */
export const transactionalJobs = (compiled: CompiledProcess): ReadonlyArray<{ readonly element: string; readonly handler: string }> =>
  [...compiled.nodes.values()].flatMap(({ id, element: { job } }) =>
    job?.transactional === true ? [{ element: id, handler: job.handler }] : [],
  )

export const describeUserTask = (compiled: CompiledProcess, state: ProcessState, id: number): UserTaskDescription | undefined => {
  const task = state.userTasks.get(id)
  const it = task === undefined ? undefined : live(state, task.owner)
  if (task === undefined || it === undefined) return undefined
  const node = nodeNamed(compiled, it.element)
  const chain = chainOf(state, it)
  return {
    element: it.element,
    name: node.name,
    ...node.element.userTask,
    takesFields: true,
    redacted: node.redacted,
    redactsForm: redactsResult(node),
    ...(task.assignee === undefined ? {} : { assignee: task.assignee }),
    ...(task.due === undefined ? {} : { due: task.due }),
    get vars() {
      return viewOf(chain)
    },
  }
}

/** The path of an element instance; the name of the process for the process itself. */
export const elementOf = (compiled: CompiledProcess, state: ProcessState, owner: number): string => {
  const it = state.elements.get(owner)
  if (it === undefined) return ""
  return it.parent === 0 ? compiled.id : it.element
}

/** What waits by a subscription. */
export const describeSubscription = (compiled: CompiledProcess, state: ProcessState, id: number): SubscriptionDescription | undefined => {
  const subscription = state.subscriptions.get(id)
  return subscription === undefined ? undefined : { element: elementOf(compiled, state, subscription.owner) }
}

/** What called an instance, or has it undo what it did. */
export const describeChild = (compiled: CompiledProcess, state: ProcessState, id: number): ChildDescription | undefined => {
  const child = state.children.get(id)
  return child === undefined ? undefined : { element: elementOf(compiled, state, child.owner) }
}

export const open = (state: ProcessState): OpenWaits => ({
  jobs: state.jobs.keys(),
  timers: state.timers.keys(),
  userTasks: state.userTasks.keys(),
  subscriptions: state.subscriptions.keys(),
  incidents: state.incidents.keys(),
  children: state.children.keys(),
})

export const view = (compiled: CompiledProcess, state: ProcessState): InstanceView => ({
  status: state.status === "new" ? "active" : state.status,
  vars: viewOf(scopeChain(state, state.root)),
  waiting: waiting(compiled, state),
  ...(state.output === undefined ? {} : { output: readValue(state.output) }),
  ...(state.error === undefined ? {} : { error: state.error }),
})

const waiting = (compiled: CompiledProcess, state: ProcessState): ReadonlyArray<WaitingAt> => {
  const places: Array<WaitingAt> = []
  const add = (owner: number, make: (it: ElementInstance) => Omit<WaitingAt, "element" | "elementType">): void => {
    const it = live(state, owner)
    if (it === undefined) return
    const place = { element: elementOf(compiled, state, owner), elementType: nodeNamed(compiled, it.element).type, ...make(it) }
    places.push(place)
  }
  for (const [id, job] of state.jobs) {
    add(job.owner, (it) => {
      const { handler, retry } = nodeNamed(compiled, it.element).element.job ?? { handler: "", retry: { attempts: job.attempt } }
      const reason =
        job.due === undefined
          ? `The handler '${handler}' has to return (attempt ${job.attempt} of ${retry.attempts}${it.progress === undefined ? "" : "; it has reported progress"}).`
          : `Attempt ${job.attempt} of ${retry.attempts} of the handler '${handler}' is due ${moment(job.due)}.`
      return { for: "job", id, reason, ...(job.due === undefined ? {} : { due: job.due }) }
    })
  }
  for (const [id, task] of state.userTasks) {
    add(task.owner, () => ({ for: "task", id, reason: taskReason(task.assignee, task.groups) }))
  }
  for (const [id, { owner, fault }] of state.incidents) {
    add(owner, () => ({
      for: "incident",
      id,
      reason: `Its cause has to be repaired and the incident retried (${fault.code}): ${fault.message}`,
    }))
  }
  for (const [id, { owner, kind, name, key }] of state.subscriptions) {
    add(owner, () => ({ for: kind, id, reason: subscriptionReason(kind, name, key) }))
  }
  for (const [id, { owner, process }] of state.children) {
    const reason =
      process === undefined ? "The instance that it called undoes what it did." : `The instance of '${process}' that it called has to end.`
    add(owner, () => ({ for: "child", id, reason }))
  }
  for (const it of state.elements.values()) {
    const { awaits } = it
    if (awaits !== undefined) add(it.id, () => ({ for: "lock", id: it.id, reason: lockReason(state, awaits) }))
    const idles = it.body === undefined ? nodeNamed(compiled, it.element).element.idles : undefined
    if (idles !== undefined && isAtRest(it) && it.incident === 0)
      add(it.id, () => ({ for: "activation", id: it.id, reason: idles(nodeNamed(compiled, it.element)) }))
  }
  for (const owner of state.watching.keys()) {
    add(owner, () => ({ for: "condition", id: owner, reason: "Its condition has to become true, by a change of variables." }))
  }
  // Last: most of them stand beside a wait above, which is what the instance is about.
  for (const [id, { owner, due }] of state.timers) {
    add(owner, () => ({ for: "timer", id, due, reason: `The timer fires ${moment(due)}.` }))
  }
  return places
}

const subscriptionReason = (kind: "message" | "signal", name: string, key: string | undefined): string =>
  kind === "signal"
    ? `The signal '${name}' has to come.`
    : `The message '${name}' ${key === undefined ? "without a key" : `with the key '${key}'`} has to come.`

const lockReason = (state: ProcessState, name: string): string => {
  const holder = state.elements.get(state.locks.get(name)?.holder ?? 0)
  const what = name.startsWith("#") ? "One activity runs at a time" : `The lock '${name}' is held`
  return holder === undefined ? `${what}: its turn comes.` : `${what}: '${holder.element}' has to end first.`
}

const taskReason = (assignee: string | undefined, groups: ReadonlyArray<string> | undefined): string => {
  if (assignee !== undefined) return `'${assignee}' has to complete the task.`
  return groups === undefined
    ? "Somebody has to complete the task."
    : `Somebody of ${groups.map((group) => `'${group}'`).join(", ")} has to claim and complete the task.`
}

const moment = (at: number): string => (Math.abs(at) <= 8.64e15 ? `at ${new Date(at).toISOString()}` : `${at} ms after 1970`)
