/**
 * The process that is killed: service tasks with retries, timers, parallel branches, a sub-process, a user task, an
 * error and compensation. What it has to have done in the end follows from its number alone.
 */
import { process, Schema } from "millrace"
import type { LineFile, SideEffect } from "../proof/Ledger.ts"

class Declined extends Schema.TaggedError<Declined>()("Declined", { number: Schema.Number }) {}

const Input = Schema.Struct({ number: Schema.Number })
export const Verdict = Schema.Struct({ note: Schema.String })

export const instanceId = (number: number | ""): string => `crash-${number}`
export const noteFor = (number: number): string => `seen ${number}`

/** Every third instance has a handler that fails at first. */
const stumbles = (number: number): boolean => number % 3 === 0
/** Every fifth instance is declined, and compensated. */
const declines = (number: number): boolean => number % 5 === 0
/** Every seventh instance has a value that is a row of its own. */
const bulk = (number: number): string => "x".repeat(number % 7 === 0 ? 3000 : 3)

/** What a handler is told that matters here. */
interface Call {
  readonly vars: { readonly number: number }
  readonly instance: string
  readonly idempotencyKey: string
  readonly attempt: number
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** The process, with handlers that note in the ledger what they do. */
export const crashProcess = (ledger: LineFile<SideEffect>) => {
  /** Notes the work, takes its time for it (none for some), and gives its result. */
  const work =
    <A>(step: string, result: (number: number) => A) =>
    async ({ vars: { number }, instance, idempotencyKey: key, attempt }: Call): Promise<A> => {
      ledger.add({ phase: "start", instance, step, key, attempt })
      if ((number + step.length) % 3 > 0) await pause((number * 7 + step.length) % 25)
      if (step === "label" && stumbles(number) && attempt === 1) throw new Error("the label printer is warming up")
      ledger.add({ phase: "end", instance, step, key, attempt })
      return result(number)
    }
  const retry = { attempts: 5, delay: 30, factor: 2, maxDelay: 200, jitter: 0.5 }

  return process("crash", { version: 1, input: Input })
    .serviceTask(
      "reserve",
      work("reserve", (number) => ({ ref: `r${number}`, bulk: bulk(number) })),
    )
    .compensate(work("release", () => null))
    .wait("pause", ({ vars }) => `PT${(0.05 + (vars.number % 10) * 0.05).toFixed(2)}S`)
    .parallel("prepare", {
      goods: (b) =>
        b
          .serviceTask(
            "pick",
            work("pick", (number) => number + 1),
          )
          .serviceTask(
            "pack",
            work("pack", (number) => number + 2),
          ),
      papers: (b) =>
        b.subProcess("papers", (inner) =>
          inner
            .serviceTask(
              "label",
              work("label", (number) => `l${number}`),
              { retry },
            )
            .compensate(work("unlabel", () => null))
            .wait("dry", "PT0.1S")
            .serviceTask(
              "sign",
              work("sign", (number) => number * 2),
            ),
        ),
      news: (b) =>
        b.serviceTask(
          "announce",
          work("announce", () => true),
        ),
    })
    .userTask("approval", { form: Verdict, groups: ["crew"] })
    .onTimer("forgotten", "1 hour", (b) => b.end("forgotten"))
    .wait("night", "PT0.8S")
    .serviceTask("charge", async (call) => {
      const charged = await work("charge", (number) => number * 10)(call)
      if (declines(call.vars.number)) throw new Declined({ number: call.vars.number })
      return charged
    })
    .onError("declined", Declined, (b) => b.rollback("undo").output(({ vars }) => ({ declined: vars.declined.number })))
    .output(({ vars }) => ({
      reserved: vars.reserve.ref,
      packed: vars.pack,
      label: vars.papers.label,
      sum: vars.papers.sign + vars.charge,
    }))
}

/** The result of an instance. */
export const expectedOutput = (number: number): unknown =>
  declines(number) ? { declined: number } : { reserved: `r${number}`, packed: number + 2, label: `l${number}`, sum: number * 12 }

/** How often each handler's work has to be recorded as done in an instance; `charge` fails where it is declined. */
export const expectedWork = (number: number): Readonly<Record<string, number>> => ({
  reserve: 1,
  pick: 1,
  pack: 1,
  label: 1,
  sign: 1,
  announce: 1,
  charge: 1,
  release: declines(number) ? 1 : 0,
  unlabel: declines(number) ? 1 : 0,
})

/** How often each element has to be recorded as completed in an instance. */
export const expectedCompletions = (number: number): Readonly<Record<string, number>> => ({
  reserve: 1,
  pause: 1,
  pick: 1,
  pack: 1,
  "papers/label": 1,
  "papers/dry": 1,
  "papers/sign": 1,
  papers: 1,
  announce: 1,
  approval: 1,
  forgotten: 0,
  night: 1,
  charge: declines(number) ? 0 : 1,
  declined: declines(number) ? 1 : 0,
  undo: declines(number) ? 1 : 0,
  "reserve:compensation": declines(number) ? 1 : 0,
  "papers/label:compensation": declines(number) ? 1 : 0,
})
