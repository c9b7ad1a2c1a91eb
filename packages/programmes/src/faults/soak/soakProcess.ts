/**
 * The processes of the soak: what instances do that run for a long time beside each other.
 */
import { message, process, Schema } from "millrace"

export const kinds = ["sequence", "timer", "task", "retry", "parallel", "large", "letter", "call", "many", "cancel"] as const
export type Kind = (typeof kinds)[number]

const Input = Schema.Struct({ kind: Schema.Literals(kinds), number: Schema.Number })
const Verdict = Schema.Struct({ ok: Schema.Boolean })

/** How many characters a large value has: a row of its own. */
const large = 20_000

/** What is done at once, in an instance of that kind. */
const many = [1, 2, 3, 4, 5]

/** How often a handler is run in an instance of a kind, if nothing is done twice. */
export const expectedRuns: Readonly<Record<Kind, number>> = {
  ...{ sequence: 3, timer: 1, task: 1, retry: 2, parallel: 3, large: 2 },
  ...{ letter: 1, call: 1, many: many.length, cancel: 0 },
}

/** What instances of one kind wait for. */
export const Letter = message("soak.letter", { payload: Schema.Struct({ number: Schema.Number }), key: ({ number }) => number })

/** The process, and the one it calls; `ran` is told of every run of a handler. */
export const soakProcesses = (ran: (kind: Kind) => void) => {
  const step = (kind: Kind) => () => {
    ran(kind)
    return null
  }
  const part = process("soak-part", { version: 1, input: Schema.Struct({}) })
    .serviceTask("part", step("call"))
    .end()
  const soak = process("soak", { version: 1, input: Input })
    .exclusive("way", ({ vars }) => vars.kind, {
      sequence: (b) =>
        b.serviceTask("first", step("sequence")).serviceTask("second", step("sequence")).serviceTask("third", step("sequence")),
      timer: (b) =>
        b.wait("pause", ({ vars }) => `PT${(0.2 + (vars.number % 10) / 5).toFixed(1)}S`).serviceTask("afterwards", step("timer")),
      task: (b) => b.userTask("check", { form: Verdict, groups: ["crew"] }).serviceTask("checked", step("task")),
      retry: (b) =>
        b.serviceTask(
          "stumble",
          ({ attempt }) => {
            ran("retry")
            if (attempt === 1) throw new Error("not yet")
            return null
          },
          { retry: { attempts: 3, delay: 50, factor: 1, maxDelay: 50, jitter: 0 } },
        ),
      parallel: (b) =>
        b.parallel("fork", {
          one: (b) => b.serviceTask("one", step("parallel")),
          two: (b) => b.serviceTask("two", step("parallel")),
          three: (b) => b.serviceTask("three", step("parallel")),
        }),
      large: (b) =>
        b
          .serviceTask("load", ({ vars }) => {
            ran("large")
            return { text: `${vars.number} `.padEnd(large, "x") }
          })
          .serviceTask("measure", ({ vars }) => {
            ran("large")
            return vars.load.text.length
          }),
      letter: (b) => b.receive("letter", Letter, ({ vars }) => vars.number).serviceTask("read", step("letter")),
      call: (b) => b.call("part", part, () => ({})),
      many: (b) =>
        b.forEach(
          "many",
          () => many,
          (inner) => inner.serviceTask("each", step("many")),
          { as: "item", concurrency: 3 },
        ),
      cancel: (b) => b.userTask("forget", { form: Verdict, groups: ["nobody"] }),
    })
    .output(() => "done" as const)
  return { soak, part }
}
