/**
 * An engine process of the fault programme, as its parent has it.
 */
import { type Child, startChild } from "../../Child.ts"
import type { EngineMessage, EngineOrder } from "./EngineOrder.ts"

export interface EngineChild {
  readonly child: Child<EngineMessage>
  /** How many handlers it has begun, and when it began the last one; fails when the process broke down. */
  readonly runs: () => number
  readonly lastRun: () => number
  /** Commits whose outcome was not known, and how many of them had been written. */
  readonly resolved: () => { readonly count: number; readonly written: number }
  readonly isOpen: Promise<void>
  /** Ends with what it counted when all has ended; with nothing when it was killed. */
  readonly done: Promise<Extract<EngineMessage, { readonly now: "done" }> | undefined>
  /** Lets it start no more, and end when all has ended. */
  readonly finish: () => void
}

/** Starts an engine process; `onWork` is told of every run of a handler, by its idempotency key. */
export const startEngine = (order: EngineOrder, onWork: (phase: "start" | "end", key: string) => void = () => {}): EngineChild => {
  const child = startChild<EngineMessage>("faults/engines/child.ts", [JSON.stringify(order)])
  let runs = 0
  let lastRun = 0
  let count = 0
  let written = 0
  let opened = () => {}
  const isOpen = new Promise<void>((resolve) => {
    opened = resolve
  })
  const listen = async () => {
    try {
      for (;;) {
        const message = await child.next()
        if (message.now === "done") return message
        if (message.now === "open") opened()
        if (message.now === "work") {
          onWork(message.phase, message.key)
          if (message.phase === "start") {
            runs++
            lastRun = message.at
          }
        }
        if (message.now === "resolved") {
          count++
          if (message.written) written++
        }
      }
    } catch (cause) {
      if (child.process.signalCode !== "SIGKILL") throw cause
      return undefined
    }
  }
  const done = listen()
  let failed: unknown
  // Whoever looks at it or waits for its end hears of it.
  done.catch((cause: unknown) => {
    failed = cause
    opened()
  })
  const lookAt = <A>(value: A): A => {
    if (failed !== undefined) throw failed
    return value
  }
  return {
    child,
    runs: () => lookAt(runs),
    lastRun: () => lookAt(lastRun),
    resolved: () => ({ count, written }),
    isOpen,
    done,
    finish: () => child.process.send({}),
  }
}
