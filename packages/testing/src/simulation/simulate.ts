/**
 * Simulates engines in a storm: random processes on a store in trouble, handlers and people that do what they like,
 * engines that are killed, stand still and are opened, clocks that jump; all from one seed. After each commit the
 * invariants are looked at. Then the storm is over, and what has to hold is proved.
 */
import { createHash } from "node:crypto"
import { makeMemoryStore } from "@millrace/engine/store"
import type { Model } from "@millrace/kernel"
import { type ProcessGraph, processDecider } from "@millrace/process"
import { Effect } from "effect"
import { checked } from "../checked/checked.ts"
import { randomProcess } from "../decider/RandomProcess.ts"
import { type Seeded, seeded } from "../store/seeded.ts"
import { Chronicle } from "./Chronicle.ts"
import { calmDown } from "./calmDown.ts"
import { Fleet } from "./Fleet.ts"
import { Ledger } from "./Ledger.ts"
import { makeLetters } from "./letters.ts"
import { makePeople } from "./People.ts"
import { proveStore } from "./proveStore.ts"
import type { SimulationOptions, SimulationOutcome } from "./Simulation.ts"
import { Storm } from "./Storm.ts"
import { troubled } from "./Trouble.ts"
import { turns } from "./turns.ts"
import { watchedDecider } from "./watchedDecider.ts"

const anHour = 3_600_000
const randomId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Runs one simulation. It never rejects: what did not hold is in the outcome. */
export const simulate = async (options: SimulationOptions): Promise<SimulationOutcome> => {
  const { seed, without = [], tears = false } = options
  const random = seeded(seed)
  const draw = (below: number) => random.below(below)
  const storm = new Storm(seed + 1, without)
  const ledger = new Ledger()
  const chronicle = new Chronicle(ledger)
  const surprises: Array<string> = []
  const surprise = (message: string) => surprises.push(message)
  const watched = checked(options.store ?? makeMemoryStore(), {
    onViolation: surprise,
    onEvent: (event) => {
      for (const message of chronicle.follow(event)) surprise(message)
    },
  })
  const share = (most: number) => (random.chance(0.5) ? 0 : (draw(100) / 100) * most)
  const trace = createHash("sha256")
  const trouble = troubled(watched.store, {
    storm,
    commits: {
      refused: share(0.12),
      unknown: share(0.12),
      vanished: share(0.12),
      landing: share(0.12),
      late: share(0.12),
      unwritable: share(0.06),
      torn: tears ? share(0.2) : 0,
    },
    calls: share(0.07),
    announcements: share(0.7),
    turns: draw(4),
    longest: 1 + draw(5000),
    parallelism: 1 + draw(4),
    tears,
    surprise,
    // Signals have random ids.
    written: ({ id, log }) => trace.update(JSON.stringify([id, log]).replaceAll(randomId, "")),
  })
  const models = makeModels(seed, random, watchedDecider(processDecider, { storm, surprise }))
  const fleet = new Fleet({
    store: trouble.store,
    models,
    ledger,
    random: seeded(seed + 2),
    engines: 1 + draw(3),
    clients: draw(2),
    settings: {
      concurrency: 1 + draw(6),
      window: 1 + draw(6),
      cacheSize: draw(6),
      leaseTime: 3000 + draw(18_000),
      sweepInterval: 2000 + draw(19_000),
      gracePeriod: draw(2000),
      jobTimeout: 20_000,
    },
  })
  const people = makePeople({
    random: seeded(seed + 3),
    ledger,
    store: watched.store,
    graphs: new Map(models.map(({ definition }) => [definition.id, definition.graph as ProcessGraph])),
    processes: models.map(({ definition }) => definition.id).filter((id) => id !== "reader"),
    instances: 1 + draw(12),
    anyEngine: () => fleet.any(),
    surprise,
  })
  const drawn = 60 + draw(240)
  const steps = options.steps ?? drawn
  const failed = (): void => {
    if (surprises.length > 0) throw new Error(surprises.slice(0, 20).join("\n"))
  }
  let error: string | undefined
  try {
    for (let step = 0; step < steps; step++) {
      const luck = draw(100)
      if (luck < 60) await people.act()
      else if (luck < 87) await fleet.pass(draw(draw(2) === 0 ? 2000 : 40_000), random.chance(0.8))
      else if (luck < 88) await fleet.pass(draw(anHour), random.chance(0.2))
      else if (luck < 93) await strike(fleet, storm, random)
      else if (luck < 97) await fleet.replenish()
      else await proveStore(watched.store, ledger, chronicle)
      await turns(draw(6))
      failed()
    }
    storm.end()
    await calmDown({ fleet, people, store: watched.store, ledger, chronicle })
    await Effect.runPromise(watched.readAllBack)
    failed()
  } catch (cause) {
    error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  }
  await fleet.scatter()
  return {
    seed,
    ok: error === undefined,
    instances: ledger.starts.size,
    commits: trouble.commits(),
    faults: storm.total,
    kinds: storm.counts,
    lives: fleet.lives,
    calls: ledger.calls.length,
    trace: trace.digest("base64url").slice(0, 16),
    steps,
    ...(error === undefined ? {} : { error: `${error}\nTo repeat it: ${lineOf(options)}` }),
  }
}

/** What repeats a simulation, on a store of the same kind. */
const lineOf = ({ seed, steps, without, store }: SimulationOptions): string => {
  const more = [
    ...(steps === undefined ? [] : [`, steps: ${steps}`]),
    ...(without === undefined ? [] : [`, without: ${JSON.stringify(without)}`]),
    ...(store === undefined ? [] : [", store, tears: true"]),
  ]
  return `simulate({ seed: ${seed}${more.join("")} })`
}

/** Small commits, for one half of the seeds: what follows from one command takes several, and faults come between them. */
const makeModels = (seed: number, random: Seeded, watched: typeof processDecider): ReadonlyArray<Model> => {
  const eventsPerCommit = random.chance(0.5) ? 2 + random.below(10) : 1000
  const decider: typeof processDecider = {
    ...watched,
    compile: (definition, options) => ({ ...watched.compile(definition, options), eventsPerCommit }),
  }
  const own = Array.from({ length: 1 + random.below(2) }, (_, n) => ({
    // The second one may call the first one.
    ...randomProcess(seed * 10 + n, { size: 2 + random.below(9), id: `p${n + 1}`, calls: n > 0 ? ["p1"] : [] }),
    decider,
  }))
  return [...own, ...makeLetters(decider)]
}

/** Something happens to an engine, or to the clocks. */
const strike = async (fleet: Fleet, storm: Storm, random: Seeded): Promise<void> => {
  const kind = (["kill", "vanish", "close", "jump", "stall"] as const)[random.below(5)] ?? "kill"
  const all = random.chance(0.5)
  const time = random.below(random.chance(0.3) ? 4 * anHour : 60_000)
  const direction = random.chance(0.5) ? 1 : -1
  if (!storm.admits(kind)) return
  if (kind === "jump") fleet.jump(direction * time, all)
  else if (kind === "stall") fleet.stall(time)
  else await fleet.lose(kind)
}
