/**
 * What one commit of one instance sends to others and takes of what was sent to it.
 */
import type { NewDelivery, NewMessage, NewSignal } from "../store/Rows.ts"
import type { CommitBatch } from "../store/Store.ts"

/** Where mail is collected for a batch. */
export interface MailSink {
  readonly messages: Array<CommitBatch["messages"][number]>
  readonly signals: Array<CommitBatch["signals"][number]>
  readonly deliveries: Array<CommitBatch["deliveries"][number]>
  readonly takes: Array<CommitBatch["takes"][number]>
}

/** A delivery as an instance sends it: what is left out is null. */
export type Outgoing = Pick<NewDelivery, "kind" | "process" | "ref" | "source" | "payload" | "createdAt"> & Partial<NewDelivery>

const blank = { key: null, instance: null, version: null, name: "", correlation: null, expiresAt: null, parent: null, businessKey: null }

export class CommitMail {
  #messages: Array<NewMessage> | undefined
  #signals: Array<NewSignal> | undefined
  #deliveries: Array<NewDelivery> | undefined
  #takes: Array<number> | undefined
  #names: Set<string> | undefined
  #called: Set<string> | undefined
  /** Which children begin with this commit. */
  #children: Set<number> | undefined

  /** Names of messages that are sent or waited for from now on: they have to be matched. */
  get names(): ReadonlySet<string> {
    return this.#names ?? none
  }

  /** Processes whose instances it calls. */
  get called(): ReadonlySet<string> {
    return this.#called ?? none
  }

  /** Whether there is something that engines have to bring to other instances. */
  get hasDeliveries(): boolean {
    return this.#signals !== undefined || (this.#deliveries?.length ?? 0) > 0
  }

  /** A message of this name is waited for from now on. */
  awaits(name: string): void {
    this.#names ??= new Set()
    this.#names.add(name)
  }

  send(message: NewMessage): void {
    this.#messages ??= []
    this.#messages.push(message)
    this.awaits(message.name)
  }

  broadcast(signal: NewSignal): void {
    this.#signals ??= []
    this.#signals.push(signal)
  }

  deliver(delivery: Outgoing): void {
    this.#deliveries ??= []
    this.#deliveries.push({ ...blank, ...delivery })
    if (delivery.kind !== "child") return
    this.#children ??= new Set()
    this.#children.add(delivery.ref)
    this.#called ??= new Set()
    this.#called.add(delivery.process)
  }

  /** Drops what was to start this child; false where that is on its way already. */
  recall(child: number): boolean {
    if (this.#children?.delete(child) !== true) return false
    this.#deliveries = this.#deliveries?.filter(({ kind, ref }) => kind !== "child" || ref !== child)
    return true
  }

  /** The delivery is dealt with by this commit. */
  take(delivery: number): void {
    this.#takes ??= []
    this.#takes.push(delivery)
  }

  /** Adds everything to what a batch sends and takes. */
  writeTo(key: number, sink: MailSink): void {
    for (const message of this.#messages ?? []) sink.messages.push({ from: key, message })
    for (const signal of this.#signals ?? []) sink.signals.push({ from: key, signal })
    for (const delivery of this.#deliveries ?? []) sink.deliveries.push({ from: key, delivery })
    for (const delivery of this.#takes ?? []) sink.takes.push({ key, delivery })
  }
}

const none: ReadonlySet<string> = new Set()
