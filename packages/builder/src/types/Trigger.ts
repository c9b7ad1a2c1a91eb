/**
 * Triggers where several stand together: what each brings, and which typed errors it catches.
 */

/** Something that is waited for. */
export interface Trigger<out Payload, out Caught> {
  readonly "~trigger": { readonly payload: Payload; readonly caught: Caught }
}
export type Triggers = ReadonlyArray<Trigger<unknown, unknown>>

/** What the first of them to come brings. */
export type PayloadOfAny<Ts extends Triggers> = Ts[number]["~trigger"]["payload"]
/** What all of them bring, in their order. */
export type PayloadOfAll<Ts extends Triggers> = { readonly [K in keyof Ts]: Ts[K]["~trigger"]["payload"] }
/** The typed errors that they catch. */
export type CaughtBy<Ts extends Triggers> = Ts[number]["~trigger"]["caught"]

/** Something that is told: to whoever waits for it. */
export interface Telling {
  readonly "~telling": true
}
/** Nothing, one thing, or several at once. */
export type Tellings = ReadonlyArray<Telling>
