/** The laws of deciders, held against the process decider by random processes. */
import { processDecider } from "@millrace/process"
import {
  againChangesNothing,
  compileOptions,
  driveRandomly,
  invariantsHold,
  laws,
  randomProcess,
  runDecider,
} from "@millrace/testing/decider"
import { describe, expect, it } from "vitest"

const seeds = Array.from({ length: Number(process.env.MILLRACE_SEEDS ?? 60) }, (_, index) => index + 1)

const forSeeds = (check: (seed: number) => void): void => {
  for (const seed of seeds) {
    try {
      check(seed)
    } catch (cause) {
      throw new Error(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
  }
}

const runOf = (seed: number, { decider = processDecider, forgetful = false } = {}) => {
  const { definition, bindings } = randomProcess(seed, { begins: true })
  const run = runDecider(decider, definition, { bindings, forgetful, afterCommit: () => invariantsHold(run) })
  return run
}

/** The process decider with tiny commits, so that everything it does is interrupted somewhere. */
const hasty: typeof processDecider = {
  ...processDecider,
  compile: (definition, options) => ({ ...processDecider.compile(definition, options), eventsPerCommit: 3 }),
}

describe("random processes", () => {
  it("are sound as far as validation can tell", () => {
    forSeeds((seed) => {
      const { definition, bindings } = randomProcess(seed, { begins: true })
      const problems = processDecider.validate(definition, compileOptions({ bindings }))
      expect(problems.filter(({ severity, code }) => severity === "error" || code !== "DefaultFlowMissing")).toEqual([])
    })
  })

  it("hold the laws after every command, and end with nothing left", () => {
    forSeeds((seed) => {
      const run = runOf(seed)
      driveRandomly(run, seed, { after: () => laws(run) })
      expect(["completed", "failed", "cancelled"]).toContain(run.view().status)
    })
  })

  it("are changed by no command that comes again", () => {
    const repeatable = new Set([
      "StartInstance",
      "CompleteJob",
      "FailJob",
      "RedeliverJob",
      "TriggerTimer",
      "CompleteUserTask",
      "ResolveIncident",
    ])
    forSeeds((seed) => {
      const run = runOf(seed)
      driveRandomly(run, seed, {
        after: (command) => {
          if (repeatable.has(command.type)) againChangesNothing(run, command)
        },
      })
    })
  })

  it("go on from a snapshot as if nothing had happened", () => {
    forSeeds((seed) => {
      const steady = runOf(seed)
      const interrupted = runOf(seed, { forgetful: true })
      driveRandomly(steady, seed)
      driveRandomly(interrupted, seed)
      expect(interrupted.log).toEqual(steady.log)
    })
  })

  it("do the same in many small commits as in one", () => {
    forSeeds((seed) => {
      const steady = runOf(seed)
      const interrupted = runOf(seed, { decider: hasty, forgetful: true })
      driveRandomly(steady, seed)
      driveRandomly(interrupted, seed, { after: () => laws(interrupted) })
      expect(interrupted.log.filter(({ type }) => type !== "ContinueRequested")).toEqual(steady.log)
    })
  })
})
