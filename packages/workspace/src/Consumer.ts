/** A project of a user: an empty folder outside the workspace, into which npm installs the packed packages. */
import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { environment, type Package, root } from "./Package.ts"

/** Runs a program to its end and gives its output. Throws an `Error` with that output where the program fails. */
export const run = async (program: string, args: ReadonlyArray<string>, cwd: string): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`'${[program, ...args].join(" ")}' failed in ${cwd}:\n${stdout}${stderr}`, { cause: error })
  }
}

/** Packs the packages as they are published and gives the path of each tarball, by the package's name. */
export const packAll = async (packages: ReadonlyArray<Package>, folder: string): Promise<ReadonlyMap<string, string>> => {
  const tarballs = new Map<string, string>()
  for (const { name, folder: source } of packages) {
    const before = new Set(readdirSync(folder))
    await run("pnpm", ["pack", "--pack-destination", folder], join(root, source))
    const made = readdirSync(folder).find((file) => !before.has(file))
    if (made === undefined) throw new Error(`'pnpm pack' of ${name} made no tarball in ${folder}.`)
    tarballs.set(name, join(folder, made))
  }
  return tarballs
}

export interface Consumer {
  readonly folder: string
  readonly write: (path: string, text: string) => void
  readonly read: (path: string) => string
  readonly run: (program: string, ...args: ReadonlyArray<string>) => Promise<string>
  readonly dispose: () => void
}

/** Makes an empty project and installs the dependencies with npm: paths of tarballs, or versions in the registry. */
export const installConsumer = async (dependencies: Readonly<Record<string, string>>): Promise<Consumer> => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-consumer-"))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module", dependencies }, undefined, 2))
  await run("npm", ["install", "--no-audit", "--no-fund"], folder)
  return {
    folder,
    write,
    read: (path) => readFileSync(join(folder, path), "utf8"),
    run: (program, ...args) => run(program, args, folder),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}
