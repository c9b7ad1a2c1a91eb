/**
 * One server for all test files of a vitest run, started when the first of them asks for a database: runs that need no
 * Postgres start none. Name this module as `globalSetup`; test files call `testDatabase`.
 */
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { type PostgresServer, startPostgres } from "./PostgresServer.ts"

/** Where the test files of this run ask. It goes to the workers as the environment does. */
const variable = "MILLRACE_TEST_POSTGRES"

/** Vitest calls it once, before any test file, and what it gives when all are done. */
export const setup = async (): Promise<() => Promise<void>> => {
  let server: Promise<PostgresServer> | undefined
  const desk = createServer((_, response) => {
    server ??= startPostgres()
    server
      .then(({ createDatabase }) => createDatabase())
      .then(
        (url) => response.end(url),
        (cause: unknown) => response.writeHead(500).end(cause instanceof Error ? cause.message : String(cause)),
      )
  })
  desk.listen(0, "127.0.0.1")
  await once(desk, "listening")
  desk.unref()
  process.env[variable] = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`
  return async () => {
    desk.close()
    await (await server)?.stop()
  }
}

/** The URL of a new, empty database, for as long as the test run lasts. */
export const testDatabase = async (): Promise<string> => {
  const desk = process.env[variable]
  if (desk === undefined) throw new Error("Name @millrace/postgres-server/vitest as globalSetup of this test run.")
  const response = await fetch(desk)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}
