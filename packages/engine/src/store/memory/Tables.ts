/**
 * All tables of a memory store.
 */
import type { IncidentRow, UserTaskRow } from "../Rows.ts"
import { DefinitionTable } from "./DefinitionTable.ts"
import { InstanceTable } from "./InstanceTable.ts"
import { JobTable } from "./JobTable.ts"
import { Leases } from "./Leases.ts"
import { ListTable } from "./ListTable.ts"
import { TimerTable } from "./TimerTable.ts"

export interface Tables {
  readonly instances: InstanceTable
  readonly jobs: JobTable
  readonly timers: TimerTable
  readonly userTasks: ListTable<UserTaskRow>
  readonly incidents: ListTable<IncidentRow>
  readonly definitions: DefinitionTable
  readonly engines: Leases
}

export const emptyTables = (): Tables => ({
  instances: new InstanceTable(),
  jobs: new JobTable(),
  timers: new TimerTable(),
  userTasks: new ListTable(),
  incidents: new ListTable(),
  definitions: new DefinitionTable(),
  engines: new Leases(),
})
