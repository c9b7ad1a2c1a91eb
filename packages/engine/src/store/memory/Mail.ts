/**
 * What becomes of messages and signals in the memory store: who gets them, and what they start.
 */
import { addressOf, groupOf, placeOf, startedBy } from "../addressOf.ts"
import type { DeliveryRow, MessageRow, NewDelivery, NewSignal, StartRow, SubscriptionRow } from "../Rows.ts"
import type { DefinitionTable } from "./DefinitionTable.ts"
import type { DeliveryTable } from "./DeliveryTable.ts"
import type { MessageTable } from "./MessageTable.ts"
import type { SubscriptionTable } from "./SubscriptionTable.ts"

export interface Mail {
  /** Gives a signal to all who wait for it; says to how many. */
  readonly broadcast: (signal: NewSignal) => number
  readonly match: (now: number, limit: number, names: ReadonlyArray<string> | undefined) => number
  readonly giveBack: (delivery: DeliveryRow) => void
  readonly putStarts: (definition: number, starts: ReadonlyArray<StartRow>, now: number) => void
}

/** A start event of the last version of a process. */
interface Begin extends StartRow {
  readonly process: string
  readonly version: number
}

export const makeMail = (
  messages: MessageTable,
  subscriptions: SubscriptionTable,
  deliveries: DeliveryTable,
  definitions: DefinitionTable,
): Mail => {
  const starts = new Map<number, ReadonlyArray<StartRow>>()
  /** What begins with it, in the last version of each process. */
  const startsBy = (kind: StartRow["kind"], name: string): ReadonlyArray<Begin> =>
    [...starts.values()]
      .flat()
      .filter((start) => start.kind === kind && start.name === name)
      .flatMap((start) => {
        const row = definitions.byKey(start.definition)
        return row !== undefined && definitions.isLatest(row.key, row.id, row.version)
          ? [{ ...start, process: row.id, version: row.version }]
          : []
      })
      .sort((a, b) => (a.process < b.process ? -1 : a.process > b.process ? 1 : a.element < b.element ? -1 : 1))

  const placeOfStart = ({ definition, together }: StartRow, correlation: string | null): string | undefined =>
    together === undefined ? undefined : placeOf(groupOf(definition, together), correlation)

  /** The first open delivery by which an instance begins that may wait for a message. */
  const aheadOf = ({ name, correlation }: MessageRow): number | undefined => {
    let first: number | undefined
    for (const rows of starts.values()) {
      for (const row of rows) {
        const place = row.kind === "message" && row.name === name ? placeOfStart(row, correlation) : undefined
        if (place === undefined) continue
        for (const { id, name: element } of deliveries.at(place))
          if ((element !== row.element || row.again === true) && (first === undefined || id < first)) first = id
      }
    }
    return first
  }

  /** Names of messages that an instance may wait for that begins by this one. */
  const awaitedBy = ({ definition, element, together, again }: StartRow): ReadonlyArray<string> =>
    together === undefined
      ? []
      : (starts.get(definition) ?? []).flatMap((row) =>
          row.kind === "message" && row.together === together && (row.element !== element || again === true) ? [row.name] : [],
        )

  const match: Mail["match"] = (now, limit, names) => {
    messages.lookBehind((delivery) => deliveries.has(delivery))
    const given: Array<{ readonly message: MessageRow; readonly delivery: NewDelivery; readonly place: string | undefined }> = []
    /** What may be waited for by those that begin now. */
    const begun = new Set<string>()
    for (const address of messages.unmatched(names)) {
      if (given.length >= limit) break
      let rest = false
      for (const message of messages.at(address)) {
        const isLate = message.expiresAt <= now && !messages.isHeld(message)
        if (isLate && !messages.isFresh(message)) continue
        if (given.length >= limit) {
          rest = true
          break
        }
        const waits = subscriptions.takeFirst(address, isLate ? message.expiresAt : Number.POSITIVE_INFINITY)
        if (waits !== undefined) {
          given.push({ message, delivery: ofMessage(message, waits), place: undefined })
          continue
        }
        if (begun.has(address)) {
          rest = true
          break
        }
        const ahead = aheadOf(message)
        const begins = ahead === undefined ? startsBy("message", message.name)[0] : undefined
        if (ahead !== undefined) messages.hold(message, ahead)
        else if (begins !== undefined) {
          given.push({ message, delivery: startOf(message, begins), place: placeOfStart(begins, message.correlation) })
          for (const name of awaitedBy(begins)) begun.add(addressOf(name, message.correlation))
        } else {
          messages.letGo(message)
          if (!isLate && !messages.holdsAny) break
        }
      }
      if (!rest) messages.looked(address)
    }
    given.sort((a, b) => a.message.id - b.message.id)
    for (const { message, delivery, place } of given) {
      messages.delete(message)
      deliveries.insert(delivery, place)
    }
    // Now it is known behind what the others are held back.
    return given.length + (begun.size > 0 && given.length < limit ? match(now, limit - given.length, names) : 0)
  }

  return {
    broadcast: (signal) => {
      const waiting = subscriptions.ofSignal(signal.name)
      for (const row of waiting) deliveries.insert(ofSignal(signal, row))
      const begins = startsBy("signal", signal.name)
      for (const begin of begins) {
        const { definition, element, process, version } = begin
        const { name, signalId, payload, createdAt } = signal
        const instance = `${process}:${element}:${startedBy(name, signalId)}`
        const start = { instance, process, version, ref: definition, name: element }
        deliveries.insert({ ...plain, ...start, kind: "start", source: signalId, payload, createdAt }, placeOfStart(begin, null))
      }
      return waiting.length + begins.length
    },
    match,
    giveBack: (delivery) => {
      if (!deliveries.delete(delivery.id)) return
      const { kind, name, source, correlation, payload, createdAt, expiresAt } = delivery
      if (kind !== "message" || expiresAt === null) return
      messages.keep({ name, correlation, messageId: source, payload, createdAt, expiresAt })
    },
    putStarts: (definition, rows, now) => {
      const before = starts.get(definition) ?? []
      starts.set(definition, rows)
      for (const row of rows) {
        const known = before.some(({ kind, name }) => kind === row.kind && name === row.name)
        if (row.kind === "message" && !known) messages.lookAt(row.name, now)
      }
    },
  }
}

const plain = { key: null, correlation: null, expiresAt: null, parent: null, businessKey: null } as const

const ofSignal = ({ name, signalId, payload, createdAt }: NewSignal, { key, id, process }: SubscriptionRow): NewDelivery => ({
  ...plain,
  kind: "signal",
  key,
  instance: null,
  process,
  version: null,
  ref: id,
  name,
  source: signalId,
  payload,
  createdAt,
})

const ofMessage = (message: MessageRow, { key, id, process }: SubscriptionRow): NewDelivery => ({
  ...plain,
  kind: "message",
  key,
  instance: null,
  process,
  version: null,
  ref: id,
  name: message.name,
  source: message.messageId,
  payload: message.payload,
  correlation: message.correlation,
  expiresAt: message.expiresAt,
  createdAt: message.createdAt,
})

const startOf = (message: MessageRow, { definition, element, process, version }: Begin): NewDelivery => ({
  ...plain,
  kind: "start",
  instance: `${process}:${startedBy(message.name, message.messageId)}`,
  process,
  version,
  ref: definition,
  name: element,
  source: message.messageId,
  payload: message.payload,
  correlation: message.correlation,
  createdAt: message.createdAt,
})
