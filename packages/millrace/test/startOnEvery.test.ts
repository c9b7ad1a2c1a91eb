/** A process that begins when several messages and a signal have come: who begins, and who gets what comes later. */
import { Schema } from "effect"
import { expect, it } from "vitest"
import { process as define, Millrace, message, signal } from "../src/index.ts"

const Paper = Schema.Struct({ person: Schema.String, text: Schema.String })
const Passport = message("passport", { payload: Paper, key: ({ person }) => person })
const Contract = message("contract", { payload: Paper, key: ({ person }) => person })
const Opened = signal("opened")

const admission = define("admission", { version: 1, input: Schema.Struct({ person: Schema.String }) })
  .startOnEvery(
    "papers",
    (on) => [on.message(Passport), on.message(Contract), on.signal(Opened)],
    ([{ person }]) => ({ person }),
  )
  .output(({ vars }) => `${vars.person} ${vars.papers?.[0].text} ${vars.papers?.[1].text}`)

it("what comes later goes to the instance that waits for it, by its key; only what nobody waits for begins another", async () => {
  await using millrace = await Millrace.open({ processes: [admission], file: ":memory:" })
  await millrace.broadcast(Opened, undefined)
  expect((await millrace.list()).items).toEqual([])
  await millrace.publish(Passport, { person: "ann", text: "A1" })
  await millrace.publish(Contract, { person: "ben", text: "B2" })
  await millrace.publish(Contract, { person: "ann", text: "A2" })
  await millrace.publish(Passport, { person: "ben", text: "B1" })
  await expect.poll(async () => (await millrace.subscriptions.list()).items.map(({ name }) => name)).toEqual(["opened", "opened"])
  await millrace.broadcast(Opened, undefined)
  const outputs = async () => await Promise.all((await millrace.list()).items.map(async ({ id }) => (await millrace.get(id)).output))
  await expect.poll(outputs).toHaveLength(2)
  await expect.poll(async () => (await outputs()).toSorted()).toEqual(["ann A1 A2", "ben B1 B2"])
})

const papers = define("papers", { version: 1, input: Schema.Struct({ person: Schema.String }) })
  .startOnAll("both", { passport: (on) => on.message(Passport), contract: (on) => on.message(Contract) }, ({ passport }) => ({
    person: passport.person,
  }))
  .output(({ vars }) => vars.person)

const moving = define("moving", { version: 1, input: Schema.Struct({ person: Schema.String }) })
  .startOnEvery(
    "both",
    (on) => [on.message(Passport), on.message(Contract)],
    ([{ person }]) => ({ person }),
  )
  .output(({ vars }) => vars.person)

it.each([
  ["startOnAll", papers],
  ["startOnEvery", moving],
] as const)("messages of one key that come in the same moment begin one instance: %s", async (_, model) => {
  await using millrace = await Millrace.open({ processes: [model], file: ":memory:" })
  const people = Array.from({ length: 20 }, (_, n) => `p${n}`)
  // Nobody waits for them yet: they are kept for no time at all.
  await Promise.all(
    people.flatMap((person, n) => {
      const both = [Passport, Contract].map((paper) => millrace.publish(paper, { person, text: "now" }, { ttl: 0 }))
      return n % 2 === 0 ? both : both.reverse()
    }),
  )
  const ended = async () => (await millrace.list({ status: "completed", limit: 100 })).items.map(({ id }) => id)
  await expect.poll(ended).toHaveLength(20)
  expect((await millrace.list({ limit: 100 })).items).toHaveLength(20)
  expect((await millrace.messages.list()).items).toEqual([])
})

it("what comes for nobody who is about to wait begins an instance of its own", async () => {
  await using millrace = await Millrace.open({ processes: [moving], file: ":memory:" })
  const publish = (paper: typeof Passport) => millrace.publish(paper, { person: "ann", text: "now" }, { ttl: 0 })
  await Promise.all([publish(Passport), publish(Contract), publish(Contract), publish(Contract)])
  await expect
    .poll(async () => (await millrace.list()).items.map(({ status }) => status).toSorted())
    .toEqual(["active", "active", "completed"])
  expect((await millrace.subscriptions.list()).items.map(({ name }) => name)).toEqual(["passport", "passport"])
  await Promise.all([publish(Passport), publish(Passport)])
  await expect.poll(async () => (await millrace.list({ status: "completed" })).items).toHaveLength(3)
})
