/**
 * What the killed process and its parent say to each other.
 */
export interface CrashMessage {
  readonly now: "open" | "done"
}

/** The descriptor on which the process says that it stands in the middle of a commit: at once, also when it is about to die. */
export const noticeDescriptor = 4
