/** What plain JavaScript, a mistyped option or a silenced compiler can hand to the methods of the builder. */
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import * as millrace from "../src/index.ts"
import { ProcessDefinitionError } from "../src/index.ts"
import { Chain } from "../src/recipe/Chain.ts"
import { chainParameters } from "../src/recipe/parameters.ts"

/** A method as JavaScript calls it: without types. */
const call = (on: object, method: string, ...given: ReadonlyArray<unknown>): object => {
  const run: unknown = Reflect.get(on, method)
  if (typeof run !== "function") throw new Error(`there is no '${method}'`)
  return Object(Reflect.apply(run, on, given))
}
const make = (what: string, ...given: ReadonlyArray<unknown>): object => call(millrace, what, ...given)
const p = (): object => make("process", "p", { version: 1 })

const saidBy = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof ProcessDefinitionError) return error.diagnostics.map(({ message }) => message).join("; ")
    if (error instanceof TypeError) return error.message
    throw error
  }
  throw new Error("nothing was said")
}
const said = (method: string, ...given: ReadonlyArray<unknown>): string => saidBy(() => call(p(), method, ...given))

describe("a method that is given something else than it takes", () => {
  it("says which one, what it was given, and how to write it", () => {
    expect(said("serviceTask", "a")).toBe(
      `'.serviceTask("a", …)' takes a function as its handler, and was given nothing. Write it as async ({ vars }) => ….`,
    )
    expect(said("receive", "r", "paid")).toBe(
      `'.receive("r", …)' takes a message, and was given the text "paid". Make it with message("name", { payload, key }).`,
    )
    expect(said("exclusive", "x", () => "a", {})).toContain("each of them a function")
    expect(said("onError", "e", Error, () => undefined)).toContain("Schema.TaggedError")
    expect(said("repeat", "r", (b: unknown) => b)).toBe(`'.repeat("r", …)' needs the option 'until'. Options: until, max.`)
    expect(said("race", "r", { a: (on: object) => call(on, "message", "m") })).toContain("'on.message(…)' takes a message")
  })

  it("names the step, so that it is found in a long chain", () => {
    try {
      call(p(), "wait")
    } catch (error) {
      expect(error).toMatchObject({ code: "ProcessInvalid", diagnostics: [{ code: "MethodMisused", element: "p" }] })
    }
    expect(() => call(p(), "waitUntil", "open", true)).toThrow("[MethodMisused at open]")
  })

  it("does so in every method, with nothing at all", () => {
    const silent = Object.entries(chainParameters).filter(([, takes]) => takes.some((wrong) => wrong(undefined) !== undefined))
    for (const [method] of silent) expect(said(method)).toContain(`'.${method}(…)'`)
  })

  it("knows every method of a chain", () => {
    const methods = Object.getOwnPropertyNames(Chain.prototype).filter((name) => name !== "constructor")
    expect(Object.keys(chainParameters).sort()).toEqual(methods.sort())
  })
})

describe("options", () => {
  it("that are mistyped are told, with those that there are", () => {
    expect(said("serviceTask", "a", () => 1, { timeot: "1 second" })).toContain("has no option 'timeot'. Options: name, lock")
    expect(said("userTask", "a", { group: ["managers"] })).toContain("has no option 'group'")
  })

  it("of another kind are told by the name that was written, and not by that of the graph", () => {
    expect(said("serviceTask", "a", () => 1, { lock: 3 })).toBe(
      `'.serviceTask("a", …)' has an option 'lock' that takes a text as the name of the lock, and was given 3. Write it in quotes.`,
    )
    expect(said("userTask", "a", { form: { approved: Boolean } })).toContain("a schema of an object")
    expect(said("userTask", "a", { groups: "managers" })).toContain("a list of names")
  })

  it("that are undefined are as if they were left out", () => {
    expect(() => call(p(), "userTask", "a", { name: undefined, groups: undefined })).not.toThrow()
  })
})

