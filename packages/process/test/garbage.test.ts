/** Nothing makes the decider throw. */
import type { Command } from "@millrace/kernel"
import { driveRandomly, randomProcess, runDecider, type Untimed } from "@millrace/testing/decider"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { processDecider } from "../src/index.ts"

const id = fc.integer({ min: 0, max: 40 })
const about = { job: id, attempt: fc.integer({ min: 1, max: 3 }), delivery: fc.integer({ min: 1, max: 6 }) }
const user = fc.constantFrom("ann", "bob", "eve")
const of = <T extends Command["type"]>(type: T) => ({ type: fc.constant(type) })
const command: fc.Arbitrary<Untimed> = fc.oneof(
  fc.record({ ...of("StartInstance"), input: fc.jsonValue() }),
  fc.record({ ...of("CompleteJob"), ...about, result: fc.jsonValue() }),
  fc.record({ ...of("FailJob"), ...about, failure: fc.constant({ fault: { code: "HandlerFailed", message: "x" } } as const) }),
  fc.record({ ...of("FailJob"), ...about, failure: fc.constant({ error: { code: "Declined", message: "x", value: null } }) }),
  fc.record({ ...of("RedeliverJob"), ...about }),
  fc.record({ ...of("TriggerTimer"), timer: id }),
  fc.record({ ...of("ClaimUserTask"), task: id, user }),
  fc.record({ ...of("UnclaimUserTask"), task: id, user }),
  fc.record({ ...of("AssignUserTask"), task: id, assignee: user }),
  fc.record({ ...of("CompleteUserTask"), task: id, form: fc.jsonValue(), by: user }),
  fc.record({ ...of("ResolveIncident"), incident: id }),
  fc.record({ ...of("CancelInstance"), reason: fc.string() }),
  fc.record({ ...of("Continue") }),
) as fc.Arbitrary<Untimed>

describe("the process decider", () => {
  it("decides any command without throwing", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(command, { maxLength: 60 }), (seed, commands) => {
        const { definition, bindings } = randomProcess(seed, { begins: true })
        const run = runDecider(processDecider, definition, { bindings })
        run.send({ type: "StartInstance", input: { a: 1 } })
        for (const one of commands) {
          const { rejection, events } = run.send(one)
          if (rejection !== undefined) expect(events).toEqual([])
        }
        run.view()
      }),
      { numRuns: 150 },
    )
  })

  it("turns code that is missing or throws whatever it likes into incidents, and goes on when it is mended", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom<unknown>(new Error("x"), "text", undefined, null, 7n, Object.create(null)),
        (seed, thrown) => {
          const { definition, bindings } = randomProcess(seed)
          const code = new Map(
            [...bindings.code].map(([name, run]) => {
              // Each by itself: some elements ask several, and all of them again when one has failed.
              let broken = 2
              return [
                name,
                (look: Parameters<typeof run>[0]) => {
                  if (broken-- > 0) throw thrown
                  return run(look)
                },
              ]
            }),
          )
          const run = runDecider(processDecider, definition, { bindings: { ...bindings, code } })
          driveRandomly(run, seed)
          const unbound = runDecider(processDecider, definition, { bindings: { ...bindings, code: new Map() } })
          unbound.send({ type: "StartInstance", input: {} })
          unbound.send({ type: "CancelInstance", reason: "x" })
        },
      ),
      { numRuns: 60 },
    )
  })
})
