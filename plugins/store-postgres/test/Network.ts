/** A network between a store and its server: it can fall silent, and its connections can be cut. */
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export interface Network {
  /** The same URL by way of the proxy. */
  readonly url: string
  /** From now on no byte arrives anywhere, and nobody is told. */
  readonly fallSilent: () => void
  readonly cut: () => void
  readonly close: () => Promise<void>
}

export const startNetwork = async (url: string): Promise<Network> => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let silent = false
  const forward = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.on("data", (bytes) => {
      if (!silent) to.write(bytes)
    })
    from.on("error", () => to.destroy())
    from.on("close", () => {
      sockets.delete(from)
      to.destroy()
    })
  }
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    forward(near, far)
    forward(far, near)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const through = new URL(url)
  through.port = String((server.address() as AddressInfo).port)
  through.hostname = "127.0.0.1"
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: through.href,
    fallSilent: () => {
      silent = true
    },
    cut,
    close: async () => {
      cut()
      server.close()
      await once(server, "close")
    },
  }
}
