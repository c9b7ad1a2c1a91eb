/**
 * Installs the peers where they are missing or others than the lock file says. They have a folder and a lock file of
 * their own, so that nobody who only wants to build or test Millrace waits for them.
 */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { peersFolder } from "./contestants.ts"

export const installPeers = (print: (line: string) => void): void => {
  const digest = createHash("sha256")
    .update(readFileSync(join(peersFolder, "package-lock.json")))
    .digest("hex")
  const stamp = join(peersFolder, "node_modules", ".installed")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return
  print("Installing the peers into packages/programmes/peers, once: about a minute.")
  const { status, error, stderr } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: peersFolder,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(`The peers could not be installed with npm: ${error?.message ?? stderr}`)
  writeFileSync(stamp, digest)
}
