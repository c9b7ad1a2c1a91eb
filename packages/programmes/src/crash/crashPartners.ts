/**
 * What the process that is killed deals with: one process that it calls, and one that its message begins and that
 * answers by another.
 */
import { message, process, Schema } from "millrace"
import type { LineFile, SideEffect } from "../proof/Ledger.ts"
import { worker } from "./crashWork.ts"

const Numbered = Schema.Struct({ number: Schema.Number })

export const Asked = message("crash.asked", { payload: Numbered, key: ({ number }) => number })
export const Answered = message("crash.answered", {
  payload: Schema.Struct({ number: Schema.Number, answer: Schema.String }),
  key: ({ number }) => number,
})

/** It is called, and undone where its caller is. */
export const reportProcess = (ledger: LineFile<SideEffect>) => {
  const work = worker(ledger)
  return process("crash-report", { version: 1, input: Numbered })
    .serviceTask(
      "print",
      work("print", (number) => number + 3),
    )
    .compensate(work("unprint", () => null))
    .output(({ vars }) => ({ pages: vars.print }))
}

/** It begins with a question, and sends the answer. */
export const answerProcess = (ledger: LineFile<SideEffect>) => {
  const work = worker(ledger)
  return process("crash-answer", { version: 1, input: Numbered })
    .startOnMessage("byQuestion", Asked, (question) => question)
    .serviceTask(
      "answer",
      work("answer", (number) => `a${number}`),
    )
    .send("tell", Answered, ({ vars }) => ({ number: vars.number, answer: vars.answer }))
    .end()
}

/** All of them: each runs once for each instance of the process that is killed. */
export const crashPartners = (ledger: LineFile<SideEffect>) => [reportProcess(ledger), answerProcess(ledger)] as const
