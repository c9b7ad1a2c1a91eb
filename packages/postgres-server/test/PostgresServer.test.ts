/** The server that tests and programmes start. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { startPostgres } from "@millrace/postgres-server"
import { testDatabase } from "@millrace/postgres-server/vitest"
import { Client } from "pg"
import { expect, it } from "vitest"

it("keeps its data when it is killed, and is gone when it is stopped", async () => {
  await using server = await startPostgres({ own: true })
  await server.query("CREATE TABLE kept (n int)")
  await server.query("INSERT INTO kept VALUES ($1)", [7])
  const before = server.pid()
  await server.kill()
  expect(server.pid()).toBe(undefined)
  await expect(server.query("SELECT 1")).rejects.toThrow("ECONNREFUSED")
  await server.start()
  expect(await server.query("SELECT n FROM kept")).toEqual([{ n: 7 }])
  expect(server.pid()).not.toBe(before)
  await server.restart("SIGQUIT")
  expect(await server.query("SELECT n FROM kept")).toEqual([{ n: 7 }])
  await server.stop()
  await expect(server.query("SELECT 1")).rejects.toThrow("ECONNREFUSED")
})

it("gives each caller an empty database of its own", async () => {
  const [one, two] = await Promise.all([testDatabase(), testDatabase()])
  expect(one).not.toBe(two)
})

it("goes with the process that started it, though that was killed", async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "holdServer.ts")], { stdio: ["ignore", "pipe", "inherit"] })
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string]
  const { url, folder } = JSON.parse(line) as { readonly url: string; readonly folder: string }
  expect(existsSync(folder)).toBe(true)
  child.kill("SIGKILL")
  await once(child, "close")
  await expect.poll(() => existsSync(folder), { timeout: 10_000, interval: 20 }).toBe(false)
  await expect(new Client({ connectionString: url }).connect()).rejects.toThrow("ECONNREFUSED")
})
