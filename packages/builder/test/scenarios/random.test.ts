/**
 * Laws over random chains: whatever the methods write down is a sound graph, and it runs to its end.
 */
import { Effect } from "effect"
import fc from "fast-check"
import { expect, it } from "vitest"
import { eachOf, escalation, message } from "../../src/index.ts"
import { makeProcess } from "../../src/makeProcess.ts"
import { Chain } from "../../src/recipe/Chain.ts"
import type { ErrorSchema } from "../../src/recipe/Item.ts"
import type { Listener } from "../../src/recipe/Listener.ts"
import { CardDeclined } from "../fixtures/processes.ts"
import { Run } from "../fixtures/Run.ts"

const Go = message("go") as never as Parameters<Chain["receive"]>[1]
const Poke = escalation("poke")

/** A step of a chain without its id; `parts` are the flows inside it. */
interface Sketch {
  readonly kind:
    | "service"
    | "set"
    | "user"
    | "wait"
    | "exclusive"
    | "parallel"
    | "repeat"
    | "while"
    | "scope"
    | "caught"
    | "timed"
    | "beside"
    | "goto"
    | "receive"
    | "race"
    | "each"
    | "some"
    | "inclusive"
    | "graph"
    | "transaction"
    | "listen"
    | "escalate"
    | "locked"
    | "items"
    | "loop"
    | "mapped"
    | "several"
    | "watched"
    | "split"
    | "undone"
    | "linked"
  readonly parts: ReadonlyArray<ReadonlyArray<Sketch>>
  readonly saga: boolean
}

const leaf = fc.record({
  kind: fc.constantFrom("service", "set", "user", "wait", "receive", "items", "loop", "mapped", "several", "undone"),
  parts: fc.constant([]),
  saga: fc.boolean(),
})
const { flow } = fc.letrec<{ flow: ReadonlyArray<Sketch>; step: Sketch }>((tie) => ({
  flow: fc.array(tie("step"), { maxLength: 4, size: "max" }),
  step: fc.oneof(
    { maxDepth: 3, depthSize: "max", withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom(
        "exclusive",
        "parallel",
        "repeat",
        "while",
        "scope",
        "caught",
        "timed",
        "beside",
        "goto",
        "race",
        "each",
        "some",
        "inclusive",
        "graph",
        "transaction",
        "listen",
        "escalate",
        "locked",
        "watched",
        "split",
        "linked",
      ),
      parts: fc.array(tie("flow"), { minLength: 1, maxLength: 3, size: "max" }),
      saga: fc.boolean(),
    }),
  ),
}))

