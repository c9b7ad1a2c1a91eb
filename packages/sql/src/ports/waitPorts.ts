/** The ports that list what instances wait for: subscriptions and children. */
import { type ChildPort, readCursor, type SubscriptionPort } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Database } from "../Database.ts"
import { readChild, readSubscription, subscriptionColumns } from "../MailRow.ts"
import { allOf } from "./Filter.ts"
import { pageOf } from "./pageOf.ts"

const ofInstance = "key = (SELECT i.key FROM instances i WHERE i.id = ?)"

export const subscriptionPort = (database: Database): SubscriptionPort => ({
  list: (query) =>
    Effect.gen(function* () {
      const { where, params } = allOf(
        ["(key, id) > (?, ?)", yield* readCursor(query.after, 2)],
        ["name = ?", query.name],
        ["kind = ?", query.kind],
        ["process = ?", query.process],
        [ofInstance, query.instance],
      )
      const rows = yield* database.all(`SELECT ${subscriptionColumns} FROM subscriptions WHERE ${where} ORDER BY key, id LIMIT ?`, [
        ...params,
        query.limit + 1,
      ])
      return pageOf(rows.map(readSubscription), query.limit)
    }),
})

export const childPort = (database: Database): ChildPort => ({
  list: (query) =>
    Effect.gen(function* () {
      const { where, params } = allOf(["(key, id) > (?, ?)", yield* readCursor(query.after, 2)], [ofInstance, query.instance])
      const rows = yield* database.all(
        `SELECT key, id, child, process, instance, element, created_at FROM children WHERE ${where} ORDER BY key, id LIMIT ?`,
        [...params, query.limit + 1],
      )
      return pageOf(rows.map(readChild), query.limit)
    }),
})
