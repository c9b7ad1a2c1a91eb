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
    default:
      return undefined
  }
}

/** Source of a process of `steps` steps; of none, it is what every chain costs before its first step. */
export const chainSource = (steps: number): string => {
  const lines = Array.from(
    { length: steps },
    (_, i) => `  ${special(i) ?? `.serviceTask("s${i}", ({ vars }) => ({ n: vars.sum + ${i} }))`}`,
  )
  return `import { Effect, Schema } from "effect"
import { process } from "../../src/index.ts"
class Declined extends Schema.TaggedError<Declined>()("Declined", { reason: Schema.String }) {}
declare class Mail { readonly "~mail": true }
declare const mail: (to: string) => Effect.Effect<void, never, Mail>
declare const charge: (amount: number) => Effect.Effect<{ readonly id: string }, Declined>
const Form = Schema.Struct({ ok: Schema.Boolean })
export const chain = process("chain", { version: 1, input: Schema.Struct({ sum: Schema.Number }), saga: true })
${lines.join("\n")}
  .output(({ vars }) => vars.sum)
export const check: number = chain["~types"] === undefined ? 0 : chain["~types"]({ sum: 1 }).output
`
}
