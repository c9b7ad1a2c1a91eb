/** A store under watch names whatever is wrong with what was committed: each test commits one thing that is. */
import { type CommitBatch, makeMemoryStore, type Store } from "@millrace/engine/store"
import { type GraphElement, makeDefinition, type ProcessEvent, type ProcessGraph, processDecider } from "@millrace/process"
import { checked } from "@millrace/testing"
import { type DeciderRun, runDecider } from "@millrace/testing/decider"
import { sampleAdvance, sampleBatch, sampleChild, sampleInstance, sampleMessage, sampleSubscription } from "@millrace/testing/store"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"

const graphOf = (elements: ReadonlyArray<GraphElement & { readonly [field: string]: unknown }>): ProcessGraph => ({
  elements: [{ id: "start", type: "StartEvent" }, ...elements, { id: "end", type: "EndEvent" }],
  flows: ["start", ...elements.filter(({ attached }) => attached === undefined).map(({ id }) => id), "end"].flatMap((id, index, all) => {
    const to = all[index + 1]
    return to === undefined ? [] : [{ id: `${id}-${to}`, from: id, to }]
  }),
})

const wait: GraphElement & { readonly [field: string]: unknown } = {
  id: "wait",
  type: "IntermediateCatchEvent",
  trigger: { type: "timer", due: { value: "PT1H" } },
}
const hear = { id: "hear", type: "IntermediateCatchEvent", trigger: { type: "message", message: "paid" } }
const call = { id: "call", type: "CallActivity", process: { value: "other" } }
const check = { id: "check", type: "UserTask" }
const work = { id: "work", type: "ServiceTask", handler: "work" }

/** One instance on a store under watch, whose commits are made by hand: `spoil` changes what is written. */
const tell = async (graph: ProcessGraph, { inner = makeMemoryStore(), readBackEvery = 1000 } = {}) => {
  const { store, violations, readAllBack } = checked(inner, { readBackEvery })
  const definition = makeDefinition({ id: "p", version: 1, graph })
  const row = await Effect.runPromise(store.definitions.put({ ...definition, revision: 0, graph: JSON.stringify(graph) }))
  const run = runDecider(processDecider, definition, { bindings: { handlers: new Map([["work", () => 1]]) } })
  let seq = 0
  const commit = async (events: ReadonlyArray<ProcessEvent>, spoil: (batch: CommitBatch) => Partial<CommitBatch> = () => ({})) => {
    seq++
    const ended = events.some(({ type }) => type === "InstanceCompleted")
    const about = {
      status: ended ? "completed" : "active",
      owner: run.state().jobs.size > 0 ? 1 : null,
      endedAt: ended ? 1 : null,
      result: ended ? "null" : null,
    } as const
    const batch = sampleBatch({
      ...(seq === 1
        ? { starts: [sampleInstance(1, { ...about, definition: row.key })] }
        : { advances: [sampleAdvance(1, seq - 1, about)] }),
      log: [{ key: 1, seq, events: JSON.stringify(events), format: 1, at: 0 }],
      timers: {
        insert: events.flatMap((event) => (event.type === "TimerScheduled" ? [{ key: 1, id: event.timer, due: event.due }] : [])),
        delete: events.flatMap((event) => (event.type === "TimerFired" ? [{ key: 1, id: event.timer }] : [])),
      },
      userTasks: { ...tasksOf(events), update: [] },
    })
    await Effect.runPromise(store.log.commit({ ...batch, ...spoil(batch) }))
    return violations.map((sentence) => sentence.replace(/^instance-1: /, ""))
  }
  const start = (spoil?: (batch: CommitBatch) => Partial<CommitBatch>) =>
    commit(run.send({ type: "StartInstance", input: {} }).events, spoil)
  return { run, start, commit, violations, readAllBack: () => Effect.runPromise(readAllBack) }
}

/** The same, and started. */
const tellStarted = async (graph: ProcessGraph) => {
  const told = await tell(graph)
  await told.start()
  return told
}

