/**
 * Encryption at rest: a store around any store. The engine knows nothing of it, nor does the store inside.
 */
import { Effect, Layer } from "effect"
import type { InstanceRow } from "../Rows.ts"
import { Store, type TransactionPort } from "../Store.ts"
import { StoreError } from "../StoreError.ts"
import { type Envelope, makeEnvelope, withCodec } from "./Envelope.ts"
import { encryptedMail } from "./encryptedMail.ts"
import { openIncident, openInstance, openLog, openStored, quarantinePlace, sealBatch } from "./encryptedRows.ts"
import { readable } from "./readable.ts"
import type { ValueCodec } from "./ValueCodec.ts"

/** A store that encrypts what it hands on to `inner`, and decrypts what comes back. */
export const encrypted = (inner: Store["Service"], codec: ValueCodec): Store["Service"] => {
  const envelope = makeEnvelope(codec)
  const { log, instances, incidents, transactions } = inner
  const opened = (row: InstanceRow | undefined) =>
    row === undefined ? Effect.succeed(undefined) : withCodec(() => openInstance(envelope, row))
  const openedAll = (rows: ReadonlyArray<InstanceRow>) => withCodec(() => Promise.all(rows.map((row) => openInstance(envelope, row))))
  return {
    ...inner,
    log: {
      parallelism: log.parallelism,
      commit: (batch) =>
        Effect.flatMap(
          withCodec(() => sealBatch(envelope, batch)),
          log.commit,
        ),
      load: (key, values) =>
        Effect.flatMap(log.load(key, values), (stored) =>
          stored === undefined
            ? Effect.succeed(undefined)
            : Effect.mapError(
                withCodec(() => openStored(envelope, stored)),
                ({ code, message, cause }) => new StoreError({ code, message, cause, instance: stored.row.id }),
              ),
        ),
      committed: log.committed,
      history: (key, seq, limit) =>
        Effect.flatMap(log.history(key, seq, limit), (rows) => withCodec(() => Promise.all(rows.map((row) => openLog(envelope, row))))),
    },
    instances: {
      ...instances,
      byKey: (key) => Effect.flatMap(instances.byKey(key), opened),
      byKeys: (keys) => Effect.flatMap(instances.byKeys(keys), (rows) => readable(rows, (row) => openInstance(envelope, row))),
      byId: (id) => Effect.flatMap(instances.byId(id), opened),
      byBusinessKey: (process, businessKey) => Effect.flatMap(instances.byBusinessKey(process, businessKey), opened),
      list: (query) =>
        Effect.flatMap(instances.list(query), ({ rows, next }) => Effect.map(openedAll(rows), (instances) => ({ rows: instances, next }))),
      quarantine: (key, fault) =>
        Effect.flatMap(
          withCodec(() => envelope.sealOrNull(fault, quarantinePlace(key))),
          (text) => instances.quarantine(key, text),
        ),
    },
    incidents: {
      list: (query) =>
        Effect.flatMap(incidents.list(query), ({ rows, next }) =>
          withCodec(async () => ({ rows: await Promise.all(rows.map((row) => openIncident(envelope, row))), next })),
        ),
    },
    ...encryptedMail(inner, envelope),
    ...(transactions === undefined ? {} : { transactions: encryptedTransactions(transactions, envelope) }),
  }
}

const encryptedTransactions = (inner: TransactionPort, envelope: Envelope): TransactionPort => ({
  ...inner,
  run: (name, use) =>
    inner.run(name, (transaction) =>
      use({
        ...transaction,
        commit: (batch) =>
          Effect.flatMap(
            withCodec(() => sealBatch(envelope, batch)),
            transaction.commit,
          ),
      }),
    ),
})

/** The layer of a store, with encryption. */
export const encryptedStoreLayer = <E, R>(
  store: Layer.Layer<Store, E | StoreError, R>,
  codec: ValueCodec,
): Layer.Layer<Store, E | StoreError, R> =>
  Layer.effect(
    Store,
    Effect.map(Store, (inner) => encrypted(inner, codec)),
  ).pipe(Layer.provide(store))
