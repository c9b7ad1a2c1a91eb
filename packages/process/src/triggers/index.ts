/**
 * All triggers, by the position where they can stand. A new trigger is one file and a line for each position.
 */
import type { PreparedBoundaryTrigger, PreparedCatchTrigger, PreparedThrowTrigger, TriggerPosition } from "../Trigger.ts"
import { compensationBoundary, compensationThrow } from "./Compensation.ts"
import { errorBoundary, errorEnd } from "./Error.ts"
import { terminateEnd } from "./Terminate.ts"
import { timerBoundary, timerCatch } from "./Timer.ts"

export const catchTriggers: ReadonlyArray<TriggerPosition<PreparedCatchTrigger>> = [timerCatch]
export const throwTriggers: ReadonlyArray<TriggerPosition<PreparedThrowTrigger>> = [compensationThrow]
export const endTriggers: ReadonlyArray<TriggerPosition<PreparedThrowTrigger>> = [errorEnd, terminateEnd]
export const boundaryTriggers: ReadonlyArray<TriggerPosition<PreparedBoundaryTrigger>> = [
  timerBoundary,
  errorBoundary,
  compensationBoundary,
]
