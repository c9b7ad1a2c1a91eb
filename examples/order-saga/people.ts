/**
 * The people of the demo: a manager who approves what has been on the list for a while, and somebody who looks after
 * incidents. One can come up here: a step that was in flight at five kills in a row is not tried a sixth time unasked.
 */
import type { Millrace } from "millrace"
import { speed } from "./Ledger.ts"
import { order } from "./process.ts"

/** How long these people think, in milliseconds. */
const thinking = (): number => 2000 / speed()
const isDue = ({ createdAt }: { readonly createdAt: Date }): boolean => Date.now() - createdAt.getTime() > thinking()

export const workOnLists = async (millrace: Millrace): Promise<void> => {
  const tasks = await millrace.userTasks.list({ process: order.id, groups: ["managers"] })
  for (const task of tasks.items.filter(isDue)) await millrace.userTasks.complete(task.id, { approved: true }, { by: "the manager" })
  const incidents = await millrace.incidents.list({ process: order.id })
  for (const incident of incidents.items.filter(isDue)) await millrace.incidents.retry(incident.id)
}
