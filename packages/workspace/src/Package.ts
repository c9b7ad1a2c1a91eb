/** The packages of the workspace, read from its folders. */
import { existsSync, globSync, readFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"

/** The root of the repository. */
export const root = join(import.meta.dirname, "../../..")

/**
 * The environment in which the tools of the workspace, its own Node first, are found by their names. Hundreds of short
 * processes load the same sources: compiled once, they load in two thirds of the time.
 */
export const environment: NodeJS.ProcessEnv = {
  NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compiled"),
  ...process.env,
  PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH ?? ""}`,
}

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly description?: string
  readonly license?: string
  readonly type?: string
  readonly engines?: { readonly node?: string }
  readonly files?: ReadonlyArray<string>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, unknown>> }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

export interface Package {
  readonly name: string
  /** From the root, such as `packages/kernel`. */
  readonly folder: string
  readonly manifest: Manifest
}

const read = (folder: string): Package => {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest
  return { name: manifest.name, folder, manifest }
}

const inFolders = (pattern: string): ReadonlyArray<Package> =>
  globSync(pattern, { cwd: root })
    .map((path) => dirname(path))
    .sort()
    .map(read)

const packages = inFolders("{packages,plugins}/*/package.json")

/** What is published: everything under `packages/` and `plugins/` that is not private. */
export const publicPackages = packages.filter(({ manifest }) => manifest.private !== true)

/** What serves the repository only: its checks, its benchmarks. It may import everything. */
export const privatePackages = packages.filter(({ manifest }) => manifest.private === true)

/** The examples: programs that use what is published. */
export const examples = inFolders("examples/*/package.json")

/** The manifest of the workspace itself, whose development dependencies every test may use. */
export const rootManifest: Manifest = read(".").manifest

/** The files of a package that match a pattern, as paths from the root, sorted. */
export const filesOf = (owner: Package, pattern: string): ReadonlyArray<string> =>
  globSync(`${owner.folder}/${pattern}`, { cwd: root, exclude: (name) => name.includes("node_modules") || name.includes("dist/") }).sort()

/** The text of a file, by its path from the root. */
export const textOf = (path: string): string => readFileSync(join(root, path), "utf8")

export const isThere = (path: string): boolean => existsSync(join(root, path))
