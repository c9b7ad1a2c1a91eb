/**
 * What the tests of rough treatment share: temporary files that go away, both stores, and looking until something is so.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect } from "vitest"
import { type Incident, type Millrace, memoryStoreLayer, type UserTask } from "../../src/index.ts"

const folders: Array<string> = []
const opened: Array<Millrace> = []

/** A file in a folder of its own, which is removed after the test. */
export const freshFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-hostile-"))
  folders.push(folder)
  return join(folder, "millrace.db")
}

/** Closes the engine after the test, whatever becomes of the test. */
export const closing = async (millrace: Promise<Millrace>): Promise<Millrace> => {
  const open = await millrace
  opened.push(open)
  return open
}

afterEach(async () => {
  for (const millrace of opened.splice(0)) {
    // The second call gives handlers that never answer no more time.
    await Promise.all([millrace.close(), millrace.close()])
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Both kinds of store, as the options of `Millrace.open`. */
export const places = [
  { kind: "a SQLite file", place: () => ({ file: freshFile() }) },
  { kind: "the memory store", place: () => ({ store: memoryStoreLayer }) },
] as const

/** Looks again and again until there is something. */
export const eventually = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** The one incident of an instance, as soon as there is one. */
export const incidentOf = (millrace: Millrace, instance: string): Promise<Incident> =>
  eventually(async () => (await millrace.incidents.list({ instance })).items[0])

/** The one open user task of an instance, as soon as there is one. */
export const taskOf = (millrace: Millrace, instance: string): Promise<UserTask> =>
  eventually(async () => (await millrace.userTasks.list({ instance })).items[0])

/** How often each came out: `ok`, or the code of an error. */
export const tally = async (attempts: ReadonlyArray<Promise<unknown>>): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const attempt of await Promise.allSettled(attempts)) {
    const outcome = attempt.status === "fulfilled" ? "ok" : String(attempt.reason.code)
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

/** Expects an error with this code whose message says all of this. */
export const expectError = async (attempt: Promise<unknown>, code: string, ...says: ReadonlyArray<string>): Promise<void> => {
  const error: unknown = await attempt.then(
    () => expect.fail(`expected the error ${code}`),
    (cause: unknown) => cause,
  )
  expect(error).toMatchObject({ code })
  for (const words of says) expect(String(error)).toContain(words)
}
