/**
 * Restate as a contender: its server as a child process, its SDK's endpoint in this one, calls through the ingress on one
 * HTTP/2 connection that is kept open.
 */
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { connect } from "node:http2"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { join } from "node:path"
import * as restate from "@restatedev/restate-sdk"
import { compete } from "../src/bench/contest/compete.ts"

const none = () => null
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** The ports of a database: the second process of `recovery` has to be found where the first one was. */
const portsOf = async (folder) => {
  const file = join(folder, "ports.json")
  if (!existsSync(file)) {
    const ports = { ingress: await freePort(), admin: await freePort(), node: await freePort(), endpoint: await freePort() }
    writeFileSync(file, JSON.stringify(ports))
  }
  return JSON.parse(readFileSync(file, "utf8"))
}

/** The server's program, for this machine. */
const program = () => {
  const require = createRequire(createRequire(import.meta.url).resolve("@restatedev/restate-server/package.json"))
  return require.resolve(`@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`)
}

const open = async ({ folder }, { first, third, awake }) => {
  const known = existsSync(join(folder, "ports.json"))
  const ports = await portsOf(folder)
  const base = join(folder, "restate")
  mkdirSync(base, { recursive: true })
  const server = spawn(program(), ["--base-dir", base, "--node-name", "contest"], {
    stdio: "ignore",
    env: {
      ...process.env,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${ports.node}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${ports.node}/`,
      RESTATE_DISABLE_TELEMETRY: "true",
      RESTATE_LOG_FILTER: "error",
    },
  })
  process.on("exit", () => server.kill("SIGKILL"))

  let ended = 0
  const step = (ctx, name, does = none) => ctx.run(name, async () => does())
  const service = restate.service({
    name: "contest",
    handlers: {
      sequence3: async (ctx) => {
        await step(ctx, "one")
        await step(ctx, "two")
        await step(ctx, "three")
        return null
      },
      fanout: async (ctx, { branches }) => {
        await restate.RestatePromise.all(Array.from({ length: branches }, (_, index) => step(ctx, `work${index}`)))
        return null
      },
      loop: async (ctx, { steps }) => {
        for (let each = 0; each < steps; each++) await step(ctx, "step")
        return null
      },
      sleeper: async (ctx, { index, due }) => {
        await ctx.sleep(Math.max(1, due - Date.now()))
        await step(ctx, "awake", () => awake(index))
        return null
      },
      recovery: async (ctx) => {
        await step(ctx, "one", first)
        await step(ctx, "two")
        await step(ctx, "three", third)
        ended++
        return null
      },
    },
  })
  await restate.serve({ port: ports.endpoint, services: [service], logger: () => {} })

  const admin = `http://127.0.0.1:${ports.admin}`
  const answers = async (ask) => {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(10)) {
      try {
        const response = await ask()
        if (response.ok) return
      } catch {
        // Not there yet.
      }
    }
    throw new Error("The Restate server did not answer within a minute.")
  }
  await answers(() => fetch(`http://127.0.0.1:${ports.ingress}/restate/health`))
  if (!known)
    await answers(() =>
      fetch(`${admin}/deployments`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ uri: `http://127.0.0.1:${ports.endpoint}` }),
      }),
    )

  const session = connect(`http://127.0.0.1:${ports.ingress}`)
  const call = (path, input) =>
    new Promise((resolve, reject) => {
      const request = session.request({ ":method": "POST", ":path": path, "content-type": "application/json" })
      let status = 0
      let text = ""
      request.setEncoding("utf8")
      request.on("response", (headers) => {
        status = headers[":status"]
      })
      request.on("data", (chunk) => {
        text += chunk
      })
      request.on("end", () => (status < 300 ? resolve(text) : reject(new Error(`${path} answered ${status}: ${text}`))))
      request.on("error", reject)
      request.end(JSON.stringify(input ?? {}))
    })
  return {
    settings:
      "server defaults (write-ahead log synced), telemetry off; a plain service, steps by ctx.run; SDK endpoint over HTTP/2 beside the client, ingress over one HTTP/2 connection; memory of server and endpoint",
    sequence: () => call("/contest/sequence3"),
    fanout: (branches) => call("/contest/fanout", { branches }),
    loop: (steps) => call("/contest/loop", { steps }),
    sleep: (index, due) => call("/contest/sleeper/send", { index, due }),
    begin: () => call("/contest/recovery/send"),
    allEnded: async (count) => ended >= count,
    otherRss: () => {
      const pages = /^\d+ (\d+)/.exec(readFileSync(`/proc/${server.pid}/statm`, "utf8"))
      return Number(pages?.[1] ?? 0) * 4096
    },
    close: async () => server.kill("SIGKILL"),
  }
}

await compete(open)
