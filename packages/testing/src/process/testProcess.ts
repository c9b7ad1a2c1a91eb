/**
 * Tests of a process as its users see it: on a memory store, under virtual time, with typed mocks and forms.
 */
import { inspect, types } from "node:util"
import type { HistoryEntry, InstanceDetails, NamedPublishOptions, Store, UserTask } from "@millrace/engine"
import type { AnyExecutable, Executable, Handler, WaitingAt } from "@millrace/kernel"
import { addDuration } from "@millrace/process"
import { Duration, Option } from "effect"
import { type CheckedStore, checked } from "../checked/checked.ts"
import { checkOptions } from "./checkOptions.ts"
import { type EngineRun, openEngineRun } from "./EngineRun.ts"
import {
  type ErrorFields,
  type MockedChild,
  type ProcessResult,
  type ProcessTest,
  ProcessTestError,
  type ProcessTestOptions,
} from "./ProcessTest.ts"
import { makeTestStore } from "./TestStore.ts"
import { traceOf } from "./traceOf.ts"

const historyPage = 1000
/**
 * Tests a process; nothing is started yet.
 *
 * ```ts
 * await using test = testProcess(order, { mocks: { reservation: () => ({ ref: "r-1" }) } })
 * await test.start({ orderId: "1", amount: 2000 })
 * await test.complete("approval", { outcome: "approve" }, { by: "ann" })
 * expect(await test.result()).toEqual({ output: { status: "shipped" } })
 * ```
 */
