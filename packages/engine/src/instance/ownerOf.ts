/**
 * Which engine has to answer for an instance after a commit: for what no row announces, which is its direct jobs, and
 * going on where there is more to do.
 */
import type { Hot } from "./Hot.ts"
import type { PendingCommit } from "./PendingCommit.ts"

/** No engine ever has this number: one that has the code takes the instance over. */
const nobody = 0

export const ownerOf = (hot: Hot, commit: PendingCommit, engine: number): number | null => {
  if (commit.ending !== undefined) return null
  if (hot.directJobs.size > 0) return hot.owner ?? engine
  if (!hot.continuing) return null
  return hot.model.absent === undefined ? engine : nobody
}
