/**
 * Simulates engines in a storm: random processes on a store in trouble, handlers and people that do what they like,
 * engines that are killed and opened, a clock that jumps; all from one seed. Then the storm is over, and what has to
 * hold is proved.
 */
import { makeMemoryStore } from "@millrace/engine/store"
import type { Model } from "@millrace/kernel"
import { processDecider } from "@millrace/process"
import { Effect } from "effect"
import { checked } from "../checked/checked.ts"
import { randomProcess } from "../decider/RandomProcess.ts"
import { seeded } from "../store/seeded.ts"
import { calmDown } from "./calmDown.ts"
import { Fleet } from "./Fleet.ts"
import { Ledger } from "./Ledger.ts"
import { makePeople } from "./People.ts"
import { proveStore } from "./proveStore.ts"
import type { SimulationOptions, SimulationOutcome } from "./Simulation.ts"
import { troubled, turns } from "./Trouble.ts"

/** Runs one simulation. It never rejects: what did not hold is in the outcome. */
export const simulate = async ({ seed, steps }: SimulationOptions): Promise<SimulationOutcome> => {
  const random = seeded(seed)
  const draw = (below: number) => random.below(below)
  const ledger = new Ledger()
  const watched = checked(makeMemoryStore())
  const inner = watched.store
  const share = () => (random.chance(0.5) ? 0 : draw(15) / 100)
  const trouble = troubled(inner, seed + 1, {
    commits: { before: share(), after: share(), vanished: share(), late: share(), longest: 1 + draw(5000) },
    calls: share() / 2,
    turns: draw(4),
  })
  // Small commits: what follows from one command takes several, and faults come between them.
  const eventsPerCommit = random.chance(0.5) ? 2 + draw(10) : 1000
  const decider: Model["decider"] = {
    ...processDecider,
    compile: (definition, options) => ({ ...processDecider.compile(definition, options), eventsPerCommit }),
  }
  const models: ReadonlyArray<Model> = Array.from({ length: 1 + draw(2) }, (_, n) => ({
    ...randomProcess(seed * 10 + n, { size: 2 + draw(9), id: `p${n + 1}` }),
    decider,
  }))
  const fleet = new Fleet({
    store: trouble.store,
    models,
    ledger,
    random: seeded(seed + 2),
    engines: 1 + draw(2),
    settings: {
      concurrency: 1 + draw(6),
      window: 1 + draw(6),
      cacheSize: draw(6),
      leaseTime: 1000 + draw(20_000),
      sweepInterval: 1000 + draw(20_000),
      gracePeriod: draw(2000),
      jobTimeout: 20_000,
    },
  })
  const surprises: Array<string> = []
  const people = makePeople({
    random: seeded(seed + 3),
    ledger,
    store: inner,
    processes: models.map(({ definition }) => definition.id),
    instances: 1 + draw(12),
    anyEngine: () => fleet.any(),
    surprise: (message) => surprises.push(message),
  })
  let error: string | undefined
  try {
    const count = steps ?? 100 + draw(300)
    for (let step = 0; step < count; step++) {
      const luck = draw(100)
      if (luck < 60) await people.act()
      else if (luck < 90) await fleet.pass(draw(2) === 0 ? draw(2000) : draw(random.chance(0.1) ? 4_000_000 : 40_000), random.chance(0.8))
      else if (luck < 94) await fleet.lose(random.chance(0.5) ? "kill" : random.chance(0.5) ? "vanish" : "close")
      else if (luck < 97) await fleet.replenish()
      else await proveStore(inner, models, ledger)
      await turns(draw(6))
      if (watched.violations.length > 0) throw new Error(`An invariant does not hold:\n${watched.violations.join("\n")}`)
    }
    trouble.end()
    await calmDown({ fleet, people, store: inner, models, ledger })
    await Effect.runPromise(watched.readAllBack)
    surprises.push(...watched.violations)
    if (surprises.length > 0) error = surprises.join("\n")
  } catch (cause) {
    error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  }
  await fleet.scatter()
  return {
    seed,
    ok: error === undefined,
    instances: ledger.starts.size,
    commits: trouble.commits(),
    faults: trouble.faults(),
    lives: fleet.lives,
    calls: ledger.calls.length,
    ...(error === undefined
      ? {}
      : { error: `${error}\nTo repeat it: simulate({ seed: ${seed}${steps === undefined ? "" : `, steps: ${steps}`} })` }),
  }
}
