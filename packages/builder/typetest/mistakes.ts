/**
 * Mistakes, and the sentence each of them is answered with: `test/types/messages.test.ts` compares what the compiler
 * says with what stands behind `@ts-expect-error`.
 */
import { Data, type Effect, Schema } from "effect"
import { type Context, fragment, type OutputOf, process, type ServiceSteps, type StepsOf } from "../src/index.ts"
import { type order, remind } from "../test/fixtures/processes.ts"

const Loan = Schema.Struct({ customer: Schema.String, sum: Schema.Number })
const Review = Schema.Union([
  Schema.Struct({ outcome: Schema.Literal("approve") }),
  Schema.Struct({ outcome: Schema.Literal("rework"), comment: Schema.String }),
])
class Declined extends Schema.TaggedError<Declined>()("Declined", { reason: Schema.String }) {}
class NotStored extends Data.TaggedError("NotStored")<{ readonly reason: string }> {}
declare const charge: (amount: number) => Effect.Effect<{ readonly id: string }, Declined>
declare const later: <T>(value: T) => Promise<T>
const withEmail = process("p", { version: 1, input: Schema.Struct({ email: Schema.String }) })
const start = process("start", { version: 1, input: Loan }).serviceTask("charge", () => charge(1))
const labelled = start.label("l")

// ---- names
// @ts-expect-error 'charge' is already a step or variable
start.serviceTask("charge", () => 1)
// @ts-expect-error 'sum' is already a step or variable
start.userTask("sum")
// @ts-expect-error 'end' is already a step or variable
start.set("end", 1)
// @ts-expect-error 'x' is already a step or variable
start.subProcess("s", (b) => b.set("x", 1).subProcess("t", (b) => b.set("x", 2)))
// @ts-expect-error 'p' is already a step or variable
start.parallel("p", { a: (b) => b.set("p", 1) })
// @ts-expect-error 'again' is already a label
start.label("again").label("again")
// @ts-expect-error 'reminder' is already a step or variable: put the fragment in a subProcess
withEmail.use(remind).use(remind)

// ---- transactions
// @ts-expect-error Property 'sql' does not exist on type
start.serviceTask("t", ({ sql }) => sql`SELECT 1`)
// @ts-expect-error Property 'sql' does not exist on type
start.serviceTask("t", ({ sql }) => sql`SELECT 1`, { transactional: false })
// @ts-expect-error Property 'sql' does not exist on type
start.compensate(({ sql }) => sql`DELETE FROM charges`, { retry: { attempts: 2 } })
// @ts-expect-error 'no' does not exist in type
start.serviceTask("t", ({ sql }) => sql`SELECT ${{ no: "value" }}`, { transactional: true })

// ---- what is known
// @ts-expect-error Property 'nothing' does not exist on type
start.serviceTask("unset", ({ vars }) => vars.nothing)
// @ts-expect-error 'vars.x' is possibly 'undefined'
start.exclusive("e", () => "a", { a: (b) => b.set("x", 1), b: (b) => b }).serviceTask("z", ({ vars }) => vars.x.toFixed())
// @ts-expect-error Property 'inner' does not exist on type
start.subProcess("s", (b) => b.set("inner", 1)).serviceTask("z", ({ vars }) => vars.inner)
// @ts-expect-error Property 'beside' does not exist on type
start.onTimer("tick", "1 day", (b) => b.set("beside", 1), { interrupting: false }).serviceTask("z", ({ vars }) => vars.beside)
// @ts-expect-error 'vars.charge' is possibly 'undefined'
start.onError("no", Declined, (b) => b).serviceTask("z", ({ vars }) => vars.charge.id)
// @ts-expect-error Property 'charge' does not exist on type
start.onError("no", Declined, (b) => b.set("why", ({ vars }) => vars.charge))
labelled
  .label("m")
  // @ts-expect-error Property 'later' does not exist on type
  .set("now", ({ vars }) => vars.later)
  .set("later", 1)
  .exclusive("e", () => "a", { a: (b) => b.goto("m"), b: (b) => b })
// @ts-expect-error Property 'email' is missing in type
start.use(remind)
// @ts-expect-error Property 'email' is missing in type
start.serviceTask("elsewhere", ({ vars }: Context<{ readonly email: string }>) => vars.email)
// @ts-expect-error Type 'number' is not assignable to type 'string'
start.update("customer", () => 1)

