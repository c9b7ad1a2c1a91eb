/**
 * Life after life of a process on the same files, each ended by a kill, until all its work is done.
 */
import type { Random } from "../Random.ts"
import { type KillPlan, type LifeSettings, live, planKill } from "./Life.ts"

/** What lives are of, and how many of them are to end by a kill. */
export interface KillSettings extends Omit<LifeSettings, "released"> {
  readonly kills: number
}

/** Gives how many kills found the process alive, and where they fell. */
export const killUntilDone = async ({ kills, ...settings }: KillSettings, random: Random, print: (line: string) => void) => {
  const from = performance.now()
  const killsAt: Record<KillPlan["at"], number> = { "start-up": 0, work: 0, commit: 0 }
  let startUp = 500
  let landed = 0
  for (;;) {
    // Work is released bit by bit, so that there is some for the last kill as for the first, and some after it.
    const released = Math.ceil(settings.instances * Math.min(1, (landed + 1) / (kills + 1)))
    const plan = landed < kills ? planKill(random, startUp) : undefined
    const end = await live({ ...settings, released }, plan)
    if (end.startUp !== undefined) startUp = Math.min(startUp, end.startUp)
    // Without a plan it is killed only when it does not come to an end: the proof says what stands still.
    if (!end.killed || plan === undefined) return { landed, killsAt }
    killsAt[plan.at]++
    landed++
    if (landed % 10 === 0) print(`${landed} of ${kills} kills after ${((performance.now() - from) / 1000).toFixed(1)} s`)
  }
}
