/**
 * A Postgres server for tests and programmes: from npm alone, on 127.0.0.1 only, or the one that `DATABASE_URL` names.
 */
import { makeCluster } from "./Cluster.ts"
import { makeDatabases, type Row } from "./Databases.ts"

export interface PostgresOptions {
  /** Whether commits wait for the disk. Without it a server that is killed loses nothing, a machine that loses power may. */
  readonly fsync?: boolean
  /** Other settings of the server, by their names in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>
  /** A server of one's own even if `DATABASE_URL` is set: for those who stop, kill and restart it. */
  readonly own?: boolean
}

export interface PostgresServer {
  /** A database of its own for whoever started the server. */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  /** The process of the server, while it runs; undefined for a server that `DATABASE_URL` names. */
  readonly pid: () => number | undefined
  /** A new, empty database; gives its URL. */
  readonly createDatabase: (name?: string) => Promise<string>
  readonly dropDatabase: (name: string) => Promise<void>
  /** Runs a statement as the owner of the server, on a connection of its own: `SELECT pg_terminate_backend(…)`. */
  readonly query: (text: string, params?: ReadonlyArray<unknown>) => Promise<ReadonlyArray<Row>>
  /** Stops the server and keeps its data: SIGINT ends its connections first, SIGQUIT does not ask. */
  readonly halt: (signal?: NodeJS.Signals) => Promise<void>
  /** SIGKILL: its data stays. */
  readonly kill: () => Promise<void>
  /** Starts it again after `halt` or `kill`, on the same port and data. */
  readonly start: () => Promise<void>
  /** `halt`, then `start`. */
  readonly restart: (signal?: NodeJS.Signals) => Promise<void>
  /** Stops the server, or drops the databases that were made on one that is not ours; nothing is left. */
  readonly stop: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Starts a server, in about half a second. */
export const startPostgres = async (options: PostgresOptions = {}): Promise<PostgresServer> => {
  const given = process.env.DATABASE_URL
  return given === undefined || given === "" || options.own === true ? startOwn(options) : useGiven(given)
}

const startOwn = async ({ fsync = false, settings = {} }: PostgresOptions): Promise<PostgresServer> => {
  const cluster = await makeCluster({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    ...(fsync ? {} : { fsync: "off", full_page_writes: "off" }),
    ...settings,
  })
  await cluster.start().catch(async (cause: unknown) => {
    await cluster.remove()
    throw cause
  })
  const url = `postgres://postgres@127.0.0.1:${cluster.port}/postgres`
  const databases = makeDatabases(url)
  const restart = async (signal?: NodeJS.Signals): Promise<void> => {
    await cluster.halt(signal)
    await cluster.start()
  }
  return {
    ...partsOf(await databases.create("millrace")),
    pid: cluster.pid,
    createDatabase: databases.create,
    dropDatabase: databases.drop,
    query: databases.query,
    halt: cluster.halt,
    kill: () => cluster.halt("SIGKILL"),
    start: cluster.start,
    restart,
    stop: cluster.remove,
    [Symbol.asyncDispose]: cluster.remove,
  }
}

const useGiven = async (given: string): Promise<PostgresServer> => {
  const databases = makeDatabases(given)
  const refuse = (): Promise<never> =>
    Promise.reject(new Error("The server that DATABASE_URL names is not ours to stop: ask startPostgres for one of your own."))
  return {
    ...partsOf(await databases.create()),
    pid: () => undefined,
    createDatabase: databases.create,
    dropDatabase: databases.drop,
    query: databases.query,
    halt: refuse,
    kill: refuse,
    start: refuse,
    restart: refuse,
    stop: databases.dropAll,
    [Symbol.asyncDispose]: databases.dropAll,
  }
}

const partsOf = (href: string) => {
  const url = new URL(href)
  return {
    url: href,
    host: url.hostname,
    port: Number(url.port === "" ? 5432 : url.port),
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
  }
}
