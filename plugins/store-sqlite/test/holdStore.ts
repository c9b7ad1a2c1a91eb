/** A process that opens a store and holds it until it is killed. */
import { makeSqliteStore } from "@millrace/store-sqlite"
import { Effect, Fiber } from "effect"

const holding = Effect.runFork(
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
// Keeps the process alive while it holds the store, and the store from being collected as garbage.
process.stdin.on("end", () => Effect.runFork(Fiber.interrupt(holding))).resume()
