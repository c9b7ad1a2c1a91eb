/**
 * What other engines should hear of a batch: work that nobody here takes, instances whose jobs another engine does, and
 * ends that somebody elsewhere may wait for. For most batches, and wherever there are no other engines, nothing.
 */
import type { PendingCommit } from "../instance/PendingCommit.ts"
import type { Announcement } from "../store/Store.ts"

/** What the engine knows of others. */
export interface Neighbours {
  /** There are other engines on the store. */
  readonly isShared: () => boolean
  /** Somebody waits here for the end of the instance: then it is taken that nobody does elsewhere. */
  readonly isAwaited: (key: number) => boolean
  /** Whatever is sent can be brought here. */
  readonly hasAllCode: () => boolean
}

export const announcementOf = (commits: Iterable<{ readonly commit: PendingCommit }>, neighbours: Neighbours): Announcement | undefined => {
  if (!neighbours.isShared()) return undefined
  let work = false
  let mail = false
  let changed: Array<number> | undefined
  let ended: Array<number> | undefined
  for (const { commit } of commits) {
    const { key } = commit.hot
    work ||= commit.leavesWork
    mail ||= commit.anyMail?.hasDeliveries === true && !neighbours.hasAllCode()
    if (commit.concernsOthers) {
      changed ??= []
      changed.push(key)
    }
    if (commit.ending !== undefined && !neighbours.isAwaited(key)) {
      ended ??= []
      ended.push(key)
    }
  }
  if (!work && !mail && changed === undefined && ended === undefined) return undefined
  return { work, ...(mail ? { mail } : {}), changed: changed ?? [], ended: ended ?? [] }
}
