/**
 * The laws that hold for every decider at every moment. Each function looks at a run and throws an `AssertionError`
 * where a law is broken.
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict"
import type { AnyEvent } from "@millrace/kernel"
import { type ProcessEvent, type ProcessGraph, type ProcessState, processKind } from "@millrace/process"
import { CompensationOracle } from "./CompensationOracle.ts"
import type { DeciderRun, Untimed } from "./DeciderRun.ts"
import { WaitsOfLog } from "./WaitsOfLog.ts"

/** Folding the log gives the state. */
export const logGivesState = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  const state = run.decider.initial(run.compiled)
  for (const event of run.log) run.decider.evolve(run.compiled, state, run.reread(event) as E)
  deepStrictEqual(plain(run, state), plain(run, run.state()))
}

/** The state survives being written down and read again. */
export const stateIsJson = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  const restored = run.decider.restore(run.compiled, run.reread(run.decider.snapshot(run.state())))
  deepStrictEqual(plain(run, restored), plain(run, run.state()))
}

/** Every event survives being written down and read again. */
export const eventsAreJson = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  for (const event of run.log) deepStrictEqual(JSON.parse(JSON.stringify(run.reread(event))), JSON.parse(JSON.stringify(event)))
  for (const event of run.log) ok(noUndefined(event), `${JSON.stringify(event)} has a property that is undefined`)
}

/** Every wait that the log opened and did not close is open, and no other one. */
export const waitsFollowTheLog = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  const open = new WaitsOfLog()
  for (const event of run.log) deepStrictEqual(open.follow(event), [])
  const actual = run.decider.open(run.state())
  for (const kind of ["jobs", "timers", "userTasks", "subscriptions", "children", "incidents"] as const) {
    deepStrictEqual(sorted(actual[kind] ?? []), sorted(open[kind].keys()), `the open ${kind} are not those of the log`)
  }
}

/** The decider finds nothing wrong with its state. */
export const invariantsHold = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  deepStrictEqual(run.decider.violations?.(run.compiled, run.state()) ?? [], [])
}

/** Of a process: what can be compensated is what the log says. */
export const compensationFollowsTheLog = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  if (run.definition.kind !== processKind) return
  const oracle = new CompensationOracle(run.definition.graph as ProcessGraph)
  for (const event of run.log) deepStrictEqual(oracle.follow(event as AnyEvent as ProcessEvent), [])
  deepStrictEqual(oracle.compare(run.state() as ProcessState), [])
}

/** What has ended waits for nothing. */
export const endedWaitsForNothing = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  const { status, waiting } = run.view()
  if (status === "active" || status === "terminating" || isUndone(run)) return
  deepStrictEqual(waiting, [])
  const open = run.decider.open(run.state())
  deepStrictEqual(
    [...open.jobs, ...open.timers, ...open.userTasks, ...(open.subscriptions ?? []), ...(open.children ?? []), ...open.incidents],
    [],
  )
}

/** Whether it was called, and what it did is being undone. */
const isUndone = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): boolean =>
  run.log.findLast(({ type }) => type === "InstanceCompensationStarted" || type === "InstanceCompensated")?.type ===
  "InstanceCompensationStarted"

/** What has been started and has not ended waits for something. */
export const activeWaits = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  const { status, waiting } = run.view()
  if (run.log.length === 0) return
  if (status === "active" || status === "terminating") ok(waiting.length > 0, `the instance is ${status} and waits for nothing`)
}

/** A command that was accepted is refused, or changes nothing, when it comes again. */
export const againChangesNothing = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, command: Untimed): void => {
  const { events } = run.send(command)
  strictEqual(events.length, 0, `${JSON.stringify(command)} changes something when it comes again: ${JSON.stringify(events)}`)
}

/** Of a process: every element instance that ends has begun, and ends once; so does the instance. */
export const endsOnce = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  if (run.definition.kind !== processKind) return
  const active = new Set<number>()
  let ended = false
  for (const event of run.log as ReadonlyArray<AnyEvent> as ReadonlyArray<ProcessEvent>) {
    if (event.type === "ElementActivated" || event.type === "EventTriggered" || event.type === "CompensationTriggered") active.add(event.id)
    if (event.type === "ElementCompleted" || event.type === "ElementTerminated")
      ok(active.delete(event.id), `the element instance ${event.id} ends, and is not there: ${JSON.stringify(event)}`)
    if (event.type !== "InstanceCompleted" && event.type !== "InstanceFailed" && event.type !== "InstanceCancelled") continue
    ok(!ended, `the instance ends, and had ended before: ${JSON.stringify(event)}`)
    ended = true
  }
}

/** All laws that hold at rest. */
export const laws = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>): void => {
  logGivesState(run)
  stateIsJson(run)
  eventsAreJson(run)
  waitsFollowTheLog(run)
  endedWaitsForNothing(run)
  activeWaits(run)
  invariantsHold(run)
  compensationFollowsTheLog(run)
  endsOnce(run)
}

const plain = <C, S, E extends AnyEvent>(run: DeciderRun<C, S, E>, state: S): unknown =>
  JSON.parse(JSON.stringify(run.decider.snapshot(state)))

const sorted = (ids: Iterable<number>): ReadonlyArray<number> => [...ids].sort((a, b) => a - b)

const noUndefined = (value: unknown): boolean =>
  typeof value !== "object" || value === null || Object.values(value).every((inner) => inner !== undefined && noUndefined(inner))
