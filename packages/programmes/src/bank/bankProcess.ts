/**
 * The transfers that are killed: most move their money, some fail after they have touched both accounts, some are
 * refused, some are undone by a compensation that is transactional as well. What becomes of each follows from its number.
 */
import { process, Schema, type TransactionContext } from "millrace"
import { accountName, book } from "./Books.ts"

class Refused extends Schema.TaggedError<Refused>()("Refused", { number: Schema.Number }) {}
class Regretted extends Schema.TaggedError<Regretted>()("Regretted", { number: Schema.Number }) {}

const Input = Schema.Struct({ number: Schema.Number })

export const bankInstance = (number: number): string => `transfer-${number}`

/** How a transfer has to end: which entries it has to have in the books, each once, and as what it is recorded. */
export const expectedEnd = (
  number: number,
): { readonly entries: ReadonlyArray<"move" | "undo">; readonly status: "completed" | "failed" } => {
  if (isRefused(number)) return { entries: [], status: "failed" }
  if (isRegretted(number)) return { entries: ["move", "undo"], status: "failed" }
  return { entries: ["move"], status: "completed" }
}
const isRefused = (number: number): boolean => number % 5 === 1
const isRegretted = (number: number): boolean => number % 7 === 2
/** Its first attempt throws at the very end of its transaction. */
const stumbles = (number: number): boolean => number % 3 === 0

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

type Call = TransactionContext<{ readonly number: number }>

const move = async ({ vars: { number }, sql, instance, idempotencyKey: key, attempt }: Call) => {
  const balance = await book(sql, {
    what: "move",
    instance,
    key,
    from: accountName(number),
    to: accountName(number * 5 + 1),
    amount: 1 + (number % 90),
  })
  // So that kills find the transaction open.
  await pause(number % 4)
  if (isRefused(number)) throw new Refused({ number })
  if (stumbles(number) && attempt === 1) throw new Error("the pen is out of ink")
  return balance
}

const undo = async ({ vars: { number }, sql, instance, idempotencyKey: key }: Call) => {
  await book(sql, { what: "undo", instance, key, from: accountName(number * 5 + 1), to: accountName(number), amount: 1 + (number % 90) })
  await pause(number % 3)
}

/** Locks that two transfers take in each other's way are given up by the database, and taken again. */
const retry = { attempts: 50, delay: 10, factor: 1.5, maxDelay: 200, jitter: 1 }

export const bankProcess = process("bank", { version: 1, input: Input, saga: true })
  .serviceTask("ask", ({ vars }) => vars.number)
  .serviceTask("move", move, { transactional: true, retry })
  .compensate(undo, { transactional: true, retry })
  .serviceTask("receipt", ({ vars }) => `${vars.number}: ${vars.move}`)
  .exclusive("regret", ({ vars }) => (isRegretted(vars.number) ? "regretted" : "kept"), {
    regretted: (b) => b.fail("regretted", ({ vars }) => new Regretted({ number: vars.number })),
    kept: (b) => b,
  })
  .output(({ vars }) => vars.receipt)
