/**
 * What is inferred where everything is right: each line compiles, or the types have changed.
 */
import { Effect, Schema } from "effect"
import {
  type Context,
  type ErrorOf,
  type FormOf,
  firstOf,
  type InputOf,
  type OutputOf,
  process,
  type ServicePath,
  type ServiceSteps,
  type ServicesOf,
  type StepsOf,
  type TaskPath,
  type TransactionContext,
} from "../src/index.ts"
import {
  CardDeclined,
  type loan,
  type Mail,
  type onboarding,
  type order,
  SoldOut,
  type trip,
  type twice,
} from "../test/fixtures/processes.ts"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}
/** Values of type `A` are values of `B` and the other way round, however the two are written. */
const alike = <A, B>(_: [A] extends [B] ? ([B] extends [A] ? true : false) : false): void => {}

// ---- what can be read off a process
alike<InputOf<typeof loan>, { readonly customer: string; readonly sum: number }>(true)
alike<OutputOf<typeof loan>, { granted: true; rounds: number; text: string } | { granted: false }>(true)
same<ErrorOf<typeof order>, CardDeclined>(true)
same<ErrorOf<typeof loan>, never>(true)
same<ServicesOf<typeof order>, Mail>(true)
same<ServicesOf<typeof twice>, Mail>(true)
same<TaskPath<StepsOf<typeof onboarding>>, "laptop" | "contract" | "escalated">(true)
same<
  ServicePath<StepsOf<typeof trip>>,
  "flight" | "flight:compensation" | `land/${"hotel" | "car"}` | `land/${"hotel" | "car"}:compensation`
>(true)
alike<FormOf<StepsOf<typeof onboarding>, "laptop">, { readonly serial: string }>(true)

// ---- mocks give what their steps give, and may name what they read
export const mocks: ServiceSteps<StepsOf<typeof order>> = {
  reservation: async ({ vars }: Context<{ readonly orderId: string }>) => ({ ref: vars.orderId }),
  charge: () => Effect.fail(new CardDeclined({ reason: "x" })),
  "charge:compensation": ({ attempt }) => `${attempt}`,
}

// ---- a caught error is gone, whatever else the activity raises stays
declare const risky: () => Effect.Effect<{ readonly ref: string }, CardDeclined | SoldOut>
const p = process("p", { version: 1, input: Schema.Struct({ n: Schema.Finite }) })
const caught = p
  .serviceTask("risky", risky)
  .onError("no", CardDeclined, (b) => b.end())
  .end()
same<ErrorOf<typeof caught>, SoldOut>(true)
const both = p
  .subProcess("s", (b) => b.serviceTask("risky", risky))
  .onError("no", CardDeclined, (b) => b.end())
  .onError("none", SoldOut, (b) => b.end())
  .end()
same<ErrorOf<typeof both>, never>(true)

// ---- variables
p.exclusive("e", () => "a", { a: (b) => b.set("x", 1), b: (b) => b.set("x", 2).set("y", "z") }).output(({ vars }) => {
  same<typeof vars.x, number>(true)
  same<typeof vars.y, string | undefined>(true)
  return null
})
p.exclusive("e", firstOf({ a: ({ vars }) => vars.n > 1 }, "b"), {
  a: (b) => b.set("x", 1),
  b: (b) => b.fail("f", () => new SoldOut({ sku: "" })),
}).output(({ vars }) => {
  same<typeof vars.x, number>(true)
  return null
})
p.exclusive("e", () => "a", { a: (b) => b.set("x", 1), b: (b) => b.set("x", "one"), c: (b) => b.set("y", true).end() }).output(
  ({ vars }) => {
    same<typeof vars.x, number | string>(true)
    same<"y" extends keyof typeof vars ? true : false, false>(true)
    return null
  },
)
// A way back adds nothing behind, and what it brings is not known where it leads.
p.label("again")
  .exclusive("e", () => "on", { on: (b) => b.set("x", 1), back: (b) => b.set("y", 1).goto("again") })
  .output(({ vars }) => {
    same<typeof vars.x, number>(true)
    same<"y" extends keyof typeof vars ? true : false, false>(true)
    return null
  })
