/**
 * One life of the process that is killed: when it is started, how it is killed, and what it told before.
 */
import type { Readable } from "node:stream"
import { startChild } from "../Child.ts"
import type { Random } from "../Random.ts"
import type { StoreName } from "../StoreName.ts"
import { type CrashMessage, noticeDescriptor } from "./CrashMessage.ts"

/** When a kill comes: while the process starts, some time after it opened the store, or in the very middle of a commit. */
export type KillPlan =
  | { readonly at: "start-up"; readonly after: number }
  | { readonly at: "work"; readonly after: number }
  | { readonly at: "commit"; readonly commit: number; readonly moment: "before" | "after" }

/** Kills land all over: in start-up, in what recovery does first, under load, and just before and after commits. */
export const planKill = (random: Random, startUp: number): KillPlan => {
  const at = random.oneOf(["start-up", "work", "work", "commit", "commit"] as const)
  if (at === "start-up") return { at, after: random.between(0, startUp * 1.3) }
  if (at === "work") return { at, after: random.oneOf([random.between(0, 60), random.between(0, 700)]) }
  return { at, commit: Math.floor(random.oneOf([random.between(1, 5), random.between(1, 60)])), moment: random.oneOf(["before", "after"]) }
}

export interface LifeSettings {
  /** The file of the process under `src`; that of the crash programme where it is left out. */
  readonly child?: string
  readonly store: StoreName
  readonly folder: string
  readonly instances: number
  /** How many of them may have been started at the end of this life. */
  readonly released: number
}

export interface LifeEnd {
  /** It was killed; else all instances have ended and it closed by itself. */
  readonly killed: boolean
  /** Milliseconds from its start until it had opened the store, if it came so far. */
  readonly startUp: number | undefined
}

/** A commit that never comes is not waited for any longer than this. */
const patience = 2000
/** Nor is the end of a life without a kill: what has not ended by then is stuck. */
const longestLife = 60_000

/** Starts the process and lets it live until the plan's moment, or until it is done where there is no plan. */
export const live = async (
  { child: file = "crash/child.ts", store, folder, instances, released }: LifeSettings,
  plan: KillPlan | undefined,
): Promise<LifeEnd> => {
  const stop = plan?.at === "commit" ? [`${plan.commit}`, plan.moment] : ["0", "before"]
  const from = performance.now()
  const child = startChild<CrashMessage>(file, [store, folder, `${instances}`, `${released}`, ...stop], {
    pipe: noticeDescriptor,
  })
  const timers: Array<NodeJS.Timeout> = []
  const kill = () => child.process.kill("SIGKILL")
  const killAfter = (milliseconds: number) => timers.push(setTimeout(kill, milliseconds))

  let startUp: number | undefined
  if (plan?.at === "start-up") killAfter(plan.after)
  if (plan?.at === "commit") (child.process.stdio[noticeDescriptor] as Readable).on("data", kill)
  try {
    await child.next()
    startUp = performance.now() - from
    if (plan?.at === "work") killAfter(plan.after)
    if (plan?.at === "commit") killAfter(patience)
    if (plan === undefined) killAfter(longestLife)
    await child.next()
  } catch (cause) {
    if (child.process.signalCode !== "SIGKILL") throw cause
  }
  await child.ended
  for (const timer of timers) clearTimeout(timer)
  return { killed: child.process.signalCode === "SIGKILL", startUp }
}
