/**
 * Closing on SIGINT and SIGTERM, as container platforms and terminals expect it.
 */

/** What can be closed: repeating it stops at once. */
export interface Closable {
  readonly close: () => Promise<void>
}

const signals = ["SIGINT", "SIGTERM"] as const

/**
 * Closes gracefully on the first SIGINT or SIGTERM, stops at once on the second, and then lets the process end by that
 * signal; a third ends it on the spot. Nothing that was acknowledged is lost in any case. Gives a function that takes
 * this back.
 *
 * ```ts
 * const millrace = await Millrace.open({ processes: [order] })
 * closeOnSignals(millrace)
 * ```
 */
export const closeOnSignals = (millrace: Closable): (() => void) => {
  let received = 0
  const takeBack = () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
  const endBy = (signal: NodeJS.Signals) => {
    takeBack()
    process.kill(process.pid, signal)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    received++
    if (received > 2) return endBy(signal)
    millrace.close().then(
      () => endBy(signal),
      (cause) => {
        console.error("Millrace could not close; what it had acknowledged is safe.", cause)
        endBy(signal)
      },
    )
  }
  for (const signal of signals) process.on(signal, onSignal)
  return takeBack
}
