/**
 * All triggers, by the position where they can stand. A new trigger is one file and a line for each position.
 */
import type { PreparedThrowTrigger, PreparedTrigger, TriggerPosition } from "../Trigger.ts"
import { compensationBoundary, compensationThrow } from "./Compensation.ts"
import { errorCaught, errorEnd } from "./Error.ts"
import { messageCaught } from "./Message.ts"
import { terminateEnd } from "./Terminate.ts"
import { timer } from "./Timer.ts"

export const catchTriggers: ReadonlyArray<TriggerPosition<PreparedTrigger>> = [timer, messageCaught]
export const startTriggers: ReadonlyArray<TriggerPosition<PreparedTrigger>> = [timer, messageCaught, errorCaught]
export const throwTriggers: ReadonlyArray<TriggerPosition<PreparedThrowTrigger>> = [compensationThrow]
export const endTriggers: ReadonlyArray<TriggerPosition<PreparedThrowTrigger>> = [errorEnd, terminateEnd]
export const boundaryTriggers: ReadonlyArray<TriggerPosition<PreparedTrigger>> = [timer, messageCaught, errorCaught, compensationBoundary]
