/** Texts of an expression language stand wherever code can. */

import { Schema } from "effect"
import { expect, it } from "vitest"
import { expression, feel, message, process, signal } from "../../src/index.ts"
import { graphOf } from "../fixtures/draw.ts"

const Paid = message("paid", { payload: Schema.Json })
const Order = message("order", { payload: Schema.Struct({ id: Schema.String }), key: ({ id }) => id })
const Rung = signal("rung", { payload: Schema.Json })

const texts = process("texts", { version: 1 })
  .set("total", feel("price * count"))
  .update("total", expression("juel", "$" + "{total}"))
  .receive("paid", Paid, feel("order"))
  .send("order", Order, feel("{ id: order }"), { key: feel("order") })
  .userTask("look", { assignee: feel("boss"), due: feel("deadline") })
  .onCondition("late", feel("days > 9"), (b) => b.end("late"))
  .wait("until", feel("opening"))
  .waitUntil("cleared", feel("clear"))
  .broadcast("ring", Rung, feel("1"))
  .forEach("pages", feel("files"), (b) => b.userTask("page"), { until: feel("count(results) > 2") })
  .output(feel("total"))

it("stays what it is in the graph", () => {
  const graph = graphOf(texts)
  const part = (id: string): unknown => graph.elements.find((element) => element.id === id)
  expect(part("total")).toMatchObject({ assignments: [{ value: { language: "feel", text: "price * count" } }] })
  expect(part("paid")).toMatchObject({ message: "paid", key: { language: "feel", text: "order" } })
  expect(part("order")).toMatchObject({ key: { text: "order" }, payload: { text: "{ id: order }" } })
  expect(part("look")).toMatchObject({ assignee: { text: "boss" }, due: { text: "deadline" } })
  expect(part("late")).toMatchObject({ trigger: { condition: { text: "days > 9" } } })
  expect(part("until")).toMatchObject({ trigger: { due: { text: "opening" } } })
  expect(part("ring")).toMatchObject({ trigger: { payload: { text: "1" } } })
  expect(part("pages")).toMatchObject({ multiInstance: { items: { text: "files" }, completion: { text: "count(results) > 2" } } })
  expect(part("end")).toMatchObject({ output: { text: "total" } })
})

it("has to give the key of a message whose payload is a text", () => {
  const broken = process("broken", { version: 1 }).send("order", Order, feel("order")).end()
  expect(() => broken.build()).toThrow("'order' sends a message that has a key, and its payload is a text")
})
