/**
 * A real file system of a few megabytes, in memory, where this process may mount one: Linux, as root.
 */
import { spawnSync } from "node:child_process"
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"

export interface SmallDisk {
  readonly folder: string
  /** Takes all space that is left. */
  readonly fill: () => void
  /** Gives it back. */
  readonly free: () => void
  /** Makes it read-only, or writable again; nothing on it may be open. */
  readonly setReadOnly: (readOnly: boolean) => void
  readonly remove: () => void
}

const run = (command: string, ...args: ReadonlyArray<string>): boolean => spawnSync(command, [...args], { stdio: "ignore" }).status === 0

const must = (command: string, ...args: ReadonlyArray<string>): void => {
  const { status, stderr, error } = spawnSync(command, [...args], { encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`)
}

/** Mounts a disk of so many megabytes, or gives nothing where this machine does not let us. */
export const mountSmallDisk = (folder: string, megabytes: number): SmallDisk | undefined => {
  mkdirSync(folder, { recursive: true })
  if (process.platform !== "linux" || !run("mount", "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder)) return undefined
  const filler = join(folder, "filler")
  const unmount = () => run("umount", folder) || run("umount", "-l", folder)
  // Before the folder is removed: a mounted one cannot be.
  process.prependOnceListener("exit", unmount)
  return {
    folder,
    fill: () => {
      const file = openSync(filler, "a")
      try {
        for (const size of [65_536, 4096, 1]) writeUntilFull(file, Buffer.alloc(size))
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler, { force: true }),
    setReadOnly: (readOnly) => must("mount", "-o", `remount,${readOnly ? "ro" : "rw"}`, folder),
    remove: () => {
      process.off("exit", unmount)
      unmount()
    },
  }
}

const writeUntilFull = (file: number, bytes: Buffer): void => {
  try {
    for (;;) writeSync(file, bytes)
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOSPC")) throw cause
  }
}
