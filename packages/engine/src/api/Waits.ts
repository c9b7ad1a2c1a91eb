/**
 * Lists of what instances wait for from each other and from outside: messages, signals and the instances they called.
 */
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import type { ChildRow, SubscriptionRow } from "../store/Rows.ts"
import { outsideTransactions } from "../transactions/insideTransaction.ts"
import { allow, checkCursor, checkLimit, checkOptionalKind, checkOptionalText, takeOptions } from "./Argument.ts"
import { engineClosed } from "./ask.ts"
import { type LocalId, localId } from "./LocalId.ts"
import type { PageRequestOptions } from "./Messages.ts"

/** A message or a signal that an instance waits for. */
export interface Subscription {
  readonly id: LocalId
  readonly kind: "message" | "signal"
  readonly name: string
  /** The key that a message has to have. */
  readonly key: string | undefined
  readonly instance: string
  readonly process: string
  readonly businessKey: string | undefined
  /** The path of the step that waits. */
  readonly element: string
  readonly createdAt: Date
}

export interface SubscriptionFilter extends PageRequestOptions {
  readonly kind?: "message" | "signal"
  readonly name?: string
  readonly process?: string
  readonly instance?: string
}

/** An instance that another one called and waits for. */
export interface Child {
  /** The id of the instance that was called. */
  readonly instance: string
  readonly process: string
  /** The id of the instance that called it. */
  readonly parent: string
  /** The path of the step that waits. */
  readonly element: string
  readonly createdAt: Date
}

export interface ChildFilter extends PageRequestOptions {
  /** Only what this instance called. */
  readonly instance?: string
}

const subscriptionOf = (row: SubscriptionRow): Subscription => ({
  id: localId(row.instance, row.id),
  kind: row.kind,
  name: row.name,
  key: row.correlation ?? undefined,
  instance: row.instance,
  process: row.process,
  businessKey: row.businessKey ?? undefined,
  element: row.element,
  createdAt: new Date(row.createdAt),
})

const childOf = (row: ChildRow): Child => ({
  instance: row.child,
  process: row.process,
  parent: row.instance,
  element: row.element,
  createdAt: new Date(row.createdAt),
})

export const makeWaits = (core: Core) => ({
  subscriptions: {
    /** Who waits for messages and signals, a page at a time. */
    list: outsideTransactions(
      Effect.fn("Engine.subscriptions.list")(function* (options: SubscriptionFilter = {}) {
        const filter = yield* takeOptions("subscriptions.list", options)
        yield* allow(
          checkLimit(filter.limit),
          checkCursor(filter.after, 2),
          checkOptionalKind(filter.kind),
          checkOptionalText("The name of a list", filter.name),
          checkOptionalText("The process of a list", filter.process),
          checkOptionalText("The instance of a list", filter.instance),
        )
        if (core.closed) return yield* engineClosed()
        const page = yield* core.store.subscriptions.list({ ...filter, limit: filter.limit ?? 100 })
        return { items: page.rows.map(subscriptionOf), next: page.next }
      }),
    ),
  },
  children: {
    /** Instances that others called and wait for, a page at a time. */
    list: outsideTransactions(
      Effect.fn("Engine.children.list")(function* (options: ChildFilter = {}) {
        const filter = yield* takeOptions("children.list", options)
        yield* allow(checkLimit(filter.limit), checkCursor(filter.after, 2), checkOptionalText("The instance of a list", filter.instance))
        if (core.closed) return yield* engineClosed()
        const page = yield* core.store.children.list({ ...filter, limit: filter.limit ?? 100 })
        return { items: page.rows.map(childOf), next: page.next }
      }),
    ),
  },
})

export type Waits = ReturnType<typeof makeWaits>