p.subProcess("s", (b) => b.exclusive("e", () => "a", { a: (b) => b.output(() => 1), b: (b) => b.set("x", 2) })).output(({ vars }) => {
  alike<typeof vars.s, number | { readonly x: number }>(true)
  return null
})
p.repeat("loop", (b) => b.set("x", 1), { until: ({ vars }) => vars.x > 0 })
  .while(
    "maybe",
    ({ vars }) => vars.x > 5,
    (b) => b.set("y", 1),
  )
  .output(({ vars }) => {
    same<typeof vars.x, number>(true)
    same<typeof vars.y, number | undefined>(true)
    return null
  })
p.parallel("all", {
  a: (b) => b.set("x", 1),
  b: (b) => b.set("y", true),
  c: (b) => b.fail("f", () => new SoldOut({ sku: "" })),
  d: (b) => b,
}).output(({ vars }) => {
  same<typeof vars.x, number>(true)
  same<typeof vars.y, boolean>(true)
  return null
})
p.parallel("none", {})
  .set("x", 1)
  .output(({ vars }) => vars.x + vars.n)
p.userTask("plain").output(({ vars }) => vars.plain.completedBy)

// ---- results of every kind
interface Tree {
  readonly kids: ReadonlyArray<Tree>
}
declare const untyped: () => ReturnType<typeof JSON.parse>
const kinds = p
  .serviceTask("tree", (): Tree => ({ kids: [] }))
  .serviceTask("nothing", () => {})
  .serviceTask("later", async () => undefined)
  .serviceTask("untyped", untyped)
  .serviceTask("stops", (): never => {
    throw new Error("stop")
  })
  .serviceTask("dated", () => new Date(), { schema: Schema.Date })
  .output(({ vars }) => {
    same<typeof vars.tree, Tree>(true)
    same<typeof vars.dated, Date>(true)
    return null
  })
same<ErrorOf<typeof kinds>, never>(true)
same<ServicesOf<typeof kinds>, never>(true)
const ended = p.exclusive("e", () => "a", { a: (b) => b.terminate(), b: (b) => b.output(() => 1) }).end()
same<OutputOf<typeof ended>, number | undefined>(true)
const over = p.exclusive("e", () => "a", { a: (b) => b.output(() => "x"), b: (b) => b.output(() => 1) }).end()
same<OutputOf<typeof over>, number | string>(true)
const forEver = p.label("top").wait("w", "1 day").goto("top")
same<OutputOf<typeof forEver>, never>(true)

// ---- transactional steps and long-running ones
const bookIn = async ({ vars, sql }: TransactionContext<{ readonly seats: number }>) => {
  const [row] = await sql<{ readonly free: number }>`UPDATE seats SET free = free - ${vars.seats} RETURNING free`
  return { free: row?.free ?? 0 }
}
export const booked = process("booked", { version: 1, input: Schema.Struct({ seats: Schema.Number }) })
  .serviceTask("inline", async ({ vars, sql }) => (await sql`INSERT INTO seats (free) VALUES (${vars.seats})`).length, {
    transactional: true,
    retry: { attempts: 2 },
  })
  .compensate(({ sql, vars }) => sql`DELETE FROM seats WHERE free = ${vars.inline}`, { transactional: true })
  .serviceTask("elsewhere", bookIn, { transactional: true })
  .serviceTask("effect", ({ sql }) => Effect.promise(() => sql`SELECT 1`).pipe(Effect.as("done")), { transactional: true })
  .serviceTask(
    "long",
    async ({ progress, heartbeat }) => {
      const from = typeof progress === "number" ? progress : 0
      await heartbeat()
      await heartbeat(from + 1)
      return from
    },
    { heartbeat: "30 seconds" },
  )
  .output(({ vars }) => ({ free: vars.elsewhere.free, inline: vars.inline, effect: vars.effect, long: vars.long }))
alike<OutputOf<typeof booked>, { free: number; inline: number; effect: string; long: number }>(true)
