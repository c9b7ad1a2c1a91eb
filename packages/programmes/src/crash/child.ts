/**
 * The process that is killed: opens the store, starts what may be started, completes the tasks that people would, and
 * says when every instance has ended. What was acknowledged before is never asked for again, so that only the store
 * can know of it.
 */
import { writeSync } from "node:fs"
import { Store, type StoreError } from "@millrace/engine/store"
import { Effect, Layer } from "effect"
import { Millrace } from "millrace"
import { endWithParent, tellParent } from "../Child.ts"
import { openLines, readLines, type SideEffect } from "../proof/Ledger.ts"
import { type StoreName, storeLayer } from "../StoreName.ts"
import { type Acknowledged, crashFiles } from "./CrashFiles.ts"
import { type CrashMessage, noticeDescriptor } from "./CrashMessage.ts"
import { crashProcess, instanceId } from "./crashProcess.ts"
import { driveLoad } from "./driveLoad.ts"

const [store, folder = "", instances, released, stopAt, moment] = process.argv.slice(2)
const files = crashFiles(folder)

/** Milliseconds: by then the kill has come, unless the parent itself is gone. */
const longestStop = 10_000

/** Stands still before or after the commit with this number, so that the kill lands there. */
const stoppingAt = (inner: Layer.Layer<Store, StoreError>): Layer.Layer<Store, StoreError> => {
  let commits = 0
  const stop = Effect.sync(() => {
    writeSync(noticeDescriptor, "!")
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestStop)
  })
  return Layer.effect(
    Store,
    Effect.map(Store, (ports) => ({
      ...ports,
      log: {
        ...ports.log,
        commit: (batch) =>
          ++commits === Number(stopAt)
            ? moment === "before"
              ? Effect.andThen(stop, ports.log.commit(batch))
              : Effect.tap(ports.log.commit(batch), stop)
            : ports.log.commit(batch),
      },
    })),
  ).pipe(Layer.provide(inner))
}

endWithParent()
const ledger = openLines<SideEffect>(files.ledger, true)
const acknowledgements = readLines<Acknowledged>(files.acknowledged)
const acknowledged = openLines<Acknowledged>(files.acknowledged)
const crash = crashProcess(ledger)
const base = storeLayer(store as StoreName, files.store)
const millrace = await Millrace.open({
  processes: [crash],
  store: Number(stopAt) > 0 ? stoppingAt(base) : base,
  // The work of a killed process is taken over soon, and nothing waits long for a wake-up that was lost with it.
  leaseTime: 400,
  sweepInterval: 200,
})
await tellParent<CrashMessage>({ now: "open" })

const known = new Set(acknowledgements.filter(({ what }) => what === "start").map(({ instance }) => instance))
const numbers = Array.from({ length: Number(released) }, (_, number) => number).filter((number) => !known.has(instanceId(number)))
await driveLoad(millrace, crash, { next: () => numbers.shift(), acknowledged, isLast: Number(released) >= Number(instances) })
await tellParent<CrashMessage>({ now: "done" })
await millrace.close()
ledger.close()
acknowledged.close()
process.disconnect()
