/**
 * Jobs: how a handler is asked to run.
 */
import type { ElementInstance } from "../State.ts"
import { nextId, type Turn } from "../Turn.ts"

/** Asks for a run of the element's handler. */
export const createJob = (turn: Turn, it: ElementInstance): void => turn.emit({ type: "JobCreated", job: nextId(turn), owner: it.id })
