/** The rules of the house: who may import whom, what pure packages may not touch, how long a file may be. */
import { posix } from "node:path"
import type { Package } from "./Package.ts"
import type { Import, Impurity, Source } from "./Source.ts"

/** Each package, from the ground up, with the packages that its sources may import. A new package needs a line here. */
export const arrows: Readonly<Record<string, ReadonlyArray<string>>> = {
  "@millrace/kernel": [],
  "@millrace/feel-scanner": [],
  "@millrace/process": ["@millrace/kernel"],
  "@millrace/builder": ["@millrace/kernel", "@millrace/process"],
  "@millrace/engine": ["@millrace/kernel"],
  "@millrace/sql": ["@millrace/kernel", "@millrace/engine"],
  "@millrace/testing": ["@millrace/kernel", "@millrace/process", "@millrace/builder", "@millrace/engine"],
  "@millrace/store-sqlite": ["@millrace/kernel", "@millrace/engine", "@millrace/sql"],
  "@millrace/dmn": ["@millrace/kernel", "@millrace/builder", "@millrace/feel-scanner"],
  "@millrace/bpmn": ["@millrace/feel-scanner", "@millrace/kernel", "@millrace/process"],
  "@millrace/store-postgres": ["@millrace/kernel", "@millrace/engine", "@millrace/sql"],
  millrace: ["@millrace/kernel", "@millrace/process", "@millrace/builder", "@millrace/engine", "@millrace/store-sqlite"],
}

/** What the programs under `examples/` may import; their tests may import `@millrace/testing` as well. */
export const exampleArrows: ReadonlyArray<string> = ["millrace", "@millrace/bpmn", "@millrace/dmn"]

/** Packages that know no clock, no chance, no promise and no Effect. */
export const purePackages: ReadonlyArray<string> = ["@millrace/kernel", "@millrace/process"]

/** Modules of Effect that run or wait, which pure packages do not use. */
const effectfulModules = new Set([
  "Effect",
  "Clock",
  "Random",
  "Fiber",
  "Stream",
  "Queue",
  "PubSub",
  "Deferred",
  "Schedule",
  "Layer",
  "Scope",
  "ManagedRuntime",
])

/** Uses of effectful modules in pure packages that are fine, with the reason. */
const effectfulExceptions = new Map([["packages/kernel/src/Plugin.ts effect/Layer", "the type of a plugin's services"]])

/** Names of impure things in pure packages that are fine, with the reason. */
const namedExceptions = new Map([["packages/kernel/src/Bindings.ts Promise", "the types of what handlers are given"]])

/** What pure packages may import of Node: computing, no input or output. */
const pureNodeModules = new Set(["node:crypto"])

/** Modules of Effect that may change in a minor version, with the packages that may use them. */
export const unstableModules: Readonly<Record<string, ReadonlyArray<string>>> = {
  "effect/sql": ["@millrace/sql", "@millrace/store-sqlite", "@millrace/store-postgres"],
  "effect/reactivity": ["@millrace/store-sqlite", "@millrace/store-postgres"],
  "effect/testing": ["@millrace/testing"],
}

export const maxLines = 400

/** Files that may be longer than `maxLines`, with the reason. */
export const longFiles: Readonly<Record<string, string>> = {}

/** Names that say nothing about what is in a file. */
const emptyNames = /^(utils?|helpers?|common|misc|manager|shared|stuff)\.ts$/i

/** `@millrace/kernel` of `@millrace/kernel/x`, `effect` of `effect/Effect`; nothing for relative and Node's own modules. */
export const packageOf = (specifier: string): string | undefined =>
  specifier.startsWith(".") || specifier.startsWith("node:")
    ? undefined
    : specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/")

const at = (source: Source, line: number) => `${source.path}:${line}`

/** Imports of packages of the workspace that no arrow allows. */
export const forbiddenArrows = (
  name: string,
  allowed: ReadonlyArray<string>,
  members: ReadonlySet<string>,
  source: Source,
): Array<string> =>
  source.imports.flatMap(({ specifier, line }) => {
    const target = packageOf(specifier)
    if (target === undefined || !members.has(target) || target === name || allowed.includes(target)) return []
    return [
      `${at(source, line)}: ${name} may not import ${target}. If this arrow is right, add it to 'arrows' in packages/workspace/src/Architecture.ts.`,
    ]
  })

