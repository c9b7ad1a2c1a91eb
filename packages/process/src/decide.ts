/**
 * Deciding: what a command changes, and everything that follows from it without waiting.
 */
import { type Command, type Rejection, reject, type Scene } from "@millrace/kernel"
import { type AgendaItem, type ForkItem, peek, type TokenItem } from "./Agenda.ts"
import type { CompiledProcess } from "./CompiledProcess.ts"
import { commands } from "./commands/index.ts"
import type { ProcessEvent } from "./Event.ts"
import type { ElementInstance, ProcessState } from "./State.ts"
import { behaviourOf, elementById, flowNamed, isFull, makeTurn, nodeNamed, type Turn } from "./Turn.ts"
import { activate, begin, beginRequested, beginRun } from "./verbs/activate.ts"
import { goOnCompensating } from "./verbs/compensate.ts"
import { goOnClearing } from "./verbs/end.ts"
import { passOn } from "./verbs/lock.ts"
import { lookAtConditions } from "./verbs/lookAtConditions.ts"
import { nextMergeAnywhere } from "./verbs/merge.ts"

/** Decides a command: emits what happens, or says why nothing does. */
export const decide = (
  compiled: CompiledProcess,
  state: ProcessState,
  command: Command,
  scene: Scene<ProcessEvent>,
): Rejection | undefined => {
  const closed = notOpen(compiled, state, command, scene.instance)
  if (closed !== undefined) return closed
  const turn = makeTurn(compiled, state, command.now, scene)
  turn.stirsAll = command.type === "Continue"
  const handle = commands[command.type] as (turn: Turn, command: Command) => Rejection | undefined
  const rejection = handle(turn, command)
  if (rejection !== undefined) return rejection
  run(turn)
  return undefined
}

const notOpen = (compiled: CompiledProcess, state: ProcessState, command: Command, instance: string): Rejection | undefined => {
  if (command.type === "StartInstance" || state.status === "active" || state.status === "terminating" || state.compensating)
    return undefined
  if (command.type === "CompensateInstance" && state.called) return undefined
  const why =
    state.status === "new" ? "has not been started: start it first." : `has ended (${state.status}): nothing can be done with it any more.`
  return reject("InstanceEnded", `Instance '${instance}' of '${compiled.id}@${compiled.version}' ${why}`)
}

/** Works the agenda off, or as much of it as fits one commit. */
const run = (turn: Turn): void => {
  const { state } = turn
  for (;;) {
    lookAtConditions(turn)
    const clearing = last(state.clearing)
    const item = clearing === undefined ? peek(state.agenda) : undefined
    const merging = clearing === undefined && item === undefined ? nextMergeAnywhere(turn) : undefined
    if (clearing === undefined && item === undefined && merging === undefined) return
    if (isFull(turn)) {
      turn.emit({ type: "ContinueRequested" })
      return
    }
    if (clearing !== undefined) clear(turn, elementById(turn, clearing))
    else if (item !== undefined) perform(turn, item)
    else merging?.()
  }
}

const last = (ids: ReadonlySet<number>): number | undefined => {
  let found: number | undefined
  for (const id of ids) found = id
  return found
}

/** Something is being ended, or ends others beside itself. */
const clear = (turn: Turn, it: ElementInstance): void =>
  it.ending === undefined ? behaviourOf(turn, it).cancel?.(turn, it) : goOnClearing(turn, it)

const perform = (turn: Turn, item: AgendaItem): void => {
  if (item.kind === "walk") goOnCompensating(turn, elementById(turn, item.owner))
  else if (item.kind === "fork") fork(turn, item)
  else if (item.kind === "request") beginRequested(turn, nodeNamed(turn.compiled, item.element), elementById(turn, item.scope))
  else if (item.kind === "spawn") beginRun(turn, elementById(turn, item.scope))
  else if (item.kind === "lock") passOn(turn, item.lock, begin)
  else arrive(turn, item)
}

const fork = (turn: Turn, item: ForkItem): void => {
  const { outgoing } = nodeNamed(turn.compiled, item.element)
  const flowAt = (position: number): string | undefined => (item.flows === undefined ? outgoing[position]?.id : item.flows[position])
  const { length } = item.flows ?? outgoing
  while (item.left > 0 && !isFull(turn)) {
    // Where each flow gets several tokens, all of them get the first one first.
    const flow = flowAt((length - (item.left % length)) % length)
    if (flow === undefined) throw new Error(`'${item.element}' has lost flows since its process was started.`)
    const withdrawn = item.withdrawn?.includes(flow) === true ? { withdrawn: true as const } : {}
    turn.emit({ type: "SequenceFlowTaken", flow, scope: item.scope, forked: true, ...withdrawn })
  }
}

const arrive = (turn: Turn, item: TokenItem): void => {
  const scope = elementById(turn, item.scope)
  const flow = flowNamed(turn.compiled, item.flow)
  const { element } = flow.to
  if (element.arrive === undefined) activate(turn, flow.to, scope, flow)
  else element.arrive(turn, scope, flow)
}
