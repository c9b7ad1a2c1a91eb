/**
 * The frame of a programme: mistakes on the command line are answered in a sentence, everything else that breaks with
 * its stack, and the exit code says which it was.
 */
import { UsageError } from "./Options.ts"

/** Runs a programme; it gives its exit code. Where it can stop early, the first signal asks it to, and the second one ends it. */
export const runProgramme = async (programme: () => Promise<number>, stopEarly?: () => void): Promise<void> => {
  let stopping = false
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      // What has to be removed is removed at exit, and child processes end with this one.
      if (stopping || stopEarly === undefined) process.exit(130)
      stopping = true
      stopEarly()
    })
  try {
    process.exitCode = await programme()
  } catch (cause) {
    process.exitCode = cause instanceof UsageError ? 2 : 1
    console.error(cause instanceof UsageError ? cause.message : cause)
  }
}