/** Imports that reach into another package past its exports, or out of the own package by a relative path. */
export const deepImports = (owner: Package, packages: ReadonlyMap<string, Package>, source: Source): Array<string> =>
  source.imports.flatMap(({ specifier, line }) => {
    if (specifier.startsWith(".")) {
      const target = posix.join(posix.dirname(source.path), specifier)
      return target.startsWith(`${owner.folder}/`)
        ? []
        : [`${at(source, line)}: '${specifier}' leaves ${owner.folder}: import the package by its name.`]
    }
    const target = packages.get(packageOf(specifier) ?? "")
    if (target === undefined) return []
    const entry = `.${specifier.slice(target.name.length)}`
    return entry in (target.manifest.exports ?? {}) ? [] : [`${at(source, line)}: '${specifier}' is not an export of ${target.name}.`]
  })

/** Clock, chance, promises, timers, Effect and input or output in a package that has to be pure. */
export const impurities = (source: Source): Array<string> => {
  const used = source.impurities
    .filter(({ what }) => !namedExceptions.has(`${source.path} ${what}`))
    .map(({ what, line }: Impurity) => `${at(source, line)}: ${what} in a pure package.`)
  const imported = source.imports.flatMap(({ specifier, names, line }: Import) => {
    if (specifier.startsWith("node:")) return pureNodeModules.has(specifier) ? [] : [`${at(source, line)}: ${specifier} in a pure package.`]
    const modules = specifier === "effect" ? names.map((name) => `effect/${name}`) : specifier.startsWith("effect/") ? [specifier] : []
    return modules
      .filter((module) => module === "effect/*" || effectfulModules.has(module.slice("effect/".length)))
      .filter((module) => !effectfulExceptions.has(`${source.path} ${module}`))
      .map((module) => `${at(source, line)}: ${module} in a pure package.`)
  })
  return [...used, ...imported]
}

/** Modules of Effect that may change, imported outside the few places that are allowed to. */
export const unstableImports = (name: string, source: Source): Array<string> =>
  source.imports.flatMap(({ specifier, line }) => {
    if (!/^effect\/[a-z]/.test(specifier)) return []
    const module = specifier.split("/").slice(0, 2).join("/")
    return unstableModules[module]?.includes(name) === true
      ? []
      : [`${at(source, line)}: ${name} may not import ${module}, which may change in a minor version of Effect.`]
  })

/** Whatever is wrong with the file as a file: its length, its name, its first line. */
export const formFaults = (source: Source): Array<string> => {
  const faults: Array<string> = []
  const file = posix.basename(source.path)
  if (source.lines > maxLines && !(source.path in longFiles)) {
    faults.push(`${source.path} has ${source.lines} lines, more than ${maxLines}: give its subjects files of their own.`)
  }
  if (emptyNames.test(file)) faults.push(`${source.path}: name the file after what is in it.`)
  if (!/^(#!.*\n)?\/\*\*/.test(source.text)) faults.push(`${source.path}: open the file with a docstring that says what it is.`)
  return faults
}

/** What stands for work left undone, or for a type that was not thought through. */
export const shortcuts = (source: Source): Array<string> =>
  source.text.split("\n").flatMap((text, index) => {
    const found = /\bas unknown as\b|@ts-(ignore|nocheck)\b|\b(TODO|FIXME|XXX)\b|\b(it|test|describe)\.(skip|only|todo)\b/.exec(text)
    return found === null ? [] : [`${at(source, index + 1)}: '${found[0]}': do it now, or say in an issue why not.`]
  })

/**
 * The first cycle of imports among the files, as a list of paths that ends where it began. Imports of types do not
 * count: they are gone when the program runs, and types may well be recursive.
 */
export const importCycle = (sources: ReadonlyArray<Source>): ReadonlyArray<string> | undefined => {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const done = new Set<string>()
  const visit = (source: Source, trail: ReadonlyArray<string>): ReadonlyArray<string> | undefined => {
    const seen = trail.indexOf(source.path)
    if (seen >= 0) return [...trail.slice(seen), source.path]
    if (done.has(source.path)) return undefined
    for (const { specifier, typeOnly } of source.imports) {
      if (typeOnly || !specifier.startsWith(".")) continue
      const target = byPath.get(posix.join(posix.dirname(source.path), specifier))
      const cycle = target === undefined ? undefined : visit(target, [...trail, source.path])
      if (cycle !== undefined) return cycle
    }
    done.add(source.path)
    return undefined
  }
  for (const source of sources) {
    const cycle = visit(source, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}