describe("single steps and events together", () => {
  it("say what they take, and what they are to give back", () => {
    expect(said("step", "s")).toContain("takes a function as its step, and was given nothing. Write it as (one) => one.serviceTask(…)")
    expect(said("step", "s", () => 1)).toContain("'s' gives back something else than its step: write it as (one) => one.serviceTask(…)")
    expect(said("step", "s", (one: object) => call(one, "serviceTask"))).toContain(
      "'.serviceTask(\"s\", …)' takes a function as its handler",
    )
    expect(said("step", "s", (one: object) => call(one, "given", { x: 1 }))).toContain(
      "'one.given(…)' takes an object of values by their names",
    )
    expect(said("step", "s", (one: object) => call(call(one, "task"), "spread", "there"))).toContain('takes one of "process"')
    expect(
      said(
        "each",
        "s",
        () => [1],
        (one: object) => call(one, "task"),
        { parallel: true },
      ),
    ).toContain("has no option 'parallel'")
    expect(said("again", "s", (one: object) => call(one, "task"), { until: true })).toContain("has an option 'until'")
    expect(said("script", "s", { x: 1 })).toContain("takes an object of values by their names")
    expect(said("waitForAny", "w", () => [])).toContain("'w' waits for nothing: give back the list of its events")
    expect(said("waitForAll", "w", (on: object) => [call(on, "message", "m")])).toContain("'on.message(…)' takes a message")
    expect(said("tell", "t", () => 1)).toContain("'t' gives back something else than a list of what it tells")
    expect(said("tell", "t", (to: object) => [call(to, "signal", 1)])).toContain("'to.signal(…)' takes a signal")
    expect(said("startOnFirst", "s", { a: (on: object) => call(on, "message", 1) })).toContain("'on.message(…)' takes a message")
    expect(said("some", "s", { when: 1 }, { a: (b: unknown) => b })).toContain("takes a function as a condition as 'when'")
    expect(said("compensateBy", (one: unknown) => one)).toContain("'.compensateBy' follows an activity")
  })
})

describe("what stands outside a chain", () => {
  it("says what it takes", () => {
    expect(saidBy(() => make("process", "p"))).toBe(
      `'process("p", …)' needs the option 'version'. Options: version, input, redacted, saga, startable, compatibleWith.`,
    )
    expect(saidBy(() => make("process", "p", { version: 1, input: { amount: Number } }))).toContain("Schema.Struct")
    expect(saidBy(() => make("message", "m", { key: "id" }))).toContain("has an option 'key' that takes a function")
    expect(saidBy(() => make("signal"))).toContain("takes a text as its name")
    expect(saidBy(() => make("escalation", 3))).toContain("takes a text as its code")
    expect(saidBy(() => make("cron", "0 9 * * *", { tz: "UTC" }))).toContain("has no option 'tz'. Options: zone")
    expect(saidBy(() => make("processRef", "tree", {}))).toContain("needs the option 'input'")
  })
})

describe("policies, conditions and fragments", () => {
  it("say what they take", () => {
    expect(saidBy(() => make("exponential"))).toContain("needs the option 'attempts'")
    expect(saidBy(() => make("exponential", { attempts: 3, dely: 5 }))).toContain("has no option 'dely'. Options: attempts")
    expect(saidBy(() => make("fixed", { attempts: 3, delay: "soon" }))).toContain(
      'has an option \'delay\' that takes a length of time, and was given the text "soon". Write it as "30 seconds"',
    )
    expect(saidBy(() => make("firstOf", { big: true }, "small"))).toContain("takes an object of conditions")
    expect(saidBy(() => Reflect.apply(Object(make("fragment")), undefined, []))).toContain("takes a function as its flow")
  })
})

describe("what stands behind a message and its key", () => {
  const bell = millrace.message("bell")

  it("is looked at like everything else", () => {
    const task = (): object => call(p(), "userTask", "t")
    expect(said("receive", "r", bell, { nme: "Bell" })).toContain("'.receive(\"r\", …)' has no option 'nme'")
    expect(said("send", "s", bell, { tll: "1 day" })).toContain("'.send(\"s\", …)' has no option 'tll'")
    expect(saidBy(() => call(task(), "onMessage", "m", bell))).toContain("'.onMessage(\"m\", …)' takes a function as its flow")
    expect(saidBy(() => call(task(), "onMessage", "m", bell, (b: unknown) => b, { interupting: false }))).toContain("'interupting'")
    expect(() => call(task(), "onMessage", "m", bell, (b: unknown) => b, { interrupting: false })).not.toThrow()
  })
})

describe("what would wait for ever", () => {
  it("is a wait for a message with a key that gives none", () => {
    const paid = make("message", "paid", { payload: Schema.String, key: (id: string) => id })
    expect(said("receive", "r", paid)).toContain("whoever waits for the message 'paid' has to give its key")
    expect(() => call(p(), "receive", "r", paid, "o-1")).not.toThrow()
    expect(() => call(p(), "receive", "r", make("message", "paid"))).not.toThrow()
  })
})

describe("a process that has not ended", () => {
  it("cannot be called, and says how to end it", () => {
    const open = call(p(), "serviceTask", "a", () => 1)
    expect(said("call", "c", open)).toContain("End it with .output(…), or with .end() where all its ways have ended.")
    expect(() => call(p(), "call", "c", call(open, "end"))).not.toThrow()
  })
})
