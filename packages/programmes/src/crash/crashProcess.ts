/**
 * The process that is killed: service tasks with retries, timers, parallel branches, a sub-process, many at once, a call,
 * messages there and back, a user task, an error and compensation. What it has to have done in the end follows from its
 * number alone.
 */
import { process, Schema } from "millrace"
import type { LineFile, SideEffect } from "../proof/Ledger.ts"
import { Answered, Asked, reportProcess } from "./crashPartners.ts"
import { worker } from "./crashWork.ts"

class Declined extends Schema.TaggedError<Declined>()("Declined", { number: Schema.Number }) {}

const Input = Schema.Struct({ number: Schema.Number })
export const Verdict = Schema.Struct({ note: Schema.String })

export const noteFor = (number: number): string => `seen ${number}`

/** Every fifth instance is declined, and compensated. */
const declines = (number: number): boolean => number % 5 === 0
/** Every seventh instance has a value that is a row of its own. */
const bulk = (number: number): string => "x".repeat(number % 7 === 0 ? 3000 : 3)

/** The copies that are made. */
const copies = [1, 2, 3]

/** The process, with handlers that note in the ledger what they do. */
export const crashProcess = (ledger: LineFile<SideEffect>) => {
  const work = worker(ledger)
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
      copies: (b) =>
        b.forEach(
          "copies",
          () => copies,
          (inner) =>
            inner
              .serviceTask(
                "copy",
                work("copy", (number) => number),
              )
              .output(({ vars }) => vars.copy + vars.item),
          { as: "item", concurrency: 2 },
        ),
      report: (b) => b.call("report", reportProcess(ledger), ({ vars }) => ({ number: vars.number })),
      question: (b) =>
        b.send("ask", Asked, ({ vars }) => ({ number: vars.number })).receive("answered", Answered, ({ vars }) => vars.number),
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
      copies: vars.copies,
      pages: vars.report.pages,
      answer: vars.answered.answer,
    }))
}

/** The result of an instance. */
export const expectedOutput = (number: number): unknown =>
  declines(number)
    ? { declined: number }
    : {
        reserved: `r${number}`,
        packed: number + 2,
        label: `l${number}`,
        sum: number * 12,
        copies: copies.map((copy) => number + copy),
        pages: number + 3,
        answer: `a${number}`,
      }

/** How often each handler's work has to be recorded as done in an instance; `charge` fails where it is declined. */
export const expectedWork = (number: number): Readonly<Record<string, number>> => ({
  reserve: 1,
  pick: 1,
  pack: 1,
  label: 1,
  sign: 1,
  announce: 1,
  copy: copies.length,
  print: 1,
  answer: 1,
  charge: 1,
  release: declines(number) ? 1 : 0,
  unprint: declines(number) ? 1 : 0,
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
  "copies/copy": copies.length,
  // Each of them, and all of them together.
  copies: copies.length + 1,
  // Once more to be undone.
  report: declines(number) ? 2 : 1,
  ask: 1,
  answered: 1,
  approval: 1,
  forgotten: 0,
  night: 1,
  charge: declines(number) ? 0 : 1,
  declined: declines(number) ? 1 : 0,
  undo: declines(number) ? 1 : 0,
  "reserve:compensation": declines(number) ? 1 : 0,
  "papers/label:compensation": declines(number) ? 1 : 0,
})
