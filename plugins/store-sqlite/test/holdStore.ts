/** A process that opens a store and holds it until it is killed. */
import { makeSqliteStore } from "@millrace/store-sqlite"
import { Effect } from "effect"

Effect.runFork(
  Effect.scoped(
    Effect.gen(function* () {
      yield* makeSqliteStore({ filename: process.argv[2] ?? "" })
      process.stdout.write("open\n")
      yield* Effect.never
    }),
  ).pipe(
    Effect.catchTag("StoreError", (error) =>
      Effect.sync(() => {
        process.stdout.write(`${error.code}\n`)
      }),
    ),
  ),
)
// Keeps the process alive while it holds the store.
process.stdin.resume()