export const testProcess = <Id extends string, I, O, E, R, S>(
  process: Executable<Id, I, O, E, R, S>,
  options: ProcessTestOptions<S> = {},
): ProcessTest<I, O, E, S> => {
  checkOptions(process, options)
  let instance = options.instance ?? "test"
  const store = makeTestStore(options.store)
  let watch: CheckedStore | undefined
  let started = false
  let closed = false
  let opening: Promise<EngineRun> | undefined
  let live: EngineRun | undefined
  const startAt = timeOf(options.startAt ?? "2026-01-01T00:00:00Z")
  const now = (): number => live?.clock.currentTimeMillisUnsafe() ?? startAt

  const fail = (message: string): never => {
    throw new ProcessTestError(`${process.id}: ${message}`)
  }
  const watched = async (): Promise<Store["Service"]> => {
    const plugins = options.plugins ?? []
    watch ??= checked(await store.open(), {
      deciders: plugins.flatMap(({ deciders = [] }) => deciders),
      elements: plugins.flatMap(({ elements = [] }) => elements),
      languages: plugins.flatMap(({ expressions = [] }) => expressions),
    })
    return watch.store
  }
  const open = async (): Promise<EngineRun> => {
    live = await openEngineRun({
      process,
      mocks: options.mocks as Readonly<Record<string, Handler>> | undefined,
      children: (options.children ?? []).map(mockedChild),
      layer: options.layer,
      plugins: options.plugins ?? [],
      store: await watched(),
      prepare: options.prepare,
      now: now(),
    })
    return live
  }
  const run = (): Promise<EngineRun> => {
    if (closed) fail("this test is closed: make another one with testProcess().")
    opening ??= open()
    return opening
  }
  /** The engine, at rest, with the instance in it. */
  const settled = async (): Promise<EngineRun> => {
    if (!started) fail("nothing was started yet: call start() first.")
    const current = await run()
    await current.settle()
    if (watch !== undefined && watch.violations.length > 0)
      fail(`what always has to hold does not, which is a bug of Millrace or of a plugin: ${watch.violations.join("; ")}`)
    return current
  }
  /** Does something to the instance, and lets what follows from it happen. */
  const act = async (what: (current: EngineRun) => Promise<void>): Promise<void> => {
    const current = await settled()
    await what(current)
    await current.settle()
  }
  /** The same, also before it was started: what the world says may come early. */
  const outside = async <T>(what: (current: EngineRun) => Promise<T>): Promise<T> => {
    const current = started ? await settled() : await run()
    const said = await what(current)
    await current.settle()
    return said
  }
  const details = async (): Promise<InstanceDetails> => (await settled()).millrace.get(instance)
  const onTask = async (path: string, what: (current: EngineRun, task: UserTask) => Promise<void>): Promise<void> => {
    if (typeof path !== "string") fail('the path of a user task is a text, such as "approval".')
    await act(async (current) => {
      const { items } = await current.millrace.userTasks.list({ instance, element: path })
      const [task, another] = items
      if (task === undefined) return fail(`no user task '${path}' is open. ${whatItWaitsFor(await current.millrace.get(instance))}`)
      if (another !== undefined) fail(`${items.length} user tasks '${path}' are open: the test cannot tell which one is meant.`)
      await what(current, task)
    })
  }
  const moveTo = async (target: number): Promise<void> => (await run()).moveTo(target)
  const history = async (): Promise<ReadonlyArray<HistoryEntry>> => {
    const { millrace } = await settled()
    const entries: Array<HistoryEntry> = []
    for (let page = await millrace.history(instance); ; page = await millrace.history(instance, { after: entries.length })) {
      entries.push(...page)
      if (page.length < historyPage) return entries
    }
  }
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    // What kept the engine from opening was told to whoever asked for it.
    const opened = await opening?.catch(() => undefined)
    await opened?.millrace.close()
    await store.close()
  }

  return {
    start: async (input, { businessKey } = {}) => {
      if (started) fail("it was started already: a test has one instance. Make another test for another one.")
      const current = await run()
      await current.millrace.start(process, input, { id: instance, ...(businessKey === undefined ? {} : { businessKey }) })
      started = true
      await current.settle()
    },
    startBy: async (message, payload) => {
      if (started) fail("it was started already: a test has one instance. Make another test for another one.")
      const current = await run()
      await current.millrace.publish(message, payload, { id: instance })
      instance = current.millrace.startedBy(process, message, instance).id
      started = true
      await current.settle()
    },
    // Named or not: the engine tells them apart.
    publish: (message: object | string, payload: unknown, published?: NamedPublishOptions) =>
      outside(({ millrace }) => millrace.publish(message as string, payload, published)),
    broadcast: (signal: object | string, payload: unknown) => outside(({ millrace }) => millrace.broadcast(signal as string, payload)),
    setVariables: (variables) => act(({ millrace }) => millrace.setVariables(instance, variables)),
    activate: (path) => act(({ millrace }) => millrace.activate(instance, path)),
    finishAdHoc: (path) => act(({ millrace }) => millrace.finishAdHoc(instance, path)),
    addItem: (path, item) => act(({ millrace }) => millrace.addItem(instance, path, item)),
    // Named as in the engine, which looks at what it is given.
    complete: (path, form, options) => onTask(path, ({ millrace }) => millrace.complete(instance, process, path, form, options)),
    claim: (path, user) => onTask(path, ({ millrace }, task) => millrace.userTasks.claim(task.id, user)),
    unclaim: (path, user) => onTask(path, ({ millrace }, task) => millrace.userTasks.unclaim(task.id, user)),
    assign: (path, user) => onTask(path, ({ millrace }, task) => millrace.userTasks.assign(task.id, user)),
    tasks: async () => (await (await settled()).millrace.userTasks.list({ instance, limit: 1000 })).items,
    advance: async (duration) => moveTo(momentAfter(now(), duration)),
    advanceTo: async (date) => {
      const target = timeOf(date)
      if (target < now()) fail(`time does not go back: it is ${new Date(now()).toISOString()}, after ${new Date(target).toISOString()}.`)
      await moveTo(target)
    },
    now: () => new Date(now()),
    crash: async () => {
      const current = await run()
      await current.crash()
      opening = undefined
      await (await run()).settle()
    },
    waiting: async () =>
      (await details()).waiting.map(({ element, for: what, due, reason }) => ({
        path: element,
        for: what,
        due: due === undefined ? undefined : new Date(due),
        reason,
      })),
    trace: async () => traceOf(await history()),
    history,
    vars: async () => (await details()).vars,
    result: async (): Promise<ProcessResult<O, E>> => {
      const found = await details()
      if (found.status === "completed") return { output: found.output as O }
      if (found.status === "failed") return { error: found.error?.value as ErrorFields<E> }
      if (found.status === "cancelled") return { cancelled: await cancelReason(history()) }
      return fail(`it has not ended. ${whatItWaitsFor(found)}`)
    },
    incidents: async () => {
      const { items } = await (await settled()).millrace.incidents.list({ instance, limit: 1000 })
      return items.map(({ element, code, message }) => ({ path: element, code, message }))
    },
    retry: (path) =>
      act(async ({ millrace }) => {
        if (typeof path !== "string") fail('the path of a step is a text, such as "charge".')
        const { items } = await millrace.incidents.list({ instance, limit: 1000 })
        const found = items.filter(({ element }) => element === path)
        if (found.length === 0) fail(`no incident is open at '${path}'. ${whatItWaitsFor(await millrace.get(instance))}`)
        for (const { id } of found) await millrace.incidents.retry(id)
      }),
    cancel: (reason) => act(({ millrace }) => millrace.cancel(instance, reason)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const mockedChild = (child: AnyExecutable | MockedChild): MockedChild => ("process" in child ? child : { process: child, mocks: {} })

/** For messages: where the instance stands, or how it ended. */
const whatItWaitsFor = ({ waiting, status }: InstanceDetails): string => {
  if (waiting.length > 0) return `The process waits here:\n${waiting.map(placeOf).join("\n")}`
  return status === "active" ? "The process waits for nothing." : `The process has ended: ${status}.`
}

const placeOf = ({ element, for: what, reason }: WaitingAt): string => `  - ${what} '${element}': ${reason}`

const cancelReason = async (history: Promise<ReadonlyArray<HistoryEntry>>): Promise<string> => {
  const events = (await history).flatMap((entry) => entry.events)
  const last = events.findLast(({ type }) => type === "InstanceCancelled")
  return last !== undefined && "reason" in last ? String(last.reason) : ""
}

const timeOf = (date: Date | string): number => {
  const time = typeof date === "string" ? Date.parse(date) : types.isDate(date) ? date.getTime() : Number.NaN
  if (Number.isNaN(time)) throw new ProcessTestError(`${inspect(date, { depth: 0 })} is not a date: write it as 2026-03-31T09:00:00Z.`)
  return time
}

/** The moment after some time: as timers read it, months and years by the calendar, or as Effect does. */
const momentAfter = (from: number, time: Duration.Input | `P${string}`): number => {
  const length = typeof time === "string" ? undefined : isLength(time) ? Duration.fromInput(time) : Option.none()
  const moment =
    length === undefined ? addDuration(from, String(time)) : Option.getOrUndefined(Option.map(length, (is) => from + Duration.toMillis(is)))
  if (moment !== undefined && moment >= from) return moment
  throw new ProcessTestError(
    `${inspect(time, { depth: 0 })} is not a length of time: write it as "1 day" or "PT30S"; months and years as "P1M" and "P1Y".`,
  )
}

/** Effect takes every object, and NaN, for no time at all. */
const isLength = (time: unknown): boolean => {
  if (typeof time === "number") return !Number.isNaN(time)
  if (typeof time !== "object" || time === null) return true
  if (Duration.isDuration(time) || Array.isArray(time)) return true
  const amounts = Object.values(time)
  return amounts.length > 0 && amounts.every((amount) => typeof amount === "number")
}
