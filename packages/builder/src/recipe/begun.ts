/**
 * Runs the functions that users write flows with: on a chain of its own, or on one that begins with an event.
 */
import { foreignFlow } from "../errors.ts"
import type { Body, Chain } from "./Chain.ts"
import type { EventBranch, Recipe, TriggerSpec } from "./Item.ts"
import { Listener, Starter } from "./Listener.ts"
import type { Origin } from "./methods.ts"

type Begin = (origin: Origin) => Chain

/** Runs a body on a chain of its own and gives what it wrote down. */
export const flowOn = (of: string, body: Body, begin: Begin): Recipe => {
  const origin: Origin = { of }
  const flow = body(begin(origin))
  if (isChain(flow) && flow.origin === origin) return flow.recipe
  throw foreignFlow(
    of,
    `the flow of '${of}' gives back something else than the flow it was given: begin with its own parameter, and return the chain.`,
  )
}

/** Runs what begins with an event; gives the event and what comes after it. */
export const heardOn = (
  of: string,
  hearing: (on: never) => unknown,
  begin: Begin,
  starts = false,
): { readonly trigger: TriggerSpec; readonly flow: Recipe } & Pick<EventBranch, "input" | "keyIn"> => {
  const begun = new Set<Origin>()
  const note = (trigger: TriggerSpec, more: Pick<EventBranch, "input" | "keyIn"> = {}): Chain => {
    const origin: Origin = { of, trigger, ...more }
    begun.add(origin)
    return begin(origin)
  }
  const listener = starts ? new Starter(of, note) : new Listener(of, note)
  const flow = hearing(listener as never)
  if (isChain(flow) && begun.has(flow.origin) && flow.origin.trigger !== undefined) {
    const { trigger, input, keyIn } = flow.origin
    return { trigger, flow: flow.recipe, ...(input === undefined ? {} : { input }), ...(keyIn === undefined ? {} : { keyIn }) }
  }
  throw foreignFlow(of, `the flow of '${of}' does not begin with its event: write (on) => on.message(…), and return the chain.`)
}

const isChain = (given: unknown): given is Pick<Chain, "origin" | "recipe"> =>
  typeof given === "object" && given !== null && "origin" in given && "recipe" in given
