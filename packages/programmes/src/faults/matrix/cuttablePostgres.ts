/**
 * A Postgres store whose next commit can be cut short: the process dies when the statement, which carries the id of its
 * batch, has gone out, and before its answer can come in.
 */
import { Socket } from "node:net"
import { postgres } from "@millrace/store-postgres"
import { type CuttableStore, die } from "./Boundary.ts"

export const cuttablePostgres = (url: string): CuttableStore => {
  let sought: string | undefined
  // The socket's own `write` is that of all streams: this one comes before it.
  const original = Socket.prototype.write as (this: Socket, ...args: ReadonlyArray<unknown>) => boolean
  const watched = function (this: Socket, ...args: ReadonlyArray<unknown>): boolean {
    const written = original.apply(this, [...args])
    const [bytes] = args
    // What was corked goes out at the end of this turn.
    if (sought !== undefined && bytes instanceof Uint8Array && Buffer.from(bytes).includes(sought))
      process.nextTick(() => process.nextTick(die))
    return written
  }
  Object.defineProperty(Socket.prototype, "write", { value: watched, configurable: true, writable: true })
  return {
    layer: postgres({ url }),
    cut: ({ id }) => {
      sought = id
    },
  }
}
