/**
 * What hovers show: assigning to `never` makes the compiler print a type. `test/types/messages.test.ts` compares what
 * it prints with what stands behind `@ts-expect-error`.
 */
import { process, type StepsOf } from "../src/index.ts"
import { PaymentReceived, payment, score } from "../test/fixtures/events.ts"
import { Mail, type onboarding, order, quote, trip } from "../test/fixtures/processes.ts"

interface Parcel {
  readonly weight: number
}
declare const weigh: () => Promise<Parcel>

// A process names its parts: id, input, output, errors, services, steps.
// @ts-expect-error Type 'Process<"order", { readonly orderId: string; readonly amount: number; readonly email: string; readonly lines: readonly { readonly sku: string; readonly count: number; }[]; }, { status: "rejected"; why: string; } | { ...; }, CardDeclined, Mail, Does<...> |
export const whole: never = order
// @ts-expect-error Type 'Process<"quote", { readonly age: number; readonly rate: number; }, string | undefined, never, never, never>' is not assignable to type 'never'
export const withoutSteps: never = quote
// @ts-expect-error Type 'Process<"trip", { readonly city: string; readonly rental: string; }, { flight: string; hotel: string | null; note: string; }, SoldOut, never, Does<"flight", "service", { readonly ref: string; }> |
export const saga: never = trip

// The variables of a handler are a flat list of named parts, never their insides spelled out again.
const p = process("p", { version: 1 })
const flat = p.serviceTask("parcel", weigh).set("count", 1)
// @ts-expect-error Type 'Step<"parcel", Parcel> & Step<"count", number>' is not assignable to type 'never'
flat.output(({ vars }): never => vars)
const some = p.exclusive("e", () => "a", { a: (b) => b.serviceTask("parcel", weigh), b: (b) => b })
// @ts-expect-error Type 'Parcel | undefined' is not assignable to type 'never'
some.output(({ vars }): never => vars.parcel)
const all = p.exclusive("e", () => "a", { a: (b) => b.serviceTask("parcel", weigh), b: (b) => b.end() })
// @ts-expect-error Type 'Parcel' is not assignable to type 'never'
all.output(({ vars }): never => vars.parcel)
const either = p.exclusive("e", () => "a", { a: (b) => b.set("x", 1), b: (b) => b.set("x", "y") })
// @ts-expect-error Type 'string | number' is not assignable to type 'never'
either.output(({ vars }): never => vars.x)

// What events and items bring is named by its branch or its step.
const raced = p.race("r", { paid: (on) => on.message(PaymentReceived, "x"), late: (on) => on.timer("1 day").end() })
// @ts-expect-error Type 'Step<"paid", { readonly orderId: string; readonly cents: number; }>' is not assignable to type 'never'
raced.output(({ vars }): never => vars)
const many = p.forEach(
  "parcels",
  () => ["a"],
  (b) => b.serviceTask("parcel", weigh),
  { as: "address" },
)
// @ts-expect-error Type 'Step<"parcels", readonly Step<"parcel", Parcel>[]>' is not assignable to type 'never'
many.output(({ vars }): never => vars)
const called = p.call("credit", score, () => ({ person: "x" }))
// @ts-expect-error Type 'Step<"credit", { points: number; }>' is not assignable to type 'never'
called.output(({ vars }): never => vars)
// @ts-expect-error Type 'Process<"payment", { readonly orderId: string; }, number | "expired", never, never, Does<"dunning", "service", string> | Does<"receipt", "service", { cents: number; }>>' is not assignable to type 'never'
export const paid: never = payment

// Steps by path.
// @ts-expect-error Type 'Does<"contract", "task", { readonly done: boolean; }> | Does<"escalated", "task", { readonly done: boolean; }> | Does<"laptop", "task", { readonly serial: string; }> | Does<...>' is not assignable to type 'never'
export const steps: never = {} as StepsOf<typeof onboarding>
// @ts-expect-error Type '"flight" | "flight:compensation" | "land/car" | "land/car:compensation" | "land/hotel" | "land/hotel:compensation"' is not assignable to type 'never'
export const paths: never = "" as StepsOf<typeof trip>["path"]
export const mail: typeof Mail = Mail
