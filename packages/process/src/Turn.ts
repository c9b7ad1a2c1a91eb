/**
 * A turn: one command being decided. Everything that deciding does is a function of a turn.
 */
import type { JsonObject, Scene, Unstorable, Value } from "@millrace/kernel"
import type { CompiledProcess, FlowNode, Node } from "./CompiledProcess.ts"
import type { PreparedElement } from "./Element.ts"
import type { ProcessEvent } from "./Event.ts"
import { homeOf } from "./evolve/items.ts"
import { chainOf, type ElementInstance, type ProcessState, processElement, scopeChain } from "./State.ts"
import { nothingStirred, type Stirred, stir } from "./Stirred.ts"
import { viewOf } from "./Variables.ts"

/** One command being decided. */
export interface Turn {
  readonly compiled: CompiledProcess
  readonly state: ProcessState
  readonly instance: string
  readonly now: number
  readonly emit: (event: ProcessEvent) => void
  readonly value: (raw: unknown) => Value | Unstorable
  /** Scopes in which tokens wait for others, and something happened. */
  readonly stirred: Stirred
  /** In which of those something happened in the commits before, nobody remembers. */
  stirsAll: boolean
  /** Those that wait for a condition which may have changed. */
  readonly toWatch: Set<number>
  /** Events so far. */
  emitted: number
}

/** Begins a turn. */
export const makeTurn = (compiled: CompiledProcess, state: ProcessState, now: number, scene: Scene<ProcessEvent>): Turn => {
  const turn: Turn = {
    compiled,
    state,
    instance: scene.instance,
    now,
    emit: (event) => {
      turn.emitted++
      const stirs = stirredBy(state, event)
      const changes = state.watching.size === 0 ? undefined : changedBy(state, event)
      scene.emit(event)
      if (stirs !== undefined && state.merging.has(stirs)) stir(turn.stirred, stirs)
      if (changes !== undefined) for (const owner of state.watchers.get(changes) ?? []) turn.toWatch.add(owner)
      if (event.type === "ConditionWatched") turn.toWatch.add(event.owner)
    },
    value: scene.value,
    stirred: nothingStirred(),
    stirsAll: false,
    toWatch: new Set(),
    emitted: 0,
  }
  return turn
}

/** The scope in which tokens that wait for others may wait no longer, when this happens in it. */
const stirredBy = (state: ProcessState, event: ProcessEvent): number | undefined => {
  if (event.type === "TokenArrived") return event.scope
  if (state.merging.size === 0) return undefined
  if (event.type === "ElementCompleted" || event.type === "ElementTerminating" || event.type === "ElementTerminated")
    return state.elements.get(event.id)?.parent
  return undefined
}

/** The scope whose variables change when this happens. */
const changedBy = (state: ProcessState, event: ProcessEvent): number | undefined => {
  if (event.type === "VariableSet") return event.scope
  if ((event.type !== "ElementCompleted" && event.type !== "ElementCompleting") || event.variable === undefined) return undefined
  const it = state.elements.get(event.id)
  return it === undefined ? undefined : homeOf(state, it)?.scope.id
}

/** Whether the commit has as many events as it should have. */
export const isFull = (turn: Turn): boolean => turn.emitted >= turn.compiled.eventsPerCommit

/** An id for whatever begins next. */
export const nextId = (turn: Turn): number => turn.state.nextId

/** The element of an element instance. */
export const nodeOf = (turn: Turn, it: ElementInstance): Node => nodeNamed(turn.compiled, it.element)

/** What an element instance does: for the body of an activity that runs more than once, what holds its items together. */
export const behaviourOf = (turn: Turn, it: ElementInstance): PreparedElement => behaviourIn(turn.compiled, it)

/** As `behaviourOf`, where nothing is being decided. */
export const behaviourIn = (compiled: CompiledProcess, it: ElementInstance): PreparedElement => {
  const node = nodeNamed(compiled, it.element)
  return it.body === undefined ? node.element : (node.wrapper ?? node.element)
}

/** The element of this id; the process itself for its own. */
export const nodeNamed = (compiled: CompiledProcess, element: string): Node => {
  if (element === processElement) return compiled.root
  const node = compiled.nodes.get(element)
  if (node === undefined) throw new Error(`There is no element '${element}' in ${compiled.id}@${compiled.version}.`)
  return node
}

/** The flow of this id. */
export const flowNamed = (compiled: CompiledProcess, flow: string): FlowNode => {
  const node = compiled.flows.get(flow)
  if (node === undefined) throw new Error(`There is no flow '${flow}' in ${compiled.id}@${compiled.version}.`)
  return node
}

/** The element instance of this id, which has to be there. */
export const elementById = (turn: Turn, id: number): ElementInstance => {
  const it = turn.state.elements.get(id)
  if (it === undefined) throw new Error(`There is no element instance ${id}.`)
  return it
}

/** The element instance that stands around this one. */
export const scopeOf = (turn: Turn, it: ElementInstance): ElementInstance => elementById(turn, it.parent)

/** The variables an element sees, frozen. */
export const varsOf = (turn: Turn, it: ElementInstance): JsonObject => viewOf(chainOf(turn.state, it))

/** The variables seen from inside a scope, frozen. */
export const varsIn = (turn: Turn, scope: ElementInstance): JsonObject => viewOf(scopeChain(turn.state, scope))
