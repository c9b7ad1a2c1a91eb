/**
 * The orders of one run. Each run has numbers of its own; an unfinished run is gone on with.
 */
import type { InstanceSummary, Millrace } from "millrace"
import { order } from "./process.ts"

export interface DemoOrder {
  readonly number: string
  readonly customer: string
  readonly amount: number
  readonly card: "good" | "far" | "empty"
  /** What is special about it. */
  readonly story: string
}

const kinds: ReadonlyArray<Omit<DemoOrder, "number">> = [
  { customer: "Ada", amount: 120, card: "good", story: "a small one" },
  { customer: "Grace", amount: 1900, card: "good", story: "big: a manager has to approve it" },
  { customer: "Linus", amount: 80, card: "far", story: "its bank is hard to reach" },
  { customer: "Alan", amount: 340, card: "empty", story: "its card has no money on it" },
]

const firstNumber = 1001

const ordersFrom = (number: number): ReadonlyArray<DemoOrder> => kinds.map((kind, index) => ({ ...kind, number: `${number + index}` }))

const isOver = ({ status }: InstanceSummary): boolean => status !== "active" && status !== "terminating"

/** The run to show: the last one where it is unfinished, else a new one. */
export interface Run {
  readonly orders: ReadonlyArray<DemoOrder>
  /** How many orders an earlier life of the demo began and did not finish. */
  readonly unfinished: number
  /** How many it had finished. */
  readonly finished: number
}

export const findRun = async (millrace: Millrace): Promise<Run> => {
  const known = new Map<number, InstanceSummary>()
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await millrace.list({ process: order.id, ...(after === undefined ? {} : { after }) })
    for (const instance of page.items) known.set(Number(instance.businessKey), instance)
    after = page.next
  }
  const last = Math.max(firstNumber - 1, ...known.keys())
  const first = last - ((((last - firstNumber) % kinds.length) + kinds.length) % kinds.length)
  const ofLastRun = [...known].filter(([number]) => number >= first).map(([, instance]) => instance)
  const finished = ofLastRun.filter(isOver).length
  if (ofLastRun.length === 0) return { orders: ordersFrom(firstNumber), unfinished: 0, finished: 0 }
  if (finished === kinds.length) return { orders: ordersFrom(first + kinds.length), unfinished: 0, finished: 0 }
  return { orders: ordersFrom(first), unfinished: ofLastRun.length - finished, finished }
}

/** Starts an order, or gives the one that was started under this number. */
export const startOrder = async (millrace: Millrace, { number, customer, amount, card }: DemoOrder): Promise<string> =>
  (await millrace.start(order, { number, customer, amount, card }, { businessKey: number })).id
