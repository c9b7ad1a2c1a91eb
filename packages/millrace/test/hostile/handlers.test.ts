/** Handlers that do what handlers should not: the engine and the instance survive it, and nothing waits in silence. */
import { describe, expect, it } from "vitest"
import { type Context, type Millrace as Engine, Millrace, process, Schema } from "../../src/index.ts"
import { closing, eventually, expectError, freshFile, incidentOf, places, tally, taskOf } from "./Scene.ts"

const once = { retry: { attempts: 1 } } as const
const List = Schema.Struct({ list: Schema.Array(Schema.Finite) })

/** Tries to change the frozen variables. */
const mutate = (vars: { readonly list: ReadonlyArray<number> }) => {
  Array.prototype.push.call(vars.list, 4)
  return vars.list
}

describe.each(places)("a handler, on $kind,", ({ place }) => {
  it("that changes its variables is refused, and so is code; what is stored stays as it was", async () => {
    let mended = false
    const handler = process("handler", { version: 1, input: List })
      .serviceTask("work", ({ vars }) => (mended ? vars.list : mutate(vars)), once)
      .output(({ vars }) => vars.list)
    const script = process("script", { version: 1, input: List })
      .set("copy", ({ vars }) => (mended ? vars.list : mutate(vars)))
      .output(({ vars }) => vars.copy)
    const millrace = await closing(Millrace.open({ processes: [handler, script], ...place() }))
    for (const [flow, element, code] of [
      [handler, "work", "HandlerFailed"],
      [script, "copy", "CodeFailed"],
    ] as const) {
      mended = false
      const { id, result } = await millrace.start(flow, { list: [1] })
      const incident = await incidentOf(millrace, id)
      expect(incident).toMatchObject({ element, code, message: expect.stringContaining("not extensible") })
      mended = true
      await millrace.incidents.retry(incident.id)
      expect(await result()).toEqual([1])
    }
  })

  it("may complete a task of its own instance, and is told when there is none", async () => {
    let engine: Engine | undefined
    const complete = async ({ instance }: Context<object>) => {
      await eventually(async () => (await engine?.userTasks.list({ instance }))?.items[0])
      await engine?.userTasks.complete(`${(await taskOf(engine, instance)).id}`, {}, { by: "robot" })
      return "completed it"
    }
    const alone = process("alone", { version: 1 })
      .serviceTask("work", ({ instance }) => tally([Promise.resolve(engine?.userTasks.complete(`${instance}:1`, {}, { by: "robot" }))]))
      .output(({ vars }) => vars.work)
    const beside = process("beside", { version: 1 })
      .parallel("both", { person: (b) => b.userTask("look"), robot: (b) => b.serviceTask("work", complete, once) })
      .output(({ vars }) => vars.work)
    engine = await closing(Millrace.open({ processes: [alone, beside], ...place() }))
    expect(await (await engine.start(alone, {})).result()).toEqual({ UserTaskNotFound: 1 })
    expect(await (await engine.start(beside, {})).result()).toBe("completed it")
  })

  it("may start a thousand instances", async () => {
    let engine: Engine | undefined
    const child = process("child", { version: 1 })
      .serviceTask("work", () => 1)
      .output(({ vars }) => vars.work)
    const parent = process("parent", { version: 1 })
      .serviceTask("work", async () => {
        const handles = await Promise.all(Array.from({ length: 1000 }, () => engine?.start(child, {})))
        const results = await Promise.all(handles.map((handle) => handle?.result()))
        return results.length
      })
      .output(({ vars }) => vars.work)
    engine = await closing(Millrace.open({ processes: [child, parent], ...place() }))
    expect(await (await engine.start(parent, {})).result()).toBe(1000)
  })

  it("that waits for the result of its own instance is ended by its timeout", async () => {
    let engine: Engine | undefined
    let mended = false
    const own = process("own", { version: 1 })
      .serviceTask("work", ({ instance }) => (mended ? "mended" : (engine?.engine.result(instance) as never)), {
        ...once,
        timeout: "50 millis",
      })
      .output(({ vars }) => vars.work)
    engine = await closing(Millrace.open({ processes: [own], ...place() }))
    const { id, result } = await engine.start(own, {})
    const incident = await incidentOf(engine, id)
    expect(incident).toMatchObject({ code: "HandlerTimedOut", element: "work" })
    mended = true
    await engine.incidents.retry(incident.id)
    expect(await result()).toBe("mended")
  })

  it("may cancel its own instance, and is told to stop", async () => {
    let engine: Engine | undefined
    let aborted = false
    const own = process("own", { version: 1 })
      .serviceTask("work", async ({ instance, signal }) => {
        await engine?.cancel(instance, "by myself")
        aborted = signal.aborted
      })
      .end()
    engine = await closing(Millrace.open({ processes: [own], ...place() }))
    await expectError((await engine.start(own, {})).result(), "ProcessCancelled", "own", "by myself")
    await eventually(async () => aborted || undefined)
  })

  it("that answers or fails after its timeout changes nothing any more", async () => {
    const late: Array<() => void> = []
    const slow = process("slow", { version: 1 })
      .serviceTask(
        "work",
        ({ attempt }) =>
          new Promise<number>((done, failed) => late.push(attempt === 1 ? () => failed(new Error("late")) : () => done(attempt))),
        {
          timeout: "20 millis",
          retry: { attempts: 2, delay: 1 },
        },
      )
      .userTask("look")
      .end()
    const millrace = await closing(Millrace.open({ processes: [slow], ...place() }))
    const { id } = await millrace.start(slow, {})
    const incident = await incidentOf(millrace, id)
    const before = (await millrace.history(id)).length
    expect(late).toHaveLength(2)
    for (const answer of late) answer()
    await millrace.list()
    expect((await millrace.incidents.list({ instance: id })).items).toEqual([incident])
    expect(await millrace.history(id)).toHaveLength(before)
  })

  it("that blocks the loop beyond the engine's lease loses nothing, and others go on", async () => {
    let runs = 0
    const block = process("block", { version: 1 })
      .serviceTask("work", () => {
        runs++
        const until = performance.now() + 400
        while (performance.now() < until);
        return runs
      })
      .output(({ vars }) => vars.work)
    const other = process("other", { version: 1 })
      .wait("soon", "50 millis")
      .serviceTask("work", () => "done")
      .output(({ vars }) => vars.work)
    const millrace = await closing(Millrace.open({ processes: [block, other], ...place(), leaseTime: 100, sweepInterval: 100 }))
    const handles = [await millrace.start(other, {}), await millrace.start(block, {}), await millrace.start(other, {})]
    const [first, blocked, last] = await Promise.all(handles.map((handle) => handle.result()))
    expect([first, last]).toEqual(["done", "done"])
    expect(blocked).toBeGreaterThanOrEqual(1)
    expect((await millrace.incidents.list()).items).toEqual([])
  })
})

