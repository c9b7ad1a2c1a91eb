/**
 * Who takes part in the contest: ours on each store, and the peers that keep what they do in the same place.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { StoreName } from "../../StoreName.ts"

export interface Contestant {
  readonly name: string
  /** The stores of ours that it is measured beside. */
  readonly store: StoreName
  /** The program of its process. */
  readonly file: string
  /** The package that stands for its version. */
  readonly package: string
  /** Whether what it was told survives a killed process. */
  readonly durable: boolean
}

/** The folder with the peers, their package.json and their lock file. */
export const peersFolder = join(import.meta.dirname, "../../../peers")

const peer = (name: string, store: StoreName, file: string, packageName: string): Contestant => ({
  name,
  store,
  file: join(peersFolder, file),
  package: packageName,
  durable: store !== "memory",
})

/** Restate keeps its own files: it stands beside ours on SQLite, which needs no server either. */
export const peers: ReadonlyArray<Contestant> = [
  peer("openworkflow-sqlite", "sqlite", "openworkflow.mjs", "openworkflow"),
  peer("restate", "sqlite", "restate.mjs", "@restatedev/restate-server"),
  peer("dbos", "postgres", "dbos.mjs", "@dbos-inc/dbos-sdk"),
  peer("openworkflow-postgres", "postgres", "openworkflow.mjs", "openworkflow"),
  peer("effect-workflow", "postgres", "effect-workflow.mjs", "effect"),
  peer("bpmn-engine", "memory", "bpmn-engine.mjs", "bpmn-engine"),
]

/** The name of ours in records. */
export const ours = "millrace"

export const oursOn = (store: StoreName): Contestant => ({
  name: ours,
  store,
  file: join(import.meta.dirname, "millrace.ts"),
  package: ours,
  durable: store !== "memory",
})

/** The version that the lock file of the peers names; ours is the one in the repository. */
export const versionOf = ({ name, package: packageName }: Contestant): string => {
  if (name === ours) return "this repository"
  const lock: unknown = JSON.parse(readFileSync(join(peersFolder, "package-lock.json"), "utf8"))
  const packages = (lock as { readonly packages: Readonly<Record<string, { readonly version?: string }>> }).packages
  return packages[`node_modules/${packageName}`]?.version ?? "unknown"
}
