/**
 * Databases on a server, made for a caller and dropped when it is done.
 */
import { Client } from "pg"

/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>

export interface Databases {
  /** Runs statements in the database that the server was reached by. */
  readonly query: (text: string, params?: ReadonlyArray<unknown>) => Promise<ReadonlyArray<Row>>
  /** A new, empty database; gives its URL. */
  readonly create: (name?: string) => Promise<string>
  /** Drops a database, whoever is connected to it. */
  readonly drop: (name: string) => Promise<void>
  /** Drops all that were created. */
  readonly dropAll: () => Promise<void>
}

let made = 0

export const makeDatabases = (url: string): Databases => {
  const created = new Set<string>()

  const query: Databases["query"] = async (text, params = []) => {
    const client = new Client({ connectionString: url })
    // What ends a connection that stands idle is told by the next statement.
    client.on("error", () => {})
    await client.connect()
    try {
      return (await client.query<Row>(text, [...params])).rows
    } finally {
      await client.end()
    }
  }

  const drop = async (name: string): Promise<void> => {
    await query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`)
    created.delete(name)
  }

  return {
    query,
    create: async (name = `millrace_${process.pid}_${Date.now()}_${++made}`) => {
      await query(`CREATE DATABASE ${quoted(name)}`)
      created.add(name)
      const address = new URL(url)
      address.pathname = `/${encodeURIComponent(name)}`
      return address.href
    },
    drop,
    dropAll: async () => {
      for (const name of [...created]) await drop(name)
    },
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