describe("code that chooses", () => {
  it.each<[what: string, choose: () => unknown, code: string, says: string]>([
    [
      "throws",
      () => {
        throw new Error("no choice")
      },
      "CodeFailed",
      "no choice",
    ],
    [
      "throws what is no error",
      () => {
        throw undefined
      },
      "CodeFailed",
      "'size'",
    ],
    ["gives no text", () => undefined, "CodeFailed", "undefined instead of the name of a flow"],
    ["gives NaN", () => Number.NaN, "CodeFailed", "NaN instead of the name of a flow"],
    [
      "gives a promise",
      async () => {
        throw new Error("late")
      },
      "CodeFailed",
      "returned a promise",
    ],
    ["gives a function", () => () => "big", "CodeFailed", "a function instead of the name of a flow"],
    ["gives the name of no branch", () => "huge", "NoFlowApplies", "'big', 'small'"],
    ["gives a name that objects have", () => "__proto__", "NoFlowApplies", "'big', 'small'"],
  ])("and %s leaves an incident, and goes on when it is mended", async (_what, choose, code, says) => {
    let chooses: () => unknown = choose
    const order = process("order", { version: 1 })
      .exclusive("size", () => chooses() as "big" | "small", { big: (b) => b.set("size_", "big"), small: (b) => b.set("size_", "small") })
      .output(({ vars }) => vars.size_)
    const millrace = await closing(Millrace.open({ processes: [order], file: freshFile() }))
    const { id, result } = await millrace.start(order, {})
    const incident = await incidentOf(millrace, id)
    expect(incident).toMatchObject({ instance: id, process: "order", element: "size", code, message: expect.stringContaining(says) })
    chooses = () => "small"
    await millrace.incidents.retry(incident.id)
    expect(await result()).toBe("small")
  })
})

