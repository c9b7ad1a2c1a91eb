/**
 * What the events about messages, signals and children ask for: rows of those who wait, and mail for others.
 */
import { readValue, type Value, type WorldEvent } from "@millrace/kernel"
import type { CarryOut } from "../instance/carryOut.ts"
import type { Hot } from "../instance/Hot.ts"
import type { PendingCommit } from "../instance/PendingCommit.ts"
import type { DeliveryKind } from "../store/Rows.ts"
import { childId, notAwaited } from "./Caller.ts"
import { expiryAt } from "./expiryAt.ts"

type MailEvent = Extract<
  WorldEvent["type"],
  | `Subscription${string}`
  | `Message${string}`
  | `Signal${string}`
  | `Child${string}`
  | `Escalation${string}`
  | "InstanceCompensationStarted"
  | "InstanceCompensated"
>

export const carryOutMail: Pick<CarryOut, MailEvent> = {
  SubscriptionOpened: (event, hot, commit) => {
    const { decider, compiled, row } = hot.model
    commit.subscriptions.insert({
      key: hot.key,
      id: event.subscription,
      kind: event.kind,
      name: event.name,
      correlation: event.key ?? null,
      stays: event.stays === true,
      taken: false,
      instance: hot.id,
      process: row.id,
      businessKey: hot.businessKey,
      element: decider.elementOf(compiled, hot.state, event.owner),
      createdAt: event.at,
    })
    if (event.kind === "message") commit.mail.awaits(event.name)
  },
  SubscriptionClosed: (event, _hot, commit) => commit.subscriptions.delete(event.subscription),
  MessageReceived: (event, hot, commit) => {
    const { decider, compiled } = hot.model
    // One that stays goes on waiting.
    const open = decider.describeSubscription?.(compiled, hot.state, event.subscription) !== undefined
    if (!open) commit.subscriptions.delete(event.subscription)
  },
  MessageSent: (event, hot, commit, { messageTtl }) =>
    commit.mail.send({
      name: event.name,
      correlation: event.key ?? null,
      messageId: `${hot.id}/${event.message}`,
      payload: textOf(event.payload),
      createdAt: commit.at,
      expiresAt: expiryAt(commit.at, event.ttl ?? messageTtl),
    }),
  SignalSent: (event, hot, commit) => {
    const { name } = event
    const signalId = `${hot.id}/${event.signal}`
    const payload = textOf(event.payload)
    commit.mail.broadcast({ name, signalId, payload, createdAt: commit.at })
    // The store gives it to those who waited before; who sends it may itself wait for it since a moment ago.
    for (const { kind, name: awaited, id } of commit.subscriptions.inserts()) {
      if (kind !== "signal" || awaited !== name) continue
      commit.mail.deliver({ kind, key: hot.key, process: hot.model.row.id, ref: id, name, source: signalId, payload, createdAt: commit.at })
    }
  },
  ChildStarted: (event, hot, commit) => {
    const { decider, compiled, row } = hot.model
    const instance = childId(hot.id, event.child)
    commit.children.insert({
      key: hot.key,
      id: event.child,
      child: instance,
      process: event.process,
      instance: hot.id,
      element: decider.elementOf(compiled, hot.state, event.owner),
      createdAt: commit.at,
    })
    commit.mail.deliver({
      kind: "child",
      instance,
      process: event.process,
      version: event.version ?? null,
      ref: event.child,
      name: row.id,
      source: hot.id,
      payload: textOf(event.input),
      parent: hot.key,
      businessKey: event.businessKey ?? null,
      createdAt: commit.at,
    })
  },
  ChildCompleted: (event, _hot, commit) => commit.children.delete(event.child),
  ChildFailed: (event, _hot, commit) => commit.children.delete(event.child),
  ChildCancelled: (event, hot, commit) => {
    commit.children.delete(event.child)
    if (!commit.mail.recall(event.child)) tellChild("cancel", event.child, JSON.stringify(notAwaited(hot.id)), hot, commit)
  },
  ChildCompensationStarted: (event, hot, commit) => tellChild("compensate", event.child, "null", hot, commit),
  ChildCompensated: () => {},
  EscalationReceived: () => {},
  EscalationSent: (event, hot, commit) => tellCaller("escalation", textOf(event.payload), hot, commit, event.code),
  InstanceCompensationStarted: () => {},
  InstanceCompensated: (_event, hot, commit) => tellCaller("compensated", "null", hot, commit),
}

/** Which engines have the code of the child is not known here: those of its caller begin. */
const tellChild = (kind: DeliveryKind, child: number, payload: string, hot: Hot, commit: PendingCommit): void =>
  commit.mail.deliver({
    kind,
    instance: childId(hot.id, child),
    process: hot.model.row.id,
    ref: child,
    source: hot.id,
    payload,
    createdAt: commit.at,
  })

/** Nothing where nobody called the instance. */
const tellCaller = (kind: DeliveryKind, payload: string, hot: Hot, commit: PendingCommit, name = ""): void => {
  if (hot.caller === undefined) return
  const { key, process, child } = hot.caller
  commit.mail.deliver({ kind, key, process, ref: child, name, source: hot.id, payload, createdAt: commit.at })
}

/** The end of a called instance: its caller is told, unless that is who cancelled it. */
export const tellEnd = (hot: Hot, commit: PendingCommit): void => {
  const { ending } = commit
  if (ending === undefined || hot.caller === undefined) return
  if (ending.status === "completed") tellCaller("childCompleted", ending.result, hot, commit)
  else if (ending.status === "failed") tellCaller("childFailed", `{"error":${ending.result}}`, hot, commit)
  else {
    const reason = JSON.parse(ending.result) as string
    if (reason === notAwaited(hot.caller.id)) return
    const message = `Instance ${hot.id} of ${hot.model.row.id} was cancelled: ${reason}`
    tellCaller("childFailed", JSON.stringify({ fault: { code: "ChildCancelled", message } }), hot, commit)
  }
}

const textOf = (value: Value): string => JSON.stringify(readValue(value))
