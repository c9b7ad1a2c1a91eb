/** A transfer: the money moves in the transaction that records it, and the receipt is sent afterwards. */
import { fixed, process } from "millrace"
import { move, NoFunds, readBooks, Transfer } from "./bank.ts"

export const transfer = process("transfer", { version: 1, input: Transfer })
  // A deadlock with another transfer, say, is tried again.
  .serviceTask("move", move, { transactional: true, retry: fixed({ attempts: 5, delay: "100 millis" }) })
  .onError("refused", NoFunds, (b) => b.output(({ vars }) => ({ moved: false, because: `${vars.refused.missing} are missing` })))
  // Not in the transaction: a receipt that was sent cannot be rolled back.
  .serviceTask("receipt", ({ vars }) => `${vars.from} has ${vars.move.left} left`)
  .output(({ vars }) => ({ moved: true, because: vars.receipt }))

/** Reads the tables of the bank. */
export const audit = process("audit", { version: 1 })
  .serviceTask("books", readBooks, { transactional: true })
  .output(({ vars }) => vars.books)