describe("closing", () => {
  const wait = process("wait", { version: 1 })
    .userTask("look")
    .output(() => 1)

  it.each(places)("ends what waits for a result with an error, and refuses everything afterwards, on $kind", async ({ place }) => {
    const millrace = await closing(Millrace.open({ processes: [wait], ...place() }))
    const { id, result } = await millrace.start(wait, {})
    const task = await taskOf(millrace, id)
    const waiting = result()
    const settled = expectError(waiting, "EngineClosed", "open a new one")
    await Promise.all([millrace.close(), millrace.close()])
    await millrace.close()
    await settled
    const { userTasks, incidents } = millrace
    for (const ask of [
      () => millrace.start(wait, {}),
      () => millrace.get(id),
      () => millrace.why(id),
      () => millrace.list(),
      () => millrace.history(id),
      () => millrace.cancel(id),
      () => result(),
      () => millrace.complete(id, wait, "look", {}, { by: "ann" }),
      () => userTasks.list(),
      () => userTasks.get(task.id),
      () => userTasks.claim(task.id, "ann"),
      () => userTasks.complete(task.id, {}, { by: "ann" }),
      () => incidents.list(),
      () => incidents.retry(`${id}:1`),
    ]) {
      await expectError(ask(), "EngineClosed")
    }
  })

  it("from within a handler waits no longer than the grace period; the instance goes on in the next engine", async () => {
    const file = freshFile()
    let engine: Engine | undefined
    let lives = 0
    const closer = process("closer", { version: 1 })
      .serviceTask("work", async () => {
        lives++
        if (lives === 1) await engine?.close()
        return lives
      })
      .output(({ vars }) => vars.work)
    engine = await Millrace.open({ processes: [closer], file, gracePeriod: 50 })
    const { id, result } = await engine.start(closer, {})
    await expectError(result(), "EngineClosed")
    const second = await closing(Millrace.open({ processes: [closer], file }))
    expect(await second.handle(closer, id).result()).toBe(2)
  })

  it("hears no handler that fails afterwards, and the host goes on", async () => {
    const file = freshFile()
    const rejections: Array<unknown> = []
    const note = (cause: unknown) => rejections.push(cause)
    globalThis.process.on("unhandledRejection", note)
    let fail = (_cause: Error) => {}
    let lives = 0
    const slow = process("slow", { version: 1 })
      .serviceTask("work", () =>
        ++lives === 1
          ? new Promise<number>((_done, failed) => {
              fail = failed
            })
          : lives,
      )
      .output(({ vars }) => vars.work)
    const first = await Millrace.open({ processes: [slow], file, gracePeriod: 0 })
    const { id } = await first.start(slow, {})
    await first.close()
    fail(new Error("too late"))
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.process.off("unhandledRejection", note)
    expect(rejections).toEqual([])
    const second = await closing(Millrace.open({ processes: [slow], file }))
    expect(await second.handle(slow, id).result()).toBe(2)
  })
})
