/**
 * What is inferred of single steps, of events that stand together, and of starts: each line compiles, or the types have changed.
 */
import { Effect, Schema } from "effect"
import { type ErrorOf, feel, message, type OutputOf, process, type ServicePath, type StepsOf, signal, type TaskPath } from "../src/index.ts"
import { CardDeclined, SoldOut } from "../test/fixtures/processes.ts"
import type { mapped, opinions, plain, polling, prices, undone } from "../test/fixtures/singles.ts"
import type { admission, begun, intake, split, troubled, waiting } from "../test/fixtures/together.ts"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}
/** Values of type `A` are values of `B` and the other way round, however the two are written. */
const alike = <A, B>(_: [A] extends [B] ? ([B] extends [A] ? true : false) : false): void => {}

// ---- what comes out of the processes
same<OutputOf<typeof prices>, string>(true)
same<OutputOf<typeof opinions>, ReadonlyArray<string>>(false)
alike<OutputOf<typeof opinions>, Array<string>>(true)
alike<OutputOf<typeof polling>, readonly [number, number, number | undefined]>(true)
alike<OutputOf<typeof mapped>["inner"], { text: string; length: number; short: string }>(true)
same<OutputOf<typeof mapped>["year"], number>(true)
same<OutputOf<typeof plain>, string>(true)
same<OutputOf<typeof waiting>, string>(true)
same<OutputOf<typeof admission>, string>(true)
same<OutputOf<typeof intake>, string>(true)
same<OutputOf<typeof begun>, string>(true)
same<OutputOf<typeof split>, string>(true)
same<ErrorOf<typeof troubled>, never>(true)
same<ErrorOf<typeof undone>, SoldOut>(true)
same<TaskPath<StepsOf<typeof opinions>>, "opinion">(true)
same<
  ServicePath<StepsOf<typeof undone>>,
  "seats" | "seats:compensation" | "days/room" | "days:compensation" | "payment" | "letter:compensation/recall" | "ship"
>(true)

const Paid = message("paid", { payload: Schema.Struct({ id: Schema.String }), key: (m) => m.id })
const Closed = signal("closed", { payload: Schema.Struct({ at: Schema.Date }) })
const p = process("p", { version: 1, input: Schema.Struct({ n: Schema.Finite, id: Schema.String }) })

// ---- each: the item and what it is given are seen by the step alone; errors are caught around all of them
p.each(
  "all",
  ({ vars }) => [vars.n],
  (one) =>
    one.given({ twice: ({ vars }) => vars.item * 2, far: feel("n * 9") }).serviceTask(({ vars }) => {
      same<typeof vars.item, number>(true)
      same<typeof vars.twice, number>(true)
      same<typeof vars.far, unknown>(true)
      same<typeof vars.loopCounter, number>(true)
      return Effect.fail(new CardDeclined({ reason: "" })) as Effect.Effect<{ readonly a: 1 }, CardDeclined>
    }),
)
  .onError("declined", CardDeclined, (b) => b.set("why", ({ vars }) => vars.declined.reason))
  .output(({ vars }) => {
    alike<typeof vars.all, ReadonlyArray<{ readonly a: 1 }> | undefined>(true)
    same<typeof vars.why, string | undefined>(true)
    return null
  })

// ---- steps: what goes into other names is there, and the name of the step is not
p.step("s", (one) => one.receive(Paid, ({ vars }) => vars.id).into({ who: ({ value }) => value.id, n: ({ value }) => value.id.length }))
  .step("t", (one) =>
    one
      .call(
        p.output(() => ({ x: 1 })),
        ({ vars }) => ({ n: 1, id: vars.who }),
      )
      .gives(({ value }) => value.x),
  )
  .step("u", (one) => one.subProcess((b) => b.set("deep", 1)).spread())
  .step("v", (one) => one.send(Paid, ({ vars }) => ({ id: vars.who })))
  .again("w", (one) => one.decide(({ vars }) => vars.loopCounter), { until: ({ vars }) => vars.w > 3 })
  .output(({ vars }) => {
    same<typeof vars.who, string>(true)
    same<typeof vars.n, number>(true)
    same<typeof vars.t, number>(true)
    same<typeof vars.deep, number>(true)
    same<typeof vars.w, number>(true)
    same<"s" extends keyof typeof vars ? true : false, false>(true)
    same<"v" extends keyof typeof vars ? true : false, false>(true)
    return null
  })

// ---- events together: any brings one of them, all bring a list
p
  .waitForAny("any", (on) => [on.message(Paid, ({ vars }) => vars.id), on.signal(Closed), on.timer("1 day")])
  .waitForAll("all", (on) => [on.message(Paid, "x"), on.signal(Closed)])
  .serviceTask("risky", () => Effect.fail(new SoldOut({ sku: "" })) as Effect.Effect<number, SoldOut | CardDeclined>)
  .onAny(
    "stopped",
    (on) => [on.error(SoldOut), on.message(Paid, ({ vars }) => vars.id)],
    (b) =>
      b.set("how", ({ vars }) => {
        alike<typeof vars.stopped, SoldOut | { readonly id: string }>(true)
        return 1
      }),
  )
  .onAnyError("other", (b) => b.set("tag", ({ vars }) => vars.other._tag))
  .output(({ vars }) => {
    alike<typeof vars.any, { readonly id: string } | { readonly at: Date } | undefined>(true)
    alike<typeof vars.all, readonly [{ readonly id: string }, { readonly at: Date }]>(true)
    same<typeof vars.risky, number | undefined>(true)
    same<typeof vars.tag, string | undefined>(true)
    return null
  }) satisfies { readonly id: "p" }

// ---- starts of several events say no input where none is needed, and make one otherwise
process("due", { version: 1 })
  .startOnAny("due", (on) => [on.timer("R/P1D"), on.timer("R/P30D")])
  .output(({ vars }) => {
    same<typeof vars.due, undefined>(true)
    return null
  }) satisfies { readonly id: "due" }
process("paid", { version: 1, input: Schema.Struct({ id: Schema.String }) })
  .startOnAny("first", (on) => [on.message(Paid), on.message(Paid)])
  .startOnEvery(
    "both",
    (on) => [on.message(Paid), on.signal(Closed)],
    ([paid]) => ({ id: paid.id }),
  )
  .output(({ vars }) => {
    alike<typeof vars.first, { readonly id: string } | undefined>(true)
    alike<typeof vars.both, readonly [{ readonly id: string }, { readonly at: Date }] | undefined>(true)
    return null
  }) satisfies { readonly id: "paid" }
