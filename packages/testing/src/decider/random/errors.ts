/** The codes of the typed errors that steps of random processes may throw. */
export const randomErrors: ReadonlyArray<string> = ["Declined", "Missing"]
