/**
 * The frame of a programme: mistakes on the command line are answered in a sentence, everything else that breaks with
 * its stack, and the exit code says which it was.
 */
import { UsageError } from "./Options.ts"

/** Runs a programme; it gives its exit code. */
export const runProgramme = async (programme: () => Promise<number>): Promise<void> => {
  // What has to be removed is removed at exit, and child processes end with this one.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130))
  try {
    process.exitCode = await programme()
  } catch (cause) {
    process.exitCode = cause instanceof UsageError ? 2 : 1
    console.error(cause instanceof UsageError ? cause.message : cause)
  }
}