// ---- what can be stored
// @ts-expect-error a Date cannot be stored as it is: give the step a schema
start.serviceTask("bad", () => new Date())
// @ts-expect-error a Date cannot be stored as it is: give the step a schema
start.serviceTask("bad", async () => ({ deep: [{ at: new Date() }] }))
// @ts-expect-error this value cannot be stored as it is: give the step a schema
start.serviceTask("bad", () => new Map([["a", 1]]))
// @ts-expect-error a function cannot be stored
start.serviceTask("bad", () => ({ f: () => 1 }))
// @ts-expect-error the result is unknown: declare its type or give the step a schema
start.serviceTask("vague", (): unknown => 1)
// @ts-expect-error the handler's result is not what the schema of the step describes
start.serviceTask("bad", () => "today", { schema: Schema.Date })
// @ts-expect-error a Date cannot be stored as it is: give the step a schema
start.set("when", new Date())
// @ts-expect-error a value that comes later cannot be stored: compute it in a service task
start.set("when", () => later(1))
// @ts-expect-error a value that comes later cannot be stored: compute it in a service task
start.output(() => charge(1))
// @ts-expect-error an error that is caught is stored: make its class with Schema.TaggedError
start.onError("no", NotStored, (b) => b)

// ---- branches
// @ts-expect-error there is no branch 'nope'
start.exclusive("x", () => "nope", { a: (b) => b })
// @ts-expect-error a choice gives the name of a branch, as text
start.exclusive("x", ({ vars }) => vars.sum > 1, { yes: (b) => b, no: (b) => b })
// @ts-expect-error a decision cannot wait: compute this in a service task before it, and read its variable here
start.exclusive("x", () => later("a"), { a: (b) => b })
// @ts-expect-error a decision cannot wait: compute this in a service task before it, and read its variable here
start.repeat("x", (b) => b.set("y", 1), { until: () => later(true) })
// @ts-expect-error a condition gives a boolean
start.repeat("x", (b) => b, { until: ({ vars }) => vars.sum })
// @ts-expect-error another branch also sets 'n'
start.parallel("p", { a: (b) => b.set("n", 1), b: (b) => b.serviceTask("n", () => 2), c: (b) => b })
// @ts-expect-error a branch beside others cannot end the scope or give its output: leave that to the flow after them
start.parallel("p", { a: (b) => b.output(() => 1), b: (b) => b })
// @ts-expect-error a branch beside others cannot end the scope or give its output: leave that to the flow after them
start.onTimer("tick", "1 day", (b) => b.end(), { interrupting: false })
// @ts-expect-error no label 'start' stands before this step in the same scope
start.parallel("p", { a: (b) => b.goto("start") })
// @ts-expect-error no label 'l' stands before this step in the same scope
labelled.userTask("t").onTimer("tick", "1 day", (b) => b.goto("l"), { interrupting: false })
// @ts-expect-error no label 'l' stands before this step in the same scope
labelled.subProcess("s", (b) => b.goto("l"))
// @ts-expect-error this variable has no field that tells its kinds apart: a match needs a union with a field of literals
start.match("m", "charge", "id", {})
// @ts-expect-error Property 'rework' is missing in type
start.userTask("v", { form: Review }).match("m", "v", "outcome", { approve: (b) => b })

// ---- attachments
// @ts-expect-error Property 'compensate' does not exist on type
start.set("x", 1).compensate(() => 1)
// @ts-expect-error Property 'compensate' does not exist on type
start.onError("no", Declined, (b) => b).compensate(() => 1)
// @ts-expect-error Property 'onError' does not exist on type
start.wait("w", "1 day").onError("no", Declined, (b) => b)

// ---- processes
// @ts-expect-error Type 'number' is not assignable to type
export const mocks: ServiceSteps<StepsOf<typeof order>> = { charge: () => 5 }
// @ts-expect-error does not exist in type
export const unknownMock: ServiceSteps<StepsOf<typeof order>> = { nobody: () => 5 }
// @ts-expect-error Type 'number' is not assignable to type
export const output: OutputOf<typeof order> = 1
// @ts-expect-error Property 'email' is missing in type
process("p", { version: 1 }).use(fragment<{ readonly email: string }>()((b) => b))
// @ts-expect-error Type '"crad"' is not assignable to type '"card"'
process("p", { version: 1, input: Schema.Struct({ card: Schema.String }), redacted: ["crad"] })
// @ts-expect-error 'redacted' does not exist in type
start.compensate(() => 1, { redacted: true })
