/** The architecture test: the arrows between packages, pure packages, files without cycles, manifests that tell the truth. */
import { describe, expect, it } from "vitest"
import {
  arrows,
  deepImports,
  exampleArrows,
  forbiddenArrows,
  formFaults,
  importCycle,
  impurities,
  longFiles,
  maxLines,
  packageOf,
  purePackages,
  shortcuts,
  unstableImports,
} from "../src/Architecture.ts"
import { examples, filesOf, isThere, type Package, privatePackages, publicPackages, rootManifest } from "../src/Package.ts"
import { type Source, sourceAt } from "../src/Source.ts"

const packages = new Map(publicPackages.map((each) => [each.name, each]))
const members = new Set(packages.keys())

const sourcesOf = (owner: Package): Array<Source> => filesOf(owner, "src/**/*.ts").map(sourceAt)
/** Tests, benchmarks, scripts: what is in the package but not published. */
const othersOf = (owner: Package): Array<Source> =>
  filesOf(owner, "**/*.ts")
    .filter((path) => !path.startsWith(`${owner.folder}/src/`))
    .map(sourceAt)
const externals = (sources: ReadonlyArray<Source>, owner: Package): Set<string> =>
  new Set(
    sources
      .flatMap(({ imports }) => imports.map(({ specifier }) => packageOf(specifier)))
      .filter((name): name is string => name !== undefined && name !== owner.name),
  )

it("has a line in the table of arrows for every package, and no other", () => {
  expect(Object.keys(arrows).sort()).toEqual([...members].sort())
})

describe.each(publicPackages.map((each) => [each.name, each] as const))("%s", (name, owner) => {
  const sources = sourcesOf(owner)
  const { manifest } = owner

  it("imports only the packages that the arrows allow", () => {
    expect(sources.flatMap((source) => forbiddenArrows(name, arrows[name] ?? [], members, source))).toEqual([])
  })

  it("imports other packages by their public exports", () => {
    expect([...sources, ...othersOf(owner)].flatMap((source) => deepImports(owner, packages, source))).toEqual([])
  })

  it("imports modules of Effect that may change only where that is allowed", () => {
    expect(sources.flatMap((source) => unstableImports(name, source))).toEqual([])
  })

  if (purePackages.includes(name)) {
    it("knows no clock, no chance, no promise and no Effect", () => {
      expect(sources.flatMap(impurities)).toEqual([])
    })
  }

  it("takes no shortcuts around the type checker, and leaves nothing for later", () => {
    expect([...sources, ...othersOf(owner)].flatMap(shortcuts)).toEqual([])
  })

  it(`has files of at most ${maxLines} lines that say what they are`, () => {
    expect(sources.flatMap(formFaults)).toEqual([])
  })

  it("has no circular imports", () => {
    expect(importCycle(sources)?.join("\n  -> ")).toBeUndefined()
  })

  it("declares as dependencies what it imports, and nothing else", () => {
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
    expect(Object.keys(declared).sort()).toEqual([...externals(sources, owner)].sort())
  })

  it("leaves Effect to its users as a peer", () => {
    expect(manifest.dependencies ?? {}).not.toHaveProperty("effect")
    if ("effect" in (manifest.peerDependencies ?? {})) {
      expect(manifest.peerDependencies).toMatchObject({ effect: "catalog:peer" })
      expect(manifest.devDependencies).toMatchObject({ effect: "catalog:" })
    }
  })

  it("declares what its tests import", () => {
    const declared = {
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...manifest.devDependencies,
      ...rootManifest.devDependencies,
    }
    expect([...externals(othersOf(owner), owner)].filter((needed) => !(needed in declared))).toEqual([])
  })

  it("has a manifest that npm users can rely on, and a README", () => {
    expect(manifest).toMatchObject({
      license: "Apache-2.0",
      type: "module",
      engines: { node: ">=22.16" },
      files: ["dist", "src", "!dist/.tsbuildinfo"],
      description: expect.stringMatching(/^.{20,120}$/),
      publishConfig: { access: "public" },
    })
    expect(Object.keys(manifest.publishConfig?.exports ?? {})).toEqual(Object.keys(manifest.exports ?? {}))
    expect(isThere(`${owner.folder}/README.md`)).toBe(true)
  })
})

describe.each(privatePackages.map((each) => [each.name, each] as const))("%s, which is not published", (_name, owner) => {
  const sources = filesOf(owner, "**/*.ts").map(sourceAt)

  it("imports other packages by their public exports, and declares them", () => {
    expect(sources.flatMap((source) => deepImports(owner, packages, source))).toEqual([])
    // What is computed is a file that only its folder tells: of an example.
    const declared = { ...owner.manifest.devDependencies, ...rootManifest.devDependencies, "(computed)": "" }
    expect([...externals(sources, owner)].filter((needed) => !(needed in declared))).toEqual([])
  })

  it("has files that say what they are, without shortcuts and circular imports", () => {
    expect(sources.flatMap(formFaults)).toEqual([])
    // The checks themselves name what they look for.
    if (owner.name !== "@millrace/workspace") expect(sources.flatMap(shortcuts)).toEqual([])
    expect(importCycle(sources)?.join("\n  -> ")).toBeUndefined()
  })
})

describe.each(examples.map((each) => [each.folder, each] as const))("%s", (folder, owner) => {
  const isTest = ({ path }: Source) => path.startsWith(`${folder}/test/`)
  const sources = filesOf(owner, "**/*.ts").map(sourceAt)

  it("uses what users install, by its public exports", () => {
    const programs = sources.filter((source) => !isTest(source))
    expect(programs.flatMap((source) => forbiddenArrows(owner.name, exampleArrows, members, source))).toEqual([])
    const tests = sources.filter(isTest)
    expect(tests.flatMap((source) => forbiddenArrows(owner.name, [...exampleArrows, "@millrace/testing"], members, source))).toEqual([])
    expect(sources.flatMap((source) => deepImports(owner, packages, source))).toEqual([])
    expect(sources.flatMap(shortcuts)).toEqual([])
  })

  it("is private and declares what it imports", () => {
    expect(owner.manifest.private).toBe(true)
    const declared = { ...owner.manifest.dependencies, ...owner.manifest.devDependencies, ...rootManifest.devDependencies }
    expect([...externals(sources, owner)].filter((needed) => !(needed in declared))).toEqual([])
  })
})

it("exempts only files that are there and too long", () => {
  for (const path of Object.keys(longFiles)) expect(sourceAt(path).lines).toBeGreaterThan(maxLines)
})
