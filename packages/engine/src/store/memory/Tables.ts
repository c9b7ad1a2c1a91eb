/**
 * All tables of a memory store.
 */
import type { ChildRow, IncidentRow, UserTaskRow } from "../Rows.ts"
import { DefinitionTable } from "./DefinitionTable.ts"
import { DeliveryTable } from "./DeliveryTable.ts"
import { InstanceTable } from "./InstanceTable.ts"
import { JobTable } from "./JobTable.ts"
import { Leases } from "./Leases.ts"
import { ListTable } from "./ListTable.ts"
import { type Mail, makeMail } from "./Mail.ts"
import { MessageTable } from "./MessageTable.ts"
import { ScheduleTable } from "./ScheduleTable.ts"
import { SubscriptionTable } from "./SubscriptionTable.ts"
import { TimerTable } from "./TimerTable.ts"

export interface Tables {
  readonly instances: InstanceTable
  readonly jobs: JobTable
  readonly timers: TimerTable
  readonly userTasks: ListTable<UserTaskRow>
  readonly incidents: ListTable<IncidentRow>
  readonly subscriptions: SubscriptionTable
  readonly children: ListTable<ChildRow>
  readonly messages: MessageTable
  readonly deliveries: DeliveryTable
  readonly mail: Mail
  readonly schedules: ScheduleTable
  readonly definitions: DefinitionTable
  readonly engines: Leases
}

export const emptyTables = (): Tables => {
  const messages = new MessageTable()
  const subscriptions = new SubscriptionTable((address, name) => messages.look(address, name))
  const deliveries = new DeliveryTable()
  const definitions = new DefinitionTable()
  return {
    instances: new InstanceTable(),
    jobs: new JobTable(),
    timers: new TimerTable(),
    userTasks: new ListTable(),
    incidents: new ListTable(),
    subscriptions,
    children: new ListTable(),
    messages,
    deliveries,
    mail: makeMail(messages, subscriptions, deliveries, definitions),
    schedules: new ScheduleTable(),
    definitions,
    engines: new Leases(),
  }
}