const draw = (sketch: ReadonlyArray<Sketch>): Chain => {
  let steps = 0
  const add = (b: Chain, step: Sketch): Chain => {
    const id = `s${++steps}`
    const body =
      (part: ReadonlyArray<Sketch> = []) =>
      (b: Chain) =>
        part.reduce(add, b)
    const [first, second] = step.parts
    const branches = Object.fromEntries(step.parts.map((part, index) => [`b${index}`, body(part)]))
    const task = step.saga ? b.serviceTask(id, () => id).compensate(() => `undo ${id}`) : b.serviceTask(id, () => id)
    const declined = () => Effect.fail(new CardDeclined({ reason: id }))
    switch (step.kind) {
      case "service":
        return task
      case "set":
        return step.saga ? b.set(id, id) : b.set(id, () => id).update(id, ({ vars }) => `${vars[id]}!`)
      case "user":
        return b.userTask(id)
      case "wait":
        return b.wait(id, "1 day")
      case "receive":
        return b.receive(id, Go)
      case "race": {
        const events = step.parts.map((part, index) => [
          `${id}r${index}`,
          (on: Listener) => body(part)(index % 2 === 0 ? on.message(Go) : on.timer("1 day")),
        ])
        return b.race(id, Object.fromEntries(events))
      }
      case "each":
        return b.forEach(
          id,
          () => ["x", "y", "z"],
          body(first),
          step.saga ? { sequential: true } : { until: ({ results }) => results.length > 1 },
        )
      case "some":
        return b.some(id, 1, branches, step.saga ? { remaining: "finish" } : {})
      case "inclusive":
        return b.inclusive(id, () => Object.keys(branches).filter((_, index) => index === 0 || step.saga), branches)
      case "graph": {
        const stretches = step.parts.map((part, index) => [
          `${id}g${index}`,
          (b: Chain) => (index === step.parts.length - 1 ? body(part)(b) : (body(part)(b).goto(`${id}g${index + 1}`) as Chain)),
        ])
        return b.graph(
          id,
          stretches.map(([name]) => String(name)),
          Object.fromEntries(stretches),
        )
      }
      case "transaction": {
        const inner = (b: Chain) => body(first)(b.serviceTask(`${id}w`, () => id).compensate(() => "undone"))
        if (step.saga) return b.transaction(id, inner)
        return b.transaction(id, (b) => inner(b).cancel()).onCancel(`${id}c`, body(second))
      }
      case "listen":
        return b.subProcess(id, (b) => body(first)(b.on(`${id}on`, (on) => body(second)(on.timer("1 day")), { interrupting: step.saga })))
      case "escalate":
        return b
          .subProcess(id, (b) => body(first)(b.escalate(`${id}e`, Poke)))
          .onEscalation(`${id}p`, Poke, body(second), { interrupting: step.saga })
      case "locked":
        return b.parallel(id, branches, { oneAtATime: true })
      case "items":
        return step.saga
          ? b.each(
              id,
              () => ["x", "y"],
              (one) =>
                one
                  .given({ [`${id}v`]: () => 1 })
                  .userTask()
                  .gives(() => 1),
              { concurrency: 1 },
            )
          : b.several(id, 3, (one) => one.serviceTask(() => id).compensate(() => `undo ${id}`), {
              until: ({ results }) => results.length > 1,
            })
      case "loop":
        return step.saga
          ? b.again(id, (one) => one.serviceTask(() => id), { until: ({ vars }) => Number(vars.loopCounter) > 1, max: 3 })
          : b.asLongAs(
              id,
              ({ vars }) => Number(vars.loopCounter) < 2,
              (one) => one.receive(Go),
            )
      case "mapped":
        return step.saga
          ? b.step(id, (one) => one.userTask().into({ [`${id}o`]: () => id }))
          : b.step(id, (one) =>
              one
                .given({ [`${id}v`]: () => 1 })
                .serviceTask(() => ({ [`${id}f`]: 1 }))
                .spread(),
            )
      case "several":
        return step.saga
          ? b.waitForAny(id, (on) => [on.message(Go), on.timer("1 day"), on.condition(() => false)])
          : b.waitForAll(id, (on) => [on.message(Go), on.timer("1 day")]).tell(`${id}t`, (to) => [to.escalation(Poke), to.message(Go)])
      case "undone":
        return b.serviceTask(id, () => id).compensateBy((one) => (step.saga ? one.manualTask() : one.task()))
      case "watched":
        return b
          .userTask(id)
          .onAny(`${id}a`, (on) => [on.message(Go), on.timer("1 day")], body(first), { interrupting: step.saga })
          .onAll(`${id}b`, (on) => [on.message(Go), on.timer("1 day")], body(second))
      case "split":
        return step.saga
          ? b.task(id).parallel(`${id}p`, branches, { withoutGateway: true })
          : b
              .task(id)
              .inclusive(`${id}p`, eachOf({ b0: () => true }, "b1"), { b0: body(first), b1: body(second) }, { withoutGateway: true })
      case "linked":
        return body(first)(b.variable(id, 0).label(id, { link: true }))
          .update(id, ({ vars }) => Number(vars[id]) + 1)
          .exclusive(`${id}x`, ({ vars }) => (Number(vars[id]) < 2 ? "again" : "on"), { again: (b) => b.goto(id) as Chain, on: (b) => b })
      case "exclusive":
        return b.exclusive(id, () => `b${steps % step.parts.length}`, branches)
      case "parallel":
        return b.parallel(id, branches)
      case "repeat":
        return b.repeat(id, body(first), { until: () => false, max: 2 })
      case "while":
        return b.while(id, () => true, body(first), { max: 2 })
      case "scope":
        return b.subProcess(id, body(first), { saga: step.saga })
      case "caught": {
        const error: ErrorSchema = CardDeclined
        return b.serviceTask(id, declined).onError(`${id}e`, error, body(first)).onTimer(`${id}t`, "2 days", body(second))
      }
      case "timed":
        return b.userTask(id).onTimer(`${id}t`, "1 day", body(first))
      case "beside":
        return b.userTask(id).onTimer(`${id}t`, "1 day", body(first), { interrupting: false })
      case "goto":
        return body(first)(b.variable(id, 0).label(id))
          .update(id, ({ vars }) => Number(vars[id]) + 1)
          .exclusive(`${id}x`, ({ vars }) => (Number(vars[id]) < 2 ? "again" : "on"), { again: (b) => b.goto(id) as Chain, on: (b) => b })
    }
  }
  return sketch.reduce(add, new Chain({ of: "random" }))
}

it("any chain gives a sound graph that runs to its end", async () => {
  await fc.assert(
    fc.asyncProperty(flow, fc.infiniteStream(fc.nat({ max: 9 })), async (sketch, chance) => {
      const process = makeProcess({ id: "random", version: 1, saga: true }, draw(sketch).recipe)
      // What runs beside a task in a loop may still run when the next round comes: that is meant, and only warned about.
      const beside = /"(beside|listen|escalate|watched)"/.test(JSON.stringify(sketch))
      const expected = (code: string) => beside && code === "SynchronisationMissing"
      expect(process.diagnostics.filter(({ code }) => !expected(code))).toEqual([])
      const run = await new Run(process).start({})
      // Who waits for a turn gets it when another one is done.
      const open = () => run.waiting.filter((wait) => !wait.startsWith("lock"))
      for (let waits = open(); waits.length > 0; waits = open()) {
        const [kind, element = ""] = (waits[(chance.next().value ?? 0) % waits.length] ?? "").split(" ")
        if (kind === "task") await run.complete(element, {}, "ann")
        else if (kind === "message") await run.hear(element)
        else await run.fire(element)
      }
      expect(run.view.status).toBe("completed")
    }),
    { numRuns: 50 },
  )
})
