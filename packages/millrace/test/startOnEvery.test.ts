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
