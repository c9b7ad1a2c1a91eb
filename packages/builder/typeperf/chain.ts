/**
 * Generates a process of many steps of mixed kind, as TypeScript source: what the type benchmark compiles.
 */

/** The tenth of steps that are not plain, so that every ten steps hold one of each kind. */
const special = (i: number): string | undefined => {
  switch (i % 10) {
    case 1:
      return `.serviceTask("s${i}", () => charge(${i})).compensate(({ vars }) => vars.s${i}.id).onError("e${i}", Declined, (b) => b.fail("f${i}", ({ vars }) => vars.e${i}))`
    case 3:
      return `.parallel("p${i}", { a: (b) => b.serviceTask("a${i}", ({ vars }) => vars.sum), b: (b) => b.serviceTask("b${i}", () => mail("x")) })`
    case 5:
      return `.userTask("u${i}", { form: Form }).onTimer("t${i}", "1 day", (b) => b.serviceTask("r${i}", () => "late"), { interrupting: false })`
    case 7:
      return `.exclusive("x${i}", ({ vars }) => vars.sum > ${i} ? "big" : "small", { big: (b) => b.set("v${i}", ({ vars }) => vars.sum), small: (b) => b })`
    case 9:
      return more(i)
    default:
      return undefined
  }
}

/** What a process has now and then: every ten steps one of these, each in turn. */
const more = (i: number): string => {
  const kinds = [
    `.race("r${i}", { paid${i}: (on) => on.message(Paid, ({ vars }) => vars.id).set("m${i}", ({ vars }) => vars.paid${i}.cents), late: (on) => on.timer("1 day").set("m${i}", 0) })`,
    `.forEach("l${i}", ({ vars }) => [vars.sum], (b) => b.serviceTask("k", ({ vars }) => vars.item + vars.sum), { concurrency: 2, until: ({ results }) => results.some((r) => r.k > 1) })`,
    `.call("c${i}", child, ({ vars }) => ({ n: vars.sum })).onError("ce${i}", Declined, (b) => b.fail("cf${i}", ({ vars }) => vars.ce${i}))`,
    `.receive("m${i}", Paid, ({ vars }) => vars.id).onMessage("o${i}", Paid, "x", (b) => b.set("w${i}", ({ vars }) => vars.o${i}.cents))`,
    `.some("q${i}", 1, { a: (b) => b.userTask("qa${i}", { form: Form }), b: (b) => b.set("qb${i}", ({ vars }) => vars.sum) })`,
  ]
  return kinds[Math.floor(i / 10) % kinds.length] ?? ""
}

/** Source of a process of `steps` steps; of none, it is what every chain costs before its first step. */
export const chainSource = (steps: number): string => {
  const lines = Array.from(
    { length: steps },
    (_, i) => `  ${special(i) ?? `.serviceTask("s${i}", ({ vars }) => ({ n: vars.sum + ${i} }))`}`,
  )
  return `import { Effect, Schema } from "effect"
import { message, process } from "../../src/index.ts"
class Declined extends Schema.TaggedError<Declined>()("Declined", { reason: Schema.String }) {}
declare class Mail { readonly "~mail": true }
declare const mail: (to: string) => Effect.Effect<void, never, Mail>
declare const charge: (amount: number) => Effect.Effect<{ readonly id: string }, Declined>
const Form = Schema.Struct({ ok: Schema.Boolean })
const Paid = message("paid", { payload: Schema.Struct({ orderId: Schema.String, cents: Schema.Number }), key: (p) => p.orderId })
const child = process("child", { version: 1, input: Schema.Struct({ n: Schema.Number }) }).serviceTask("c", ({ vars }) => charge(vars.n)).output(({ vars }) => vars.c.id)
export const chain = process("chain", { version: 1, input: Schema.Struct({ id: Schema.String, sum: Schema.Number }), saga: true })
${lines.join("\n")}
  .output(({ vars }) => vars.sum)
export const check: number = chain["~types"] === undefined ? 0 : chain["~types"]({ id: "", sum: 1 }).output
`
}
