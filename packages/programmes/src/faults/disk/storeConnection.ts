/**
 * The connection that the store itself has open, found through Node's driver: pragmas on it do to the store what a
 * disk would.
 */
import { DatabaseSync } from "node:sqlite"

export interface StoreConnection {
  /** Runs pragmas on the connection to this file. */
  readonly pragma: (text: string) => unknown
  readonly forget: () => void
}

/** Watches which connections this process uses, and keeps the one to `filename`. */
export const watchConnection = (filename: string): StoreConnection => {
  const original = DatabaseSync.prototype.prepare
  let connection: DatabaseSync | undefined
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...args) {
    if (this.location() === filename) connection = this
    return original.apply(this, args)
  }
  return {
    pragma: (text) => {
      if (connection === undefined) throw new Error(`Nothing has opened ${filename} yet.`)
      return Object.values(original.call(connection, `PRAGMA ${text}`).get() ?? {})[0]
    },
    forget: () => {
      DatabaseSync.prototype.prepare = original
    },
  }
}
