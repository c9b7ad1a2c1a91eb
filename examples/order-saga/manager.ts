/**
 * The manager of the demo: looks at the task list and approves what has been on it for a while.
 */
import type { Millrace } from "millrace"
import { speed } from "./Ledger.ts"
import { order } from "./process.ts"

/** How long the manager thinks, in milliseconds. */
const thinking = (): number => 2000 / speed()

export const approveWhatIsDue = async (millrace: Millrace): Promise<void> => {
  const { items } = await millrace.userTasks.list({ process: order.id, groups: ["managers"] })
  for (const task of items) {
    if (Date.now() - task.createdAt.getTime() < thinking()) continue
    await millrace.userTasks.complete(task.id, { approved: true }, { by: "the manager" })
  }
}
