/**
 * An engine process on a Postgres database, under load: starts instances until its parent says that it is enough, does
 * the people's work, and ends when everything in the database has ended.
 */
import { Store, type StoreError } from "@millrace/engine/store"
import { postgres } from "@millrace/store-postgres"
import { Effect, Layer } from "effect"
import { Millrace, type StoreErrorCode } from "millrace"
import { endWithParent, tellParent } from "../../Child.ts"
import { type Acknowledged, crashFiles } from "../../crash/CrashFiles.ts"
import { crashPartners } from "../../crash/crashPartners.ts"
import { crashProcess } from "../../crash/crashProcess.ts"
import { driveLoad } from "../../crash/driveLoad.ts"
import { openLines, type SideEffect } from "../../proof/Ledger.ts"
import { silent } from "../silent.ts"
import type { EngineMessage, EngineOrder } from "./EngineOrder.ts"

const order = JSON.parse(process.argv[2] ?? "{}") as EngineOrder
const files = crashFiles(order.folder)
endWithParent()

/** Tells the parent what was read back of commits whose outcome was not known. */
const tellingResolved = (inner: Layer.Layer<Store, StoreError>): Layer.Layer<Store, StoreError> =>
  Layer.effect(
    Store,
    Effect.map(Store, (ports) => ({
      ...ports,
      log: {
        ...ports.log,
        committed: (id, rows) =>
          Effect.tap(ports.log.committed(id, rows), (keys) =>
            Effect.sync(() => void tellParent<EngineMessage>({ now: "resolved", written: keys.length > 0 })),
          ),
      },
    })),
  ).pipe(Layer.provide(inner))

const lines = openLines<SideEffect>(files.ledger)
const ledger = {
  ...lines,
  add: (line: SideEffect) => {
    lines.add(line)
    void tellParent<EngineMessage>({ now: "work", phase: line.phase, key: line.key, at: Date.now() })
  },
}
const acknowledged = openLines<Acknowledged>(files.acknowledged)
const crash = crashProcess(ledger)
const millrace = await Millrace.open({
  processes: [crash, ...crashPartners(ledger)],
  store: tellingResolved(
    postgres({
      url: order.url,
      schema: order.schema,
      connectTimeout: order.answerWithin,
      statementTimeout: order.answerWithin,
      idleTimeout: order.leaseTime / 2,
    }),
  ),
  leaseTime: order.leaseTime,
  sweepInterval: 500,
  layer: silent,
})
await tellParent<EngineMessage>({ now: "open" })

let number = order.first
let enough = false
process.on("message", () => {
  enough = true
})
const refused: Partial<Record<StoreErrorCode, number>> = {}
let started = 0
await driveLoad(millrace, crash, {
  next: () => {
    if (enough) return undefined
    started++
    return number++
  },
  acknowledged,
  isLast: true,
  pace: order.pace,
  refused: ({ code }) => {
    refused[code] = (refused[code] ?? 0) + 1
  },
})
await tellParent<EngineMessage>({ now: "done", started, refused })
await millrace.close()
lines.close()
acknowledged.close()
process.disconnect()
