/** The packages as users get them: packed, linted, installed by npm outside the workspace, type-checked and run there. */
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { build } from "../src/build.ts"
import { type Consumer, installConsumer, packAll, run } from "../src/Consumer.ts"
import { docFiles } from "../src/MarkdownCode.ts"
import { isThere, type Manifest, publicPackages, root, rootManifest, textOf } from "../src/Package.ts"

/** The oldest Node that published code promises to run on: the first whose `node:sqlite` gives rows as arrays. */
const oldestNode = "22.16.0"

/** How users may have set up TypeScript. */
const setups = {
  nodenext: { module: "nodenext", declaration: true },
  node16: { module: "node16", moduleResolution: "node16" },
  bundler: { module: "preserve", moduleResolution: "bundler" },
  "without Node's types": { module: "nodenext", types: [] },
} as const

const tarballFolder = mkdtempSync(join(tmpdir(), "millrace-tarballs-"))
let tarballs: ReadonlyMap<string, string> = new Map()
let consumer: Consumer | undefined

const project = (): Consumer => {
  if (consumer === undefined) throw new Error("The packages could not be packed and installed: the first failure says why.")
  return consumer
}
const tarballOf = (name: string): string => {
  const tarball = tarballs.get(name)
  if (tarball === undefined) throw new Error(`There is no tarball of ${name}: the first failure says why.`)
  return tarball
}

beforeAll(async () => {
  build()
  tarballs = await packAll(publicPackages, tarballFolder)
  const { typescript = "", "@types/node": nodeTypes = "", effect = "" } = pinned()
  const files = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]))
  consumer = await installConsumer({ ...files, effect, typescript, "@types/node": nodeTypes, node: oldestNode })
})

afterAll(() => {
  consumer?.dispose()
  rmSync(tarballFolder, { recursive: true, force: true })
})

/** The versions that the workspace's catalog gives to its own development dependencies. */
const pinned = (): Readonly<Record<string, string>> => {
  const catalog = textOf("pnpm-workspace.yaml").matchAll(/^ {2}"?([^\s":]+)"?: (\S+)$/gm)
  const versions = Object.fromEntries([...catalog].map(([, name = "", version = ""]) => [name, version]))
  return Object.fromEntries(
    Object.keys(rootManifest.devDependencies ?? {}).flatMap((name) => (versions[name] === undefined ? [] : [[name, versions[name]]])),
  )
}

describe.each(publicPackages.map((each) => [each.name, each] as const))("%s", (name, owner) => {
  const installed = () => join(project().folder, "node_modules", name)

  it("is packed with what it needs, and with nothing else", () => {
    const files = globSync("**/*", { cwd: installed() }).filter((path) => /\.\w+$|LICENSE/.test(path))
    expect(files).toEqual(expect.arrayContaining(["package.json", "README.md", "LICENSE"]))
    expect(
      files.filter((path) => !/^(package\.json|README\.md|LICENSE|src\/.*\.ts|dist\/.*\.(js|d\.ts|js\.map|d\.ts\.map))$/.test(path)),
    ).toEqual([])
    // What only declares the types of others has nothing to compile.
    const modules = globSync("src/**/*.ts", { cwd: join(root, owner.folder) })
      .filter((path) => !path.endsWith(".d.ts"))
      .map((path) => path.replace(/^src\//, "").replace(/\.ts$/, ""))
    expect(modules.length).toBeGreaterThan(0)
    const compiled = files.filter((path) => /^dist\/.*\.(js|d\.ts)$/.test(path)).sort()
    expect(compiled).toEqual(modules.flatMap((module) => [`dist/${module}.js`, `dist/${module}.d.ts`]).sort())
  })

  it("exports its compiled files, which import each other as .js", () => {
    const manifest = JSON.parse(readFileSync(join(installed(), "package.json"), "utf8")) as Manifest
    expect(JSON.stringify(manifest.exports)).not.toContain("src/")
    expect(JSON.stringify(manifest)).not.toMatch(/"(workspace|catalog):/)
    for (const path of globSync("dist/**/*.js", { cwd: installed() })) {
      expect(readFileSync(join(installed(), path), "utf8"), path).not.toMatch(/\b(from|import\(?)\s*"\.[^"]*\.ts"/)
    }
  })

  it("finds nothing to object to in publint", async () => {
    const { messages, pkg } = await publint({ pkgDir: installed(), pack: false, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  it("has types that resolve wherever ECMAScript modules do", async () => {
    await run("attw", [tarballOf(name), "--profile", "esm-only", "--no-emoji", "--no-color"], root)
  })
})

describe("a project of a user", () => {
  const entries = publicPackages.flatMap(({ name, manifest }) => Object.keys(manifest.exports ?? {}).map((entry) => name + entry.slice(1)))
  const readme = isThere("README.md") ? docFiles("README.md", textOf("README.md")) : []

  beforeAll(() => {
    const imports = entries.map((entry, index) => `import * as entry${index} from "${entry}"`)
    const checks = entries.map((entry, index) => `if (Object.keys(entry${index}).length === 0) throw new Error("${entry} exports nothing")`)
    project().write("src/entries.ts", [...imports, ...checks].join("\n"))
    for (const { name, text } of readme) project().write(`src/readme/${name}`, text)
    for (const [setup, options] of Object.entries(setups)) {
      const compilerOptions = {
        target: "es2022",
        strict: true,
        types: ["node"],
        rootDir: "src",
        outDir: `out/${setup}`,
        rewriteRelativeImportExtensions: true,
        ...options,
      }
      project().write(`tsconfig.${setup}.json`, JSON.stringify({ compilerOptions, include: ["src"] }))
    }
  })

  it.each(Object.keys(setups))("type-checks every entry and the README's code with plain tsc: %s", async (setup) => {
    await project().run("npx", "tsc", "-p", `tsconfig.${setup}.json`)
  })

  it(`loads every entry with plain node, also with ${oldestNode}`, async () => {
    const program = join("out", "nodenext", "entries.js")
    await project().run("node", program)
    const oldest = join(project().folder, "node_modules/.bin/node")
    expect((await project().run(oldest, "--version")).trim()).toBe(`v${oldestNode}`)
    await project().run(oldest, program)
  })

  it("has each package once", async () => {
    const lock = JSON.parse(project().read("package-lock.json")) as { readonly packages: Readonly<Record<string, unknown>> }
    const ours = Object.keys(lock.packages).filter((path) => /node_modules\/(@millrace\/|millrace$|effect$)/.test(path))
    expect(ours.sort()).toEqual(["effect", ...tarballs.keys()].map((name) => `node_modules/${name}`).sort())
  })

  const programs = readme.filter(({ run: runs }) => runs)
  if (programs.length > 0) {
    it.each(["node", "node_modules/.bin/node"])("runs the README's code with %s", async (node) => {
      for (const { name } of programs) {
        const program = join(project().folder, "out/nodenext/readme", name.replace(/\.ts$/, ".js"))
        const cwd = mkdtempSync(join(project().folder, "run-"))
        await run(node === "node" ? node : join(project().folder, node), [relative(cwd, program)], cwd)
      }
    })
  }
})
