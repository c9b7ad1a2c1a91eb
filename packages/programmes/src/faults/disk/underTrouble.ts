/**
 * A load on a SQLite file whose disk is in trouble again and again: what the store refuses, callers are told, and the
 * engine goes on by itself when the trouble is over.
 */
import { mkdirSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { layer as sqliteLayer } from "@millrace/store-sqlite"
import { Millrace, type StoreErrorCode } from "millrace"
import { type Acknowledged, crashFiles } from "../../crash/CrashFiles.ts"
import { crashPartners } from "../../crash/crashPartners.ts"
import { crashProcess } from "../../crash/crashProcess.ts"
import { driveLoad } from "../../crash/driveLoad.ts"
import { prove } from "../../crash/Proof.ts"
import type { Flaw } from "../../proof/Flaw.ts"
import { openLines, type SideEffect } from "../../proof/Ledger.ts"
import { type FaultRecord, faultRecord } from "../FaultRecord.ts"
import { silent } from "../silent.ts"

/** What goes wrong with a disk, and how it is mended. */
export interface Trouble {
  readonly fault: string
  /** What callers are told while it lasts. */
  readonly code: StoreErrorCode
  readonly begin: () => void
  readonly end: () => void
}

const rounds = 4
/** Milliseconds: how long after the first refusal the trouble goes on, and how long it may take until there is one. */
const lasting = 300
const patience = 10_000

/** Runs the load in `folder`; the store's file is `filename`. */
export const underTrouble = async (folder: string, filename: string, trouble: Trouble): Promise<FaultRecord> => {
  const from = performance.now()
  mkdirSync(folder, { recursive: true })
  const files = { ...crashFiles(folder), store: filename }
  const ledger = openLines<SideEffect>(files.ledger)
  const acknowledged = openLines<Acknowledged>(files.acknowledged)
  const crash = crashProcess(ledger)
  const millrace = await Millrace.open({
    processes: [crash, ...crashPartners(ledger)],
    store: sqliteLayer({ filename }),
    leaseTime: 2000,
    sweepInterval: 500,
    layer: silent,
  })
  let instances = 0
  let troubled = true
  const told = new Map<StoreErrorCode, number>()
  const flaws: Array<Flaw> = []
  let over = false
  let acknowledgements = 0
  let goesOnAfter = 0
  const load = driveLoad(millrace, crash, {
    // There is something to start in the last round as in the first.
    next: () => (troubled ? instances++ : undefined),
    acknowledged: {
      ...acknowledged,
      add: (line) => {
        acknowledged.add(line)
        acknowledgements++
      },
    },
    isLast: true,
    pace: 200,
    refused: ({ code }) => told.set(code, (told.get(code) ?? 0) + 1),
  }).finally(() => {
    over = true
  })

  let crashes = 0
  for (let round = 0; round < rounds && !over; round++) {
    await sleep(400)
    const before = told.get(trouble.code) ?? 0
    trouble.begin()
    crashes++
    const begun = performance.now()
    while ((told.get(trouble.code) ?? 0) === before && !over && performance.now() - begun < patience) await sleep(10)
    if ((told.get(trouble.code) ?? 0) === before) {
      flaws.push({ kind: "lost", instance: "-", what: `nobody was told ${trouble.code} in round ${round + 1}` })
    }
    await sleep(lasting)
    trouble.end()
    const ended = performance.now()
    const yes = acknowledgements
    while (acknowledgements === yes && !over && performance.now() - ended < patience) await sleep(5)
    goesOnAfter = Math.max(goesOnAfter, performance.now() - ended)
    if (acknowledgements === yes) flaws.push({ kind: "stuck", instance: "-", what: `it did not go on after round ${round + 1}` })
  }
  troubled = false
  const timer = setTimeout(() => {
    flaws.push({ kind: "stuck", instance: "-", what: "the load did not end within a minute after the last trouble" })
    void millrace.close()
  }, 60_000)
  await load.catch((cause: unknown) => {
    if (flaws.length === 0) throw cause
  })
  clearTimeout(timer)
  await millrace.close()
  ledger.close()
  acknowledged.close()
  const proof = await prove(sqliteLayer({ filename }), files, [...Array(instances).keys()])
  const counts = Object.fromEntries([...told].map(([code, count]) => [`told ${code}`, count]))
  return faultRecord({ fault: trouble.fault, store: "sqlite", instances, crashes }, [...flaws, ...proof.flaws], from, {
    ...counts,
    repeats: proof.repeats,
    "goes on after ms": Math.round(goesOnAfter),
  })
}
