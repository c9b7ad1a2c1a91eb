/** Times and policies out of the ordinary: refused with a sentence, or kept without harm to anybody else. */
import { describe, expect, it, vi } from "vitest"
import { exponential, Millrace, process, type RetryPolicy } from "../../src/index.ts"
import { closing, eventually, freshFile, incidentOf, places } from "./Scene.ts"

const diagnosticsOf = (build: () => unknown): string => {
  try {
    build()
    return "built"
  } catch (cause) {
    expect(cause).toMatchObject({ code: "ProcessInvalid" })
    return String(cause)
  }
}

describe("building a process", () => {
  it.each<[Partial<RetryPolicy>]>([
    [{ attempts: 0 }],
    [{ attempts: -1 }],
    [{ attempts: 1.5 }],
    [{ attempts: Number.NaN }],
    [{ attempts: Number.POSITIVE_INFINITY }],
    [{ delay: -1 }],
    [{ delay: Number.NaN }],
    [{ factor: -2 }],
    [{ jitter: 2 }],
  ])("refuses the retry policy %j", (retry) => {
    const said = diagnosticsOf(() =>
      process("order", { version: 1 })
        .serviceTask("pay", () => 1, { retry })
        .end()
        .build(),
    )
    expect(said).toContain("order@1")
    expect(said).toContain("retry")
  })

  it.each([[0], [-1], [Number.NaN], [Number.POSITIVE_INFINITY], [""], ["soon"]])("refuses the timeout %j", (timeout) => {
    const options = { timeout: timeout as number }
    expect(
      diagnosticsOf(() =>
        process("order", { version: 1 })
          .serviceTask("pay", () => 1, options)
          .end()
          .build(),
      ),
    ).toMatch(/'pay'.*30 seconds/)
  })

  it.each([[0], [-1], [1.5]])("refuses the concurrency %j", (concurrency) => {
    expect(
      diagnosticsOf(() =>
        process("order", { version: 1 })
          .serviceTask("pay", () => 1, { concurrency })
          .end()
          .build(),
      ),
    ).toContain("'pay'")
  })

  it.each([[""], ["soon"], ["P"], ["2020-01-01"], ["+275761-01-01T00:00:00Z"], ["9999999999 days"], ["Infinity"]])(
    "refuses to wait %j",
    (due) => {
      expect(diagnosticsOf(() => process("order", { version: 1 }).wait("pause", due).end().build())).toMatch(/'pause'.*PT30S/)
    },
  )

  it.each([[""], ["a b"], ["a/b"], ["a@b"], ["x\0"], ["x".repeat(201)]])("refuses the id %j", (id) => {
    expect(diagnosticsOf(() => process(id, { version: 1 }).end().build())).toContain("cannot be the id of a process")
  })
})

describe.each(places)("timers, on $kind,", ({ place }) => {
  const soon = process("soon", { version: 1 })
    .wait("pause", "10 millis")
    .output(() => "fired")
  const at = (due: () => string | Date) =>
    process("at", { version: 1 })
      .wait("pause", due)
      .output(() => "fired")

  it.each([["PT0S"], ["-5 seconds"], ["2020-01-01T00:00:00Z"], ["0 millis"]])("due already (%j) fire at once", async (due) => {
    const flow = at(() => due)
    const millrace = await closing(Millrace.open({ processes: [flow], ...place() }))
    expect(await (await millrace.start(flow, {})).result()).toBe("fired")
  })

  it("due at the end of time wait, also after a restart, and let all others fire", async () => {
    const flow = at(() => new Date(8.64e15))
    const options = { processes: [flow, soon], ...place() }
    const millrace = await closing(Millrace.open(options))
    const { id } = await millrace.start(flow, {})
    expect((await millrace.why(id)).join()).toContain("+275760-09-13T00:00:00.000Z")
    expect(await (await millrace.start(soon, {})).result()).toBe("fired")
    if (!("file" in options)) return
    await millrace.close()
    const second = await closing(Millrace.open(options))
    expect(await (await second.start(soon, {})).result()).toBe("fired")
    expect(await second.get(id)).toMatchObject({ status: "active", waiting: [{ element: "pause", for: "timer", due: 8.64e15 }] })
  })

  it.each<[unknown]>([["soon"], [""], ["9999999999 days"], [Number.NaN], [undefined], [new Date(Number.NaN)], [{}]])(
    "whose code gives %j are an incident, and go on when it is mended",
    async (odd) => {
      let mended = false
      const flow = at(() => (mended ? "PT0S" : (odd as string)))
      const millrace = await closing(Millrace.open({ processes: [flow], ...place() }))
      const { id, result } = await millrace.start(flow, {})
      const incident = await incidentOf(millrace, id)
      expect(incident).toMatchObject({ element: "pause", code: "CodeFailed" })
      mended = true
      await millrace.incidents.retry(incident.id)
      expect(await result()).toBe("fired")
    },
  )

  it("and retries survive a clock that goes back and forth", async () => {
    const real = Date.now.bind(Date)
    let shift = 0
    const now = vi.spyOn(Date, "now").mockImplementation(() => real() + shift)
    try {
      let runs = 0
      const flaky = process("flaky", { version: 1 })
        .serviceTask(
          "work",
          () => {
            if (++runs < 3) throw new Error("again")
            return runs
          },
          { retry: exponential({ attempts: 5, delay: "5 millis" }) },
        )
        .wait("pause", "10 millis")
        .output(({ vars }) => vars.work)
      const millrace = await closing(Millrace.open({ processes: [flaky], ...place(), leaseTime: 300, sweepInterval: 20 }))
      const { id, result } = await millrace.start(flaky, {})
      shift = -3_600_000
      await eventually(async () => (await millrace.history(id)).length > 0 || undefined)
      shift = 3_600_000
      expect(await result()).toBe(3)
      shift = 0
      expect(await (await millrace.start(flaky, {})).result()).toBe(4)
    } finally {
      now.mockRestore()
    }
  })
})

describe("a retry policy without end", () => {
  it("keeps its next attempt a date, and is readable", async () => {
    const never = process("never", { version: 1 })
      .serviceTask(
        "work",
        () => {
          throw new Error("again")
        },
        { retry: { attempts: 1_000_000, delay: 1e300, maxDelay: 1e300 } },
      )
      .end()
    const other = process("other", { version: 1 })
      .wait("pause", "10 millis")
      .output(() => 1)
    const millrace = await closing(Millrace.open({ processes: [never, other], file: freshFile() }))
    const { id } = await millrace.start(never, {})
    const why = await eventually(async () => (await millrace.why(id)).find((reason) => reason.includes("is due")))
    expect(why).toContain("Attempt 2 of 1000000")
    expect(await (await millrace.start(other, {})).result()).toBe(1)
  })
})