const tasksOf = (events: ReadonlyArray<ProcessEvent>) => ({
  insert: events.flatMap((event) =>
    event.type === "UserTaskCreated"
      ? [
          {
            key: 1,
            id: event.task,
            instance: "instance-1",
            process: "p",
            businessKey: null,
            element: "check",
            name: "check",
            assignee: null,
            groups: [],
            excluded: [],
            due: null,
            createdAt: 0,
          },
        ]
      : [],
  ),
  delete: events.flatMap((event) => (event.type === "UserTaskCompleted" ? [{ key: 1, id: event.task }] : [])),
})

const complete = (run: DeciderRun<unknown, never, ProcessEvent> | Awaited<ReturnType<typeof tell>>["run"]) => {
  const [wait] = run.view().waiting
  const id = wait?.id ?? 0
  if (wait?.for === "timer") return run.send({ type: "TriggerTimer", timer: id }).events
  if (wait?.for === "task") return run.send({ type: "CompleteUserTask", task: id, form: {}, by: "ann" }).events
  return run.send({ type: "CompleteJob", job: id, attempt: 1, delivery: 1, result: null }).events
}
const openOf = (run: Awaited<ReturnType<typeof tell>>["run"]): number => run.view().waiting[0]?.id ?? 0

describe("a store under watch", () => {
  it("finds nothing where all is well, from the start to the end", async () => {
    const { run, start, commit, readAllBack, violations } = await tell(graphOf([wait, check, work]), { readBackEvery: 1 })
    await start()
    while (run.view().waiting.length > 0) await commit(complete(run))
    await readAllBack()
    expect(run.view().status).toBe("completed")
    expect(violations).toEqual([])
  })

  it("misses the row of a timer", async () => {
    const { run, start } = await tell(graphOf([wait]))
    const found = await start(() => ({ timers: { insert: [], delete: [] } }))
    expect(found).toEqual([`the log opened the timers [${openOf(run)}], the index has []`])
  })

  it("finds a row that no wait belongs to", async () => {
    const { run, start } = await tell(graphOf([wait]))
    const found = await start(({ timers }) => ({ timers: { ...timers, insert: [...timers.insert, { key: 1, id: 90, due: 1 }] } }))
    expect(found).toEqual([`the log opened the timers [${openOf(run)}], the index has [${openOf(run)}, 90]`])
  })

  it("misses and finds the rows of subscriptions and of called instances", async () => {
    const heard = await tell(graphOf([hear]))
    expect(await heard.start()).toEqual([`the log opened the subscriptions [${openOf(heard.run)}], the index has []`])
    const row = (id: number) => sampleSubscription(1, id, { name: "paid", correlation: null })
    const well = await tell(graphOf([hear]), { readBackEvery: 1 })
    const right = (rows: ReadonlyArray<number>) => () => ({ subscriptions: { insert: rows.map(row), delete: [] } })
    const id = openOf((await tellStarted(graphOf([hear]))).run)
    expect(await well.start(right([id]))).toEqual([])
    const more = await tell(graphOf([hear]))
    expect(await more.start(right([id, 90]))).toEqual([`the log opened the subscriptions [${id}], the index has [${id}, 90]`])
    const called = await tell(graphOf([call]))
    expect(await called.start()).toEqual([`the log opened the children [${openOf(called.run)}], the index has []`])
  })

  it("finds messages and called instances that got lost between instances", async () => {
    const inner = makeMemoryStore()
    const heard = await tell(graphOf([hear]), { inner })
    const waits = () => sampleSubscription(1, openOf(heard.run), { name: "paid", correlation: null })
    await heard.start(() => ({ subscriptions: { insert: [waits()], delete: [] } }))
    await Effect.runPromise(inner.messages.publish([sampleMessage("1")], 3_000))
    await Effect.runPromise(inner.messages.match({ now: 3_000, limit: 1 }))
    await heard.readAllBack()
    expect(heard.violations).toEqual([])
    const [delivery] = await Effect.runPromise(inner.deliveries.due({ after: -1, limit: 1 }))
    await Effect.runPromise(inner.deliveries.remove([delivery?.id ?? 0]))
    await heard.readAllBack()
    expect(heard.violations).toEqual([`instance-1: a message 'paid' was given to subscription ${openOf(heard.run)}, and is not on its way`])
    const called = await tell(graphOf([call]))
    await called.start(() => ({
      children: { insert: [sampleChild(1, openOf(called.run), { child: "nobody", process: "other" })], delete: [] },
    }))
    await called.readAllBack()
    expect(called.violations).toEqual([
      `instance-1: it waits for child ${openOf(called.run)} of other, which was not started and is not about to be`,
    ])
  })

  it("finds a row that was left behind", async () => {
    const { run, start, commit } = await tell(graphOf([wait, check]))
    await start()
    const timer = openOf(run)
    expect(await commit(complete(run), () => ({ timers: { insert: [], delete: [] } }))).toEqual([
      `the log opened the timers [], the index has [${timer}]`,
    ])
  })

  it("finds a row that says another time than the log", async () => {
    const { run, start } = await tell(graphOf([wait]))
    const found = await start(({ timers }) => ({ timers: { ...timers, insert: timers.insert.map((row) => ({ ...row, due: 5 })) } }))
    expect(found).toEqual([`timer ${openOf(run)} is due at 3600000, and its row says 5`])
  })

  it("finds a task whose row gives it to somebody else than the log", async () => {
    const { run, start } = await tell(graphOf([check]))
    const found = await start(({ userTasks }) => ({
      userTasks: { ...userTasks, insert: userTasks.insert.map((row) => ({ ...row, assignee: "eve" })) },
    }))
    expect(found).toEqual([`user task ${openOf(run)} is null's and due at null, and its row says eve and null`])
  })

  it("misses whoever does a job", async () => {
    const { run, start } = await tell(graphOf([work]))
    const found = await start(({ starts }) => ({ starts: starts.map((row) => ({ ...row, owner: null })) }))
    expect(found).toEqual([`job ${openOf(run)} has neither a row nor an engine that does it`])
  })

  it("finds a row of a job that is not open", async () => {
    const { start } = await tell(graphOf([wait]))
    expect(await start(() => ({ jobs: { insert: [{ key: 1, id: 90, handler: "work", due: 0, owner: null }], delete: [] } }))).toEqual([
      "there is a row for job 90, which is not open",
    ])
  })

  it("finds a status that is not that of the state", async () => {
    const { start } = await tell(graphOf([wait]))
    expect(await start(({ starts }) => ({ starts: starts.map((row) => ({ ...row, status: "terminating" })) }))).toEqual([
      "its row says that it is terminating, and its log that it is active",
    ])
  })

  it("finds an event that happens twice", async () => {
    const { run, start } = await tell(graphOf([wait]))
    const twice = (text: string) => {
      const events = JSON.parse(text) as ReadonlyArray<ProcessEvent>
      return JSON.stringify([...events, ...events.slice(-1)])
    }
    expect(await start(({ log }) => ({ log: log.map((row) => ({ ...row, events: twice(row.events) })) }))).toEqual([
      `TimerScheduled of ${openOf(run)}, which is open already.`,
    ])
  })

  it("finds what an invariant of the process finds", async () => {
    const { run, start, commit } = await tell(graphOf([wait]))
    await start()
    const [found] = await commit([{ type: "ElementActivated", id: 90, element: "gone", scope: 1 }])
    expect(found).toBe("'gone' (element instance 90) is at work, and the definition has no such element.")
    expect(run.view().status).toBe("active")
  })

  it("finds a commit after the end", async () => {
    const { run, start, commit } = await tell(graphOf([wait]))
    await start()
    await commit(complete(run))
    expect(await commit([{ type: "ContinueRequested" }])).toEqual(["it has ended, and commit 3 followed"])
  })

  it("finds rows that an end left behind", async () => {
    const { run, start, commit } = await tell(graphOf([wait]))
    await start()
    expect(await commit(complete(run), ({ timers }) => ({ timers: { ...timers, delete: [] } }))).toContain(
      "it has ended, and there are rows of it in the indexes",
    )
  })

  it("finds an end that the row does not tell", async () => {
    const { run, start, commit } = await tell(graphOf([wait]))
    await start()
    expect(await commit(complete(run), ({ advances }) => ({ advances: advances.map((row) => ({ ...row, endedAt: null })) }))).toContain(
      "its row says that it is completed, ended at null with null",
    )
  })

  it("finds a value that is written a second time", async () => {
    const { run, start, commit } = await tell(graphOf([wait, check]))
    await start(() => ({ values: [{ key: 1, id: 1, text: "1" }] }))
    expect(await commit(complete(run), () => ({ values: [{ key: 1, id: 1, text: "1" }] }))).toEqual(["value 1 was written a second time"])
  })

  it("finds a value that is missing", async () => {
    const { start } = await tell(graphOf([wait]))
    expect(
      await start(({ log }) => ({ log: log.map((row) => ({ ...row, events: row.events.replace('"input":{}', '"input":{"~value":7}') })) })),
    ).toEqual(["its log cannot be folded: the value 7 is missing"])
  })

  it("finds a snapshot of another state than the log gives", async () => {
    const { run, start } = await tell(graphOf([wait]))
    const snapshot = JSON.stringify({ ...(processDecider.snapshot(run.state()) as object), registered: 5 })
    expect(await start(() => ({ snapshots: [{ key: 1, seq: 1, state: snapshot, format: 1 }] }))).toEqual([
      "its snapshot is not the state that its log gives",
    ])
  })

  it("finds a continuation that no engine has to go on with", async () => {
    const { run, start, commit } = await tell(graphOf([wait]))
    await start()
    expect(await commit([{ type: "ContinueRequested" }])).toEqual(["there is more to do, and no engine has to go on with it"])
    expect(run.view().status).toBe("active")
  })

  it("finds rows that the store gives back changed", async () => {
    const memory = makeMemoryStore()
    const forgetful: Store["Service"] = { ...memory, timers: { ...memory.timers, due: () => Effect.succeed([]) } }
    const { start } = await tell(graphOf([wait]), { inner: forgetful, readBackEvery: 1 })
    expect(await start()).toEqual(["the rows of its timers are not those that were written"])
  })

  it("finds a log that the store gives back changed", async () => {
    const memory = makeMemoryStore()
    const load: Store["Service"]["log"]["load"] = (key) => Effect.map(memory.log.load(key), (stored) => stored && { ...stored, tail: [] })
    const { start } = await tell(graphOf([wait]), { inner: { ...memory, log: { ...memory.log, load } }, readBackEvery: 1 })
    expect(await start()).toEqual(["loading it gives another state than folding its log"])
  })

  it("finds a completed activity that was not registered for its compensation", async () => {
    const undone = {
      id: "undone",
      type: "BoundaryEvent",
      attachedTo: "work",
      trigger: { type: "compensation", handler: "undo" },
      attached: true,
    }
    const undo = { id: "undo", type: "ServiceTask", handler: "work", isForCompensation: true, attached: true }
    const graph = graphOf([work, undone, undo, wait])
    const { run, start, commit } = await tell({
      ...graph,
      elements: graph.elements.map(({ attached: _, ...element }: GraphElement & { attached?: true }) => element),
    })
    await start()
    const events = complete(run)
    expect(events.map(({ type }) => type)).toContain("CompensationRegistered")
    const found = await commit(events.filter(({ type }) => type !== "CompensationRegistered"))
    expect(found).toEqual(["'work' completed and was not registered for compensation: SequenceFlowTaken came next."])
  })
})
