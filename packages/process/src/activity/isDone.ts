/**
 * Whether an activity that runs more than once has nothing left to do.
 */
import type { ElementInstance } from "../State.ts"

/** Whether no run is at work, and none is to begin. */
export const isDone = ({ body, closed }: ElementInstance): boolean =>
  body !== undefined && body.active === 0 && (closed || (body.pending === 0 && body.started === body.total))
