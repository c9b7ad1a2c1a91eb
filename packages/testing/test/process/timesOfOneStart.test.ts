/** A process that begins by any of several times; its engine is opened anew between them. */
import { process } from "@millrace/builder"
import { makeMemoryStore } from "@millrace/engine"
import { expect, it } from "vitest"
import { openEngineRun } from "../../src/process/EngineRun.ts"

const hour = 3_600_000

const audit = process("audit", { version: 1 })
  .startOnAny("due", (on) => [on.timer("R2/PT1H"), on.timer("PT90M"), on.timer("R/PT4H")])
  .end()

it("a process that begins by any of several times begins at each of them, once", async () => {
  const store = makeMemoryStore()
  const options = { process: audit, mocks: undefined, children: [], layer: undefined, plugins: [], store, prepare: undefined }
  const first = await openEngineRun({ ...options, now: 0 })
  await first.moveTo(1.2 * hour)
  await first.crash()
  const second = await openEngineRun({ ...options, now: 1.2 * hour })
  await second.moveTo(8.5 * hour)
  const { items } = await second.millrace.list()
  await second.crash()
  expect(items.map(({ id }) => id.replace(/\/1970-01-01T(..:..).*/, " $1")).toSorted()).toEqual([
    "audit@1/due 01:00",
    "audit@1/due 02:00",
    "audit@1/due#1 01:30",
    "audit@1/due#2 04:00",
    "audit@1/due#2 08:00",
  ])
})
