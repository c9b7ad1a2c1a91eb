import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { makeSqliteStore } from "@millrace/store-sqlite"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "./temporaryFolder.ts"

const folder = temporaryFolder()

/** Another process that opens the store: it says "open", or the code of its error. */
const openElsewhere = async (filename: string): Promise<{ readonly child: ChildProcess; readonly said: string }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "holdStore.ts"), filename], { stdio: ["pipe", "pipe", "inherit"] })
  const [said] = await once(child.stdout, "data")
  return { child, said: String(said).trim() }
}

const kill = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, "exit")
  child.kill("SIGKILL")
  await gone
}

describe("the lock on a store's file", () => {
  it("refuses a second engine at once, in a sentence, also by another path, and lets it in when the first has closed", async () => {
    const filename = join(folder, "one.db")
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* makeSqliteStore({ filename })
          symlinkSync(filename, join(folder, "link.db"))
          for (const path of [filename, join(folder, "link.db"), join(folder, "..", folder.split("/").at(-1) ?? "", "one.db")]) {
            const error = yield* Effect.flip(Effect.scoped(makeSqliteStore({ filename: path })))
            expect(error.code).toBe("StoreLocked")
            expect(error.message).toBe(
              `The store ${filename} is in use by another engine; stop that one first, or give another file (${filename}.lock is held).`,
            )
          }
        }),
      ),
    )
    await Effect.runPromise(Effect.scoped(Effect.asVoid(makeSqliteStore({ filename }))))
  })

  it("holds against another process, and goes with a process that is killed", async () => {
    const filename = join(folder, "two.db")
    const first = await openElsewhere(filename)
    expect(first.said).toBe("open")
    const second = await openElsewhere(filename)
    expect(second.said).toBe("StoreLocked")
    const here = await Effect.runPromise(Effect.flip(Effect.scoped(makeSqliteStore({ filename }))))
    expect(here.code).toBe("StoreLocked")
    await kill(first.child)
    const third = await openElsewhere(filename)
    expect(third.said).toBe("open")
    await Promise.all([kill(second.child), kill(third.child)])
  })
})
