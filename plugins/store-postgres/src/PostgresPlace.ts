/**
 * Where a Postgres database is, from the options of a user, and what it is called in messages: never with its password.
 */
import type { StoreError } from "@millrace/engine/store"
import { storeError } from "@millrace/sql"
import { Effect, Redacted } from "effect"

/** How to encrypt the connection, as `node:tls` takes it. */
export interface PostgresTls {
  /** False accepts every certificate. */
  readonly rejectUnauthorized?: boolean
  /** Certificates in PEM: those of authorities to trust, and our own with its key. */
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** The name that the server's certificate has to have, where it is not the host. */
  readonly servername?: string
}

export interface PostgresPlaceOptions {
  /** `postgres://user:password@host:5432/database?sslmode=require`. */
  readonly url?: string | undefined
  /** In place of the URL, or of parts of it. */
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly ssl?: boolean | PostgresTls
}

export interface PostgresPlace {
  readonly name: string
  /** What the driver takes. */
  readonly connection: {
    readonly url?: Redacted.Redacted
    readonly host?: string
    readonly port?: number
    readonly username?: string
    readonly password?: Redacted.Redacted
    readonly database?: string
    readonly ssl?: boolean | PostgresTls
  }
  /** Takes the password out of a text. */
  readonly conceal: (text: string) => string
}

export const placeOf = (options: PostgresPlaceOptions): Effect.Effect<PostgresPlace, StoreError> =>
  Effect.suspend(() => {
    const { url, host, port, user, password, database, ssl } = options
    if ((url === undefined || url === "") && host === undefined) {
      return Effect.fail(
        storeError(
          "postgres",
          "ConfigurationInvalid",
          "there is no url: give one, or a host. If it comes from the environment, see that it is set there",
        ),
      )
    }
    const parsed = url === undefined || url === "" ? undefined : parse(url)
    if (parsed === null) {
      return Effect.fail(storeError("postgres", "ConfigurationInvalid", `its url is none: give one such as ${example}`))
    }
    const secrets = [url, password, parsed?.password, decoded(parsed?.password)].flatMap((secret) => (secret ? [secret] : []))
    const shownHost = host ?? (parsed?.hostname === "" ? undefined : parsed?.hostname) ?? "localhost"
    const shownPort = port ?? (parsed?.port === "" ? undefined : parsed?.port) ?? 5432
    const shownDatabase = database ?? decoded(parsed?.pathname.slice(1)) ?? user ?? ""
    return Effect.succeed({
      name: `postgres://${shownHost}:${shownPort}/${shownDatabase}`,
      connection: {
        ...(parsed === undefined || url === undefined ? {} : { url: Redacted.make(url) }),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
        ...(user === undefined ? {} : { username: user }),
        ...(password === undefined ? {} : { password: Redacted.make(password) }),
        ...(database === undefined ? {} : { database }),
        ...(ssl === undefined ? {} : { ssl }),
      },
      conceal: (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, "***"), text),
    })
  })

/** What is special in a password breaks most URLs. */
const example = "postgres://user:password@host:5432/database, with user and password escaped by encodeURIComponent"

const parse = (url: string): URL | null => {
  const parsed = URL.parse(url)
  return parsed !== null && /^postgres(ql)?:$/.test(parsed.protocol) ? parsed : null
}

const decoded = (text: string | undefined): string | undefined => {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return text
  }
}
