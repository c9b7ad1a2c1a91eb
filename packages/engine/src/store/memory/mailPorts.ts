/**
 * The ports of messages, of those who wait for them, of what is on its way, and of what begins by itself.
 */
import { Effect } from "effect"
import { readCursor } from "../Cursor.ts"
import type { Store } from "../Store.ts"
import type { Tables } from "./Tables.ts"

type MailPorts = Pick<Store["Service"], "messages" | "subscriptions" | "children" | "deliveries" | "schedules">

export const mailPorts = ({
  instances,
  messages,
  subscriptions,
  children,
  deliveries,
  schedules,
  mail,
  definitions,
}: Tables): MailPorts => {
  const isLatest = (definition: number, process: string, version: number) => definitions.isLatest(definition, process, version)
  const isHeld = (key: number | null): boolean => key !== null && (instances.get(key)?.row.quarantine ?? null) !== null
  return {
    messages: {
      publish: (all) => Effect.sync(() => all.map((message) => (messages.publish(message) ? "kept" : "duplicate"))),
      broadcast: (signal) => Effect.sync(() => mail.broadcast(signal)),
      match: ({ now, limit, names }) => Effect.sync(() => mail.match(now, limit, names)),
      giveBack: (delivery) => Effect.sync(() => mail.giveBack(delivery)),
      expire: (now, limit) => Effect.sync(() => messages.expire(now, limit)),
      list: (query) =>
        Effect.map(readCursor(query.after, 1), (after) =>
          messages.list(
            query,
            after,
            (row) =>
              (query.name === undefined || row.name === query.name) &&
              (query.correlation === undefined || row.correlation === query.correlation),
          ),
        ),
    },
    subscriptions: {
      list: (query) =>
        Effect.map(readCursor(query.after, 2), (after) =>
          subscriptions.list(
            query,
            after,
            (row) =>
              (query.kind === undefined || row.kind === query.kind) &&
              (query.name === undefined || row.name === query.name) &&
              (query.process === undefined || row.process === query.process) &&
              (query.instance === undefined || row.instance === query.instance),
          ),
        ),
    },
    children: {
      list: (query) =>
        Effect.map(readCursor(query.after, 2), (after) =>
          children.list(query, after, (row) => query.instance === undefined || row.instance === query.instance),
        ),
    },
    deliveries: {
      due: ({ after, limit, processes }) =>
        Effect.sync(() => {
          const wanted = processes === undefined ? undefined : new Set(processes)
          return deliveries.due(after, limit, (row) => (wanted === undefined || wanted.has(row.process)) && !isHeld(row.key))
        }),
      remove: (ids) =>
        Effect.sync(() => {
          for (const id of ids) deliveries.delete(id)
        }),
    },
    schedules: {
      put: (row) => Effect.sync(() => schedules.put(row)),
      due: (now, limit, wanted) => Effect.sync(() => schedules.due(now, limit, wanted, isLatest)),
      advance: (row, expected) => Effect.sync(() => schedules.advance(row, expected)),
      nextDue: (wanted) => Effect.sync(() => schedules.nextDue(wanted, isLatest)),
    },
  }
}
