/**
 * A batch that changes index rows only, outside any instance's log.
 */
import type { CommitBatch } from "../store/Store.ts"

export const emptyBatch = (id: string, rows: Partial<Omit<CommitBatch, "id">>): CommitBatch => ({
  id,
  starts: [],
  advances: [],
  log: [],
  snapshots: [],
  values: [],
  jobs: { insert: [], delete: [] },
  timers: { insert: [], delete: [] },
  userTasks: { insert: [], update: [], delete: [] },
  incidents: { insert: [], delete: [] },
  subscriptions: { insert: [], delete: [] },
  children: { insert: [], delete: [] },
  messages: [],
  signals: [],
  deliveries: [],
  takes: [],
  ...rows,
})
