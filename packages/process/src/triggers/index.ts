/**
 * All triggers, by the position where they can stand. A new trigger is one file and a line for each position.
 */
import type { PreparedThrowTrigger, PreparedTrigger, TriggerPosition } from "../Trigger.ts"
import { cancelCaught, cancelEnd } from "./Cancel.ts"
import { compensationBoundary, compensationCaught, compensationThrow } from "./Compensation.ts"
import { conditional } from "./Conditional.ts"
import { errorCaught, errorEnd } from "./Error.ts"
import { escalationCaught, escalationThrow } from "./Escalation.ts"
import { linkCaught, linkThrow } from "./Link.ts"
import { messageCaught, messageThrow } from "./Message.ts"
import { multipleCaught, multipleThrow, parallelMultipleCaught } from "./Multiple.ts"
import { signalCaught, signalThrow } from "./Signal.ts"
import { terminateEnd } from "./Terminate.ts"
import { timer } from "./Timer.ts"

type Caught = ReadonlyArray<TriggerPosition<PreparedTrigger>>
type Thrown = ReadonlyArray<TriggerPosition<PreparedThrowTrigger>>

/** What is waited for. */
const waited: Caught = [timer, messageCaught, signalCaught, conditional]
const thrown: Caught = [errorCaught, escalationCaught]
const sent: Thrown = [messageThrow, signalThrow, escalationThrow, compensationThrow]
const ending: Thrown = [errorEnd, terminateEnd, cancelEnd]

export const catchTriggers: Caught = [...waited, linkCaught, multipleCaught(waited), parallelMultipleCaught(waited)]
export const startTriggers: Caught = [
  ...waited,
  ...thrown,
  compensationCaught,
  multipleCaught([...waited, ...thrown]),
  parallelMultipleCaught(waited),
]
export const boundaryTriggers: Caught = [
  ...waited,
  ...thrown,
  compensationBoundary,
  cancelCaught,
  multipleCaught([...waited, ...thrown, cancelCaught]),
  parallelMultipleCaught(waited),
]
export const throwTriggers: Thrown = [...sent, linkThrow, multipleThrow(sent)]
export const endTriggers: Thrown = [...sent, ...ending, multipleThrow([...sent, ...ending])]
