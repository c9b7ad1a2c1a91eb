/**
 * A programme in a process of its own, which tells its parent what it did in messages.
 */
import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"

export interface Child<Message> {
  readonly process: ChildProcess
  /** The next message; fails when the process ends without one. */
  readonly next: () => Promise<Message>
  /** Ends when the process has ended. */
  readonly ended: Promise<void>
}

export interface ChildOptions {
  /** Options of Node. */
  readonly execArgv?: ReadonlyArray<string>
  /** A descriptor above 3 that is a pipe to the parent. */
  readonly pipe?: number
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a file of this package, by its path under `src`. */
export const startChild = <Message>(
  file: string,
  args: ReadonlyArray<string>,
  { execArgv = [], pipe, env = {} }: ChildOptions = {},
): Child<Message> => {
  const stdio: Array<"inherit" | "ipc" | "ignore" | "pipe"> = ["ignore", "inherit", "inherit", "ipc"]
  if (pipe !== undefined) stdio[pipe] = "pipe"
  const child = fork(join(import.meta.dirname, file), [...args], { execArgv: [...execArgv], stdio, env: { ...process.env, ...env } })
  const messages: Array<Message> = []
  const waiting: Array<{ readonly give: (message: Message) => void; readonly fail: (error: Error) => void }> = []
  let over: Error | undefined
  child.on("message", (message) => {
    const first = waiting.shift()
    if (first === undefined) messages.push(message as Message)
    else first.give(message as Message)
  })
  const ended = new Promise<void>((resolve) => {
    child.on("exit", (code, signal) => {
      over = new Error(`${file} ended (${signal ?? `exit code ${code}`}) before it said what was awaited.`)
      for (const { fail } of waiting) fail(over)
      resolve()
    })
  })
  return {
    process: child,
    next: () =>
      new Promise((give, fail) => {
        const message = messages.shift()
        if (message !== undefined) give(message)
        else if (over !== undefined) fail(over)
        else waiting.push({ give, fail })
      }),
    ended,
  }
}

/** Says something to the parent; ends when it has gone out. */
export const tellParent = <Message extends object>(message: Message): Promise<void> =>
  new Promise((resolve, reject) => {
    if (process.send === undefined) return reject(new Error("This file is started by a programme of this package, not by itself."))
    process.send(message, undefined, {}, (error) => (error === null ? resolve() : reject(error)))
  })

/** In the child: ends when the parent is gone. */
export const endWithParent = (): void => {
  process.on("disconnect", () => process.exit())
}
