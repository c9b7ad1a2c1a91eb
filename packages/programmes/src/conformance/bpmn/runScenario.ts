/**
 * Runs a scenario on a fresh engine: step by step, comparing wherever it says so.
 */
import { isDeepStrictEqual } from "node:util"
import type { WaitingAt } from "@millrace/kernel"
import type { Expected, Scenario, Step } from "./Expectation.ts"
import type { Stage } from "./Stage.ts"

/** Where a scenario went another way than expected. */
export interface Difference {
  /** The number of the step, from 1. */
  readonly step: number
  readonly expected: string
  readonly actual: string
}

/** The first difference; undefined where all is as expected. */
export const runScenario = async (stage: Stage, process: string, { steps }: Scenario): Promise<Difference | undefined> => {
  const run = new Run(stage, process)
  for (const [index, step] of steps.entries()) {
    const difference = "expect" in step ? await run.compare(step.expect) : await run.perform(step)
    if (difference !== undefined) return { step: index + 1, ...difference }
    if ("do" in step && step.do === "start" && step.fails === true) return undefined
  }
  return undefined
}

type Told = Omit<Difference, "step">

/** A scenario under way: it knows which instance is meant. */
class Run {
  readonly #stage: Stage
  readonly #process: string
  readonly #labels = new Map<string, string>()
  #current: string | undefined

  constructor(stage: Stage, process: string) {
    this.#stage = stage
    this.#process = process
  }

  async perform(step: Step): Promise<Told | undefined> {
    const before = await this.#stage.incidents()
    let refused: string | undefined
    try {
      await this.#act(step)
      await this.#stage.settle()
    } catch (error) {
      refused = error instanceof Error ? error.message : String(error)
    }
    const raised = (await this.#stage.incidents()).filter((incident) => !before.includes(incident))
    const failure = refused ?? raised[0]
    if (step.fails === true) return failure === undefined ? { expected: `'${step.do}' is refused`, actual: "it is not" } : undefined
    return failure === undefined ? undefined : { expected: `'${step.do}' succeeds`, actual: failure }
  }

  async #act(step: Step): Promise<void> {
    const { millrace } = this.#stage
    switch (step.do) {
      case "start": {
        const process = this.#stage.processes.find(({ id }) => id === (step.process ?? this.#process))
        if (process === undefined) throw new Error(`no process '${step.process ?? this.#process}' was deployed`)
        const { id } = await millrace.start(process, JSON.parse(JSON.stringify(step.variables ?? {})))
        if (step.process === undefined) this.#current = id
        if (step.as !== undefined) this.#labels.set(step.as, id)
        return
      }
      case "startByMessage": {
        const before = await this.#stage.live()
        await millrace.publish(step.message, {})
        await this.#stage.settle()
        this.#current = (await this.#stage.live()).find((id) => !before.includes(id))
        return
      }
      case "complete":
        return this.#complete(step)
      case "trigger":
        await millrace.publish(step.activity, {})
        return
      case "advanceTime":
        return this.#stage.advance(step.by)
      case "message":
        await millrace.publish(step.name, {})
        return
      case "signal":
        await millrace.broadcast(step.name, {})
        return
      case "setVariables":
        return millrace.setVariables(this.#instance(), step.variables)
      case "startAdHoc":
        return millrace.activate(this.#instance(), step.activity)
      case "completeAdHoc":
        return millrace.finishAdHoc(this.#instance(), step.adHoc)
    }
  }

  async #complete({ task, variables, count = 1 }: Extract<Step, { readonly do: "complete" }>): Promise<void> {
    const { millrace } = this.#stage
    const instance = this.#current ?? (await this.#stage.live())[0] ?? ""
    if (variables !== undefined) await millrace.setVariables(instance, variables)
    for (let left = count; left > 0; left--) {
      await this.#stage.settle()
      const { items } = await millrace.userTasks.list({ element: task, limit: 1000 })
      const own = new Set((await this.#stage.waiting(instance)).map((place) => place.instance))
      const open = items.find((item) => own.has(item.instance)) ?? items[0]
      if (open === undefined) throw new Error(`no task '${task}' is open`)
      await millrace.userTasks.complete(open.id, {}, { by: open.assignee ?? "somebody" })
    }
  }

  #instance(label?: string): string {
    const instance = label === undefined ? this.#current : this.#labels.get(label)
    if (instance === undefined) throw new Error("nothing was started yet")
    return instance
  }

  async compare(expected: Expected): Promise<Told | undefined> {
    const { millrace } = this.#stage
    const actual: Record<string, unknown> = {}
    if (expected.instances !== undefined) actual.instances = (await this.#stage.live()).length
    if (expected.allActiveTasks !== undefined) {
      const all = await Promise.all((await this.#stage.live()).map((id) => this.#stage.waiting(id)))
      actual.allActiveTasks = tasksOf(all.flat())
    }
    const ofOne = ["activeTasks", "ended", "timers", "messages", "signals", "variables"] as const
    if (ofOne.some((key) => expected[key] !== undefined)) {
      const instance = this.#instance(expected.instance)
      const details = await millrace.get(instance)
      const waiting = await this.#stage.waiting(instance)
      const subscriptions = (await millrace.subscriptions.list({ limit: 1000 })).items.filter((one) => one.instance === instance)
      const subscribed = (kind: string) =>
        subscriptions
          .filter((one) => one.kind === kind && !(one.kind === "message" && one.name === one.element))
          .map(({ name }) => name)
          .toSorted()
      actual.activeTasks = tasksOf(waiting)
      actual.ended = details.endedAt !== undefined
      actual.timers = waiting.filter((place) => place.for === "timer" && place.instance === instance).length
      actual.messages = subscribed("message")
      actual.signals = subscribed("signal")
      actual.variables = Object.fromEntries(Object.keys(expected.variables ?? {}).map((name) => [name, details.vars[name] ?? null]))
    }
    for (const [key, value] of Object.entries(expected)) {
      if (key === "instance") continue
      const wanted = Array.isArray(value) ? value.toSorted() : value
      if (!isDeepStrictEqual(wanted, actual[key])) {
        return { expected: `${key} ${JSON.stringify(wanted)}`, actual: JSON.stringify(actual[key]) }
      }
    }
    return undefined
  }
}

/** User tasks and receive tasks that somebody has to do something about. */
const tasksOf = (waiting: ReadonlyArray<WaitingAt>): ReadonlyArray<string> =>
  waiting
    .filter((place) => place.for === "task" || (place.for === "message" && place.elementType === "ReceiveTask"))
    .map(({ element }) => element)
    .toSorted()
