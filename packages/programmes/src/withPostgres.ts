/**
 * A Postgres server for a programme and the processes that it starts, if it runs on Postgres at all. Commits wait for
 * the disk, as they do in production.
 */
import { type PostgresServer, startPostgres } from "@millrace/postgres-server"

/** Where the processes of a programme find the server. */
const variable = "MILLRACE_PROGRAMME_POSTGRES"

/** Starts the server where one of the stores needs it, and stops it afterwards. `own`: one that may be killed. */
export const withPostgres = async <A>(
  stores: ReadonlyArray<string>,
  use: (server: PostgresServer | undefined) => Promise<A>,
  own = false,
): Promise<A> => {
  if (!stores.includes("postgres")) return use(undefined)
  const server = await startPostgres({ fsync: true, own })
  process.env[variable] = server.url
  try {
    return await use(server)
  } finally {
    delete process.env[variable]
    await server.stop()
  }
}

/** The server of this programme. */
export const postgresUrl = (): string => {
  const url = process.env[variable]
  if (url === undefined) throw new Error("This programme has no Postgres server: run it inside withPostgres.")
  return url
}
