/** The names of all tables of a store, in the statements of this package and nowhere else. */
export const tableNames = [
  "counters",
  "engines",
  "engine_offers",
  "definitions",
  "instances",
  "log",
  "batches",
  "snapshots",
  "stored_values",
  "jobs",
  "timers",
  "user_tasks",
  "user_task_groups",
  "incidents",
] as const
