/**
 * A proxy between engines and a Postgres server, which does to connections what networks do: cuts them before a commit
 * is forwarded, after it was forwarded and before its answer comes back, or says nothing any more.
 */
import { createServer, type Server, Socket } from "node:net"

/** What happens to the next connection that carries a commit. */
export type Cut =
  /** The commit never reaches the server. */
  | "before"
  /** Half of what was sent reaches the server. */
  | "torn"
  /** The server commits; its answer is lost with the connection. */
  | "after"
  /** The server commits; nothing comes back any more, and nobody says that the connection is gone. */
  | "silence"
  /** The client can still send, and hears nothing: its half of the connection is closed. */
  | "half-open"

export interface TcpProxy {
  readonly port: number
  /** Does this to the next commit that passes. */
  readonly cutNext: (cut: Cut) => void
  /** How many were cut, by how. */
  readonly cuts: ReadonlyMap<Cut, number>
  /** Cuts every connection, at once. */
  readonly cutAll: () => void
  readonly close: () => Promise<void>
}

/** Starts a proxy for the server at this port; `isCommit` knows a commit by the bytes that a client sends. */
export const startProxy = async (target: number, isCommit: (bytes: Buffer) => boolean): Promise<TcpProxy> => {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>()
  const cuts = new Map<Cut, number>()
  let planned: Cut | undefined

  const join = (client: Socket): void => {
    const server = new Socket()
    const pair = { client, server }
    pairs.add(pair)
    let deaf = false
    const cut = () => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    const onCommit = (how: Cut, bytes: Buffer): void => {
      cuts.set(how, (cuts.get(how) ?? 0) + 1)
      if (how === "before") {
        cut()
        return
      }
      if (how === "torn") {
        server.end(bytes.subarray(0, bytes.length >> 1))
        client.destroy()
        pairs.delete(pair)
        return
      }
      server.write(bytes)
      deaf = true
      if (how === "half-open") client.end()
      // The first byte of the answer says that the commit is done: its answer goes nowhere.
      if (how === "after") server.once("data", cut)
    }
    client.on("data", (bytes: Buffer) => {
      if (planned !== undefined && !deaf && isCommit(bytes)) {
        const how = planned
        planned = undefined
        onCommit(how, bytes)
      } else if (!deaf) server.write(bytes)
    })
    server.on("data", (bytes) => {
      if (!deaf) client.write(bytes)
    })
    // What is silent stays so when the other side gives up.
    server.on("close", () => {
      if (!deaf) client.destroy()
    })
    client.on("close", cut)
    client.on("error", cut)
    server.on("error", () => {
      if (!deaf) cut()
    })
    server.setNoDelay(true)
    client.setNoDelay(true)
    server.connect(target, "127.0.0.1")
  }

  const listener: Server = createServer({ allowHalfOpen: true }, join)
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
  const address = listener.address()
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    cutNext: (cut) => {
      planned = cut
    },
    cuts,
    cutAll: () => {
      for (const { client, server } of [...pairs]) {
        client.destroy()
        server.destroy()
      }
      pairs.clear()
    },
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve())
        for (const { client, server } of pairs) {
          client.destroy()
          server.destroy()
        }
      }),
  }
}
