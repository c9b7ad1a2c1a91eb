/**
 * What `feel` measures: texts of FEEL, each with the JavaScript that somebody would write by hand for the same question, and with contexts.
 */
import {
  BooleanType,
  contextOf,
  DateType,
  FeelDate,
  type FeelType,
  type FeelValue,
  listOf,
  NumberType,
  StringType,
} from "@millrace/feel-scanner"
import { evaluate } from "feelin"
import { makeRandom } from "../../Random.ts"

/** An order, as the texts see it. */
export type Order = {
  readonly amount: number
  readonly limit: number
  readonly status: string
  readonly vip: boolean
  readonly name: string
  readonly quantity: number
  readonly start: FeelDate | null
  readonly items: ReadonlyArray<{ readonly id: number; readonly price: number; readonly kind: string }>
}

export interface FeelCase {
  readonly name: string
  readonly text: string
  /** In unary tests: what is tested. */
  readonly tested?: "amount" | "status"
  readonly byHand: (order: Order) => FeelValue
  /** It is a condition on numbers, strings or booleans: what is aimed at most. */
  readonly condition: boolean
  /** It looks at the 1,000 items; else orders have none, since feelin goes through the whole context each time. */
  readonly items?: true
}

const limitDay = Date.UTC(2024, 5, 15)

/** The texts. */
export const feelCases: ReadonlyArray<FeelCase> = [
  { name: "number", text: "amount > 1000", byHand: ({ amount }) => amount > 1000, condition: true },
  { name: "string", text: 'status = "open"', byHand: ({ status }) => status === "open", condition: true },
  { name: "boolean", text: "vip or amount >= limit", byHand: ({ vip, amount, limit }) => vip || amount >= limit, condition: true },
  {
    name: "both",
    text: 'amount > 1000 and status = "open"',
    byHand: ({ amount, status }) => amount > 1000 && status === "open",
    condition: true,
  },
  {
    name: "arithmetic",
    text: "amount * 2 + quantity > limit",
    byHand: ({ amount, quantity, limit }) => amount * 2 + quantity > limit,
    condition: true,
  },
  {
    name: "unary test",
    text: "[100..500], > 1500",
    tested: "amount",
    byHand: ({ amount }) => (amount >= 100 && amount <= 500) || amount > 1500,
    condition: true,
  },
  {
    name: "unary strings",
    text: '"open", "paid"',
    tested: "status",
    byHand: ({ status }) => status === "open" || status === "paid",
    condition: true,
  },
  {
    name: "text functions",
    text: 'starts with(name, "customer") and contains(status, "en")',
    byHand: ({ name, status }) => name.startsWith("customer") && status.includes("en"),
    condition: true,
  },
  {
    name: "date",
    text: 'start + duration("P10D") > date("2024-06-15")',
    byHand: ({ start }) => start !== null && Date.UTC(start.year, start.month - 1, start.day + 10) > limitDay,
    condition: false,
  },
  {
    name: "filter of 1,000",
    text: 'count(items[price > 500 and kind = "book"])',
    byHand: ({ items }) => items.filter(({ price, kind }) => price > 500 && kind === "book").length,
    condition: false,
    items: true,
  },
]

/** An order for feelin. */
export type TheirOrder = Omit<Order, "start"> & { readonly start: unknown }

/** The types of an order's entries. */
export const orderTypes: Readonly<Record<keyof Order, FeelType>> = {
  amount: NumberType,
  limit: NumberType,
  status: StringType,
  vip: BooleanType,
  name: StringType,
  quantity: NumberType,
  start: DateType,
  items: listOf(contextOf({ id: NumberType, price: NumberType, kind: StringType })),
}

/** Orders with so many items, and the same with dates as feelin wants them. */
export const orders = (
  count: number,
  length: number,
): { readonly ours: ReadonlyArray<Order>; readonly theirs: ReadonlyArray<TheirOrder> } => {
  const { between } = makeRandom(42)
  const below = (most: number) => Math.floor(between(0, most))
  const items = Array.from({ length }, (_, id) => ({ id, price: below(1000), kind: id % 7 === 0 ? "book" : "toy" }))
  const ours = Array.from({ length: count }, (_, i) => ({
    amount: below(2000),
    limit: 1000,
    status: ["open", "closed", "paid"][i % 3] ?? "open",
    vip: i % 2 === 0,
    name: `customer ${i}`,
    quantity: i,
    start: FeelDate.of(2024, 1 + (i % 12), 1 + (i % 28)),
    items,
  }))
  const theirs = ours.map((order) => ({ ...order, start: evaluate(`date("${order.start}")`, {}).value }))
  return { ours, theirs }
}
