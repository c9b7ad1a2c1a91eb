/**
 * Which texts of which rows are encrypted. Ids, names, people, dates and whatever else a store searches by are not.
 */
import type { IncidentRow, InstanceRow, LogRow, SnapshotRow, ValueRow } from "../Rows.ts"
import type { CommitBatch, StoredInstance } from "../Store.ts"
import type { Envelope } from "./Envelope.ts"
import { sealDelivery, sealMessage, sealSignal } from "./encryptedMail.ts"

/** What an instance's row shares with what advances it. */
interface Ended {
  readonly key: number
  readonly result: string | null
}

const places = {
  log: ({ key, seq }: LogRow) => `log/${key}/${seq}`,
  snapshot: ({ key, seq }: SnapshotRow) => `snapshot/${key}/${seq}`,
  value: ({ key, id }: ValueRow) => `value/${key}/${id}`,
  incident: ({ key, id }: IncidentRow) => `incident/${key}/${id}`,
  result: ({ key }: Ended) => `result/${key}`,
  inputDigest: ({ key }: Ended) => `digest/${key}`,
}

/** Where the reason of a quarantine stands. */
export const quarantinePlace = (key: number): string => `quarantine/${key}`

const all = <A, B>(rows: ReadonlyArray<A>, each: (row: A) => Promise<B>): Promise<ReadonlyArray<B>> => Promise.all(rows.map(each))

/** The batch as it is written. */
export const sealBatch = async (envelope: Envelope, batch: CommitBatch): Promise<CommitBatch> => {
  const { seal, sealOrNull } = envelope
  const [starts, advances, log, snapshots, values, incidents, messages, signals, deliveries] = await Promise.all([
    all(batch.starts, async (row) => ({
      ...row,
      result: await sealOrNull(row.result, places.result(row)),
      inputDigest: await sealOrNull(row.inputDigest, places.inputDigest(row)),
      quarantine: await sealOrNull(row.quarantine, quarantinePlace(row.key)),
    })),
    all(batch.advances, async (row) => ({ ...row, result: await sealOrNull(row.result, places.result(row)) })),
    all(batch.log, async (row) => ({ ...row, events: await seal(row.events, places.log(row), "refers") })),
    all(batch.snapshots, async (row) => ({ ...row, state: await seal(row.state, places.snapshot(row), "refers") })),
    all(batch.values, async (row) => ({ ...row, text: await seal(row.text, places.value(row)) })),
    all(batch.incidents.insert, async (row) => ({ ...row, message: await seal(row.message, places.incident(row)) })),
    all(batch.messages, async ({ from, message }) => ({ from, message: await sealMessage(envelope, message) })),
    all(batch.signals, async ({ from, signal }) => ({ from, signal: await sealSignal(envelope, signal) })),
    all(batch.deliveries, async ({ from, delivery }) => ({ from, delivery: await sealDelivery(envelope, delivery) })),
  ])
  const mail = { messages, signals, deliveries }
  return { ...batch, ...mail, starts, advances, log, snapshots, values, incidents: { ...batch.incidents, insert: incidents } }
}

export const openInstance = async ({ openOrNull }: Envelope, row: InstanceRow): Promise<InstanceRow> => ({
  ...row,
  result: await openOrNull(row.result, places.result(row)),
  inputDigest: await openOrNull(row.inputDigest, places.inputDigest(row)),
  quarantine: await openOrNull(row.quarantine, quarantinePlace(row.key)),
})

export const openLog = async ({ open }: Envelope, row: LogRow): Promise<LogRow> => ({
  ...row,
  events: await open(row.events, places.log(row)),
})

export const openIncident = async ({ open }: Envelope, row: IncidentRow): Promise<IncidentRow> => ({
  ...row,
  message: await open(row.message, places.incident(row)),
})

export const openStored = async (envelope: Envelope, stored: StoredInstance): Promise<StoredInstance> => {
  const [row, snapshot, tail, values] = await Promise.all([
    openInstance(envelope, stored.row),
    stored.snapshot && openSnapshot(envelope, stored.snapshot),
    all(stored.tail, (row) => openLog(envelope, row)),
    all(stored.values, async (row) => ({ ...row, text: await envelope.open(row.text, places.value(row)) })),
  ])
  return { ...stored, row, snapshot, tail, values }
}

const openSnapshot = async ({ open }: Envelope, row: SnapshotRow): Promise<SnapshotRow> => ({
  ...row,
  state: await open(row.state, places.snapshot(row)),
})
