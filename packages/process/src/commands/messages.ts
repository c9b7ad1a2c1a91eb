/**
 * Commands about messages and signals.
 */
import { type ReceiveMessage, type Rejection, reject } from "@millrace/kernel"
import type { Turn } from "../Turn.ts"
import { fire } from "../verbs/listen.ts"
import { findSubscription } from "./Find.ts"

export const receiveMessage = (turn: Turn, command: ReceiveMessage): Rejection | undefined => {
  const { subscription, message, payload } = command
  const found = findSubscription(turn.state, subscription)
  if (found === undefined) {
    return reject(
      "SubscriptionNotFound",
      `Instance '${turn.instance}' does not wait by subscription ${subscription} any more: it received something, or stopped waiting. '${message}' was not taken.`,
    )
  }
  turn.emit({ type: "MessageReceived", subscription, message, payload })
  fire(turn, found.it, { payload })
  return undefined
}
