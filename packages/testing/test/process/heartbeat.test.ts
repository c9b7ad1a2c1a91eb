/** Heartbeats and progress, under virtual time. */
import { fixed, process } from "@millrace/builder"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { testProcess } from "../../src/process/index.ts"

describe("long-running handlers under test", () => {
  it("find in the next attempt what they reported, through timeouts and crashes", async () => {
    const seen: Array<unknown> = []
    const copy = process("copy", { version: 1 })
      .serviceTask(
        "files",
        async ({ progress, heartbeat, signal, attempt }) => {
          seen.push([attempt, progress])
          const from = typeof progress === "number" ? progress : 0
          await heartbeat(from + 10)
          if (from < 20) await new Promise((_, reject) => signal.addEventListener("abort", reject))
          return from
        },
        { heartbeat: "30 seconds", retry: fixed({ attempts: 3, delay: 1 }) },
      )
      .output(({ vars }) => vars.files)
    await using test = testProcess(copy)
    await test.start({})
    await test.advance("29 seconds")
    expect(seen).toEqual([[1, undefined]])
    await test.advance("2 seconds")
    expect(seen).toEqual([
      [1, undefined],
      [2, 10],
    ])
    await test.crash()
    expect(seen.at(-1)).toEqual([2, 20])
    expect(await test.result()).toEqual({ output: 20 })
    const events = (await test.history()).flatMap((entry) => entry.events)
    expect(events.filter(({ type }) => type === "JobProgressed")).toHaveLength(3)
    expect(events).toContainEqual(
      expect.objectContaining({ type: "JobRetryScheduled", fault: expect.objectContaining({ code: "HandlerSilent" }) }),
    )
  })

  it("keep what they reported through an incident", async () => {
    const seen: Array<unknown> = []
    const once = process("once", { version: 1 })
      .serviceTask(
        "work",
        async ({ progress, heartbeat }) => {
          seen.push(progress)
          await heartbeat({ at: "half".repeat(500) })
          if (progress === undefined) throw new Error("out of paper")
        },
        { retry: { attempts: 1 } },
      )
      .end()
    await using test = testProcess(once)
    await test.start({})
    await test.retry("work")
    expect(seen).toEqual([undefined, { at: "half".repeat(500) }])
    expect(await test.result()).toHaveProperty("output")
  })

  it("may report as often as they like: what comes faster than it can be stored is stored once", async () => {
    const eager = process("eager", { version: 1 })
      .serviceTask("work", async ({ heartbeat }) => {
        await Promise.all(Array.from({ length: 100 }, (_, n) => heartbeat({ n })))
        return "done"
      })
      .serviceTask("effect", ({ heartbeat }) => Effect.promise(() => heartbeat("half way")).pipe(Effect.as("too")))
      .output(({ vars }) => vars.work)
    await using test = testProcess(eager)
    await test.start({})
    expect(await test.result()).toEqual({ output: "done" })
    const reports = (await test.history()).flatMap(({ events }) => events.filter(({ type }) => type === "JobProgressed"))
    expect(reports).toMatchObject([{ progress: { n: 0 } }, { progress: { n: 99 } }, { progress: "half way" }])
  })

  it("are told at once what cannot be stored, and go on", async () => {
    const codes: Array<unknown> = []
    const odd = process("odd", { version: 1 })
      .serviceTask("work", async ({ heartbeat }) => {
        await heartbeat(10n).catch((error: { readonly code: unknown }) => codes.push(error.code))
        return 1
      })
      .end()
    await using test = testProcess(odd)
    await test.start({})
    expect(codes).toEqual(["ResultNotStorable"])
    expect(await test.incidents()).toEqual([])
  })

  it("may be alive for ever as long as they say so, and learn from a heartbeat that nobody waits any more", async () => {
    let beat: (() => Promise<void>) | undefined
    let refused: unknown
    const watch = process("watch", { version: 1 })
      .serviceTask(
        "tail",
        ({ heartbeat, signal }) => {
          beat = heartbeat
          return new Promise<null>((resolve) => {
            signal.addEventListener("abort", () => resolve(null))
          })
        },
        { heartbeat: "1 minute" },
      )
      .end()
    await using test = testProcess(watch)
    await test.start({})
    for (let minute = 0; minute < 20; minute++) {
      await test.advance("50 seconds")
      await beat?.()
    }
    expect((await test.waiting()).map(({ path }) => path)).toEqual(["tail"])
    await test.cancel("enough")
    await beat?.().catch((error: Error) => {
      refused = error.message
    })
    expect(refused).toContain("the job was cancelled")
  })
})
