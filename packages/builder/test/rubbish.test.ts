/** Whatever plain JavaScript can hand to a method, an option or a function: an error with a code, at once or when it is built. */
import { Schema } from "effect"
import { expect, it } from "vitest"
import {
  cron,
  eachOf,
  escalation,
  exponential,
  expression,
  firstOf,
  fixed,
  fragment,
  message,
  process,
  processRef,
  signal,
} from "../src/index.ts"

const rubbish: Readonly<Record<string, unknown>> = {
  null: null,
  NaN: Number.NaN,
  "a bigint": 10n,
  "a symbol": Symbol("s"),
  "an empty text": "",
  "a list": [{}],
  "a date": new Date(Number.NaN),
  "a Map": new Map(),
  "an object": { some: "field" },
}

const js = (value: unknown): never => value as never
const paid = message("paid", { payload: Schema.Struct({ id: Schema.String }), key: ({ id }) => id })
const chain = () => process("p", { version: 1 })
const child = process("child", { version: 1 }).end()

/** By the place where something is handed over; a bigint is a length of time, and null no value. */
const places: Readonly<Record<string, (given: never) => object>> = {
  "the id of a process": (given) => process(given, { version: 1 }).end(),
  "options of a process": (given) => process("p", given).end(),
  version: (given) => process("p", { version: given }).end(),
  input: (given) => process("p", { version: 1, input: given }).end(),
  compatibleWith: (given) => process("p", { version: 1, compatibleWith: given }).end(),
  "redacted of a process": (given) => process("p", { version: 1, redacted: given }).end(),
  "the id of a step": (given) =>
    chain()
      .serviceTask(given, () => 1)
      .end(),
  "a handler": (given) => chain().serviceTask("a", given).end(),
  "options of a step": (given) =>
    chain()
      .serviceTask("a", () => 1, given)
      .end(),
  timeout: (given) =>
    chain()
      .serviceTask("a", () => 1, { timeout: given === js(10n) ? js("") : given })
      .end(),
  retry: (given) =>
    chain()
      .serviceTask("a", () => 1, { retry: js({ attempts: given }) })
      .end(),
  "attempts of exponential": (given) =>
    chain()
      .serviceTask("a", () => 1, { retry: exponential({ attempts: given }) })
      .end(),
  retryErrors: (given) =>
    chain()
      .serviceTask("a", () => 1, { retry: fixed({ attempts: 2, delay: 1, retryErrors: given }) })
      .end(),
  schema: (given) =>
    chain()
      .serviceTask("a", () => 1, { schema: given })
      .end(),
  form: (given) => chain().userTask("a", { form: given }).end(),
  assignee: (given) => chain().userTask("a", { assignee: given }).end(),
  groups: (given) => chain().userTask("a", { groups: given }).end(),
  exclude: (given) => chain().userTask("a", { exclude: given }).end(),
  due: (given) => chain().userTask("a", { due: given }).end(),
  "a message": (given) =>
    chain()
      .receive(
        "a",
        given,
        js(() => "k"),
      )
      .end(),
  "the key of a message that is sent": (given) =>
    chain()
      .send(
        "a",
        paid,
        js(() => ({ id: "1" })),
        { key: given },
      )
      .end(),
  "a process that is called": (given) => chain().call("a", given).end(),
  businessKey: (given) => chain().call("a", child, undefined, { businessKey: given }).end(),
  "branches of a choice": (given) =>
    chain()
      .exclusive(
        "a",
        js(() => "x"),
        given,
      )
      .end(),
  "a choice": (given) =>
    chain()
      .exclusive("a", given, js({ x: (b: unknown) => b }))
      .end(),
  conditions: (given) =>
    chain()
      .exclusive("a", firstOf(given), js({ x: (b: unknown) => b }))
      .end(),
  "conditions of many": (given) =>
    chain()
      .inclusive("a", eachOf(given), js({ x: (b: unknown) => b }))
      .end(),
  "what a branch gives back": (given) =>
    chain()
      .parallel("a", js({ x: () => given }))
      .end(),
  "a sub-process": (given) => chain().subProcess("a", given).end(),
  "items of many": (given) =>
    chain()
      .forEach(
        "a",
        given,
        js((b: unknown) => b),
      )
      .end(),
  "how many times": (given) =>
    chain()
      .times(
        "a",
        given,
        js((b: unknown) => b),
      )
      .end(),
  remaining: (given) =>
    chain()
      .times("a", 2, (b) => b.serviceTask("x", () => 1), { remaining: given })
      .end(),
  ordering: (given) =>
    chain()
      .adHoc("a", { x: (b) => b.userTask("x") }, { ordering: given })
      .end(),
  max: (given) =>
    chain()
      .repeat("a", (b) => b.serviceTask("x", () => 1), { until: () => true, max: given })
      .end(),
  "a time to wait for": (given) => chain().wait("a", given).end(),
  "fields of cron": (given) => chain().wait("a", cron(given)).end(),
  gap: (given) =>
    chain()
      .wait("a", cron("0 9 * * *", { gap: given }))
      .end(),
  zone: (given) =>
    chain()
      .wait("a", cron("0 9 * * *", { zone: given }))
      .end(),
  "a class of errors": (given) =>
    chain()
      .userTask("a")
      .onError(
        "e",
        given,
        js((b: unknown) => b),
      )
      .end(),
  "an output": (given) => js(chain().output(given)),
  "a label": (given) => chain().label(given).end(),
  "a language": (given) => js(expression(given, "x")),
  "the text of an expression": (given) => js(expression("feel", given)),
  "the name of a message": (given) => js(message(given)),
  "the name of a signal": (given) => js(signal(given)),
  "the code of an escalation": (given) => js(escalation(given)),
  "a fragment": (given) => js(fragment()(given)),
  "the process of a reference": (given) => js(processRef("a", given)),
  mocks: (given) =>
    js({
      build: () =>
        chain()
          .serviceTask("a", () => 1)
          .end()
          .build({ mocks: given }),
    }),
  "options of build": (given) => js({ build: () => child.build(given) }),
}

it.each(Object.keys(places))("%s cannot be any of what JavaScript has", (place) => {
  for (const [name, given] of Object.entries(rubbish)) {
    let outcome: unknown = "accepted"
    try {
      const made: { readonly build?: () => unknown } = places[place]?.(js(given)) ?? {}
      made.build?.()
    } catch (cause) {
      outcome = cause
    }
    expect(outcome, `${place}: ${name}`).toMatchObject({ code: expect.stringMatching(/^(MethodMisused|ProcessInvalid)$/) })
  }
})

it("says which person, and which mistake, at the line where it was written", () => {
  expect(() => chain().userTask("a", { assignee: js(3) })).toThrow("'assignee' that takes a text as the person, and was given 3")
})
