/** Source files as the architecture test sees them: what they import, and what they use of time, chance and concurrency. */
import { parseSync, Visitor } from "oxc-parser"
import { textOf } from "./Package.ts"

export interface Import {
  readonly specifier: string
  /** Imported or re-exported names; `*` stands for all of them. */
  readonly names: ReadonlyArray<string>
  readonly typeOnly: boolean
  readonly line: number
}

/** Something that a pure package must not touch. */
export interface Impurity {
  readonly what: string
  readonly line: number
}

export interface Source {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly imports: ReadonlyArray<Import>
  readonly impurities: ReadonlyArray<Impurity>
}

const bannedMembers = new Set([
  "Date.now",
  "performance.now",
  "Math.random",
  "crypto.randomUUID",
  "crypto.getRandomValues",
  "process.hrtime",
])
const bannedNames = new Set(["Promise", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "fetch"])

/** Reads a TypeScript source. Throws an `Error` that names the file where it does not parse. */
export const parseSource = (path: string, text: string): Source => {
  const { program, module, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new Error(`${path} does not parse: ${errors[0].message}`)
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length
  const imports: Array<Import> = []
  const impurities: Array<Impurity> = []
  const impure = (what: string, offset: number) => impurities.push({ what, line: lineAt(offset) })

  for (const { moduleRequest, entries, start } of module.staticImports) {
    imports.push({
      specifier: moduleRequest.value,
      names: entries.map(({ importName }) => importName.name ?? (importName.kind === "Default" ? "default" : "*")),
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
      line: lineAt(start),
    })
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, importName, isType, start } of entries) {
      if (moduleRequest === null) continue
      imports.push({ specifier: moduleRequest.value, names: [importName.name ?? "*"], typeOnly: isType, line: lineAt(start) })
    }
  }
  new Visitor({
    TSImportType({ source, start }) {
      imports.push({ specifier: source.value, names: ["*"], typeOnly: true, line: lineAt(start) })
    },
    ImportExpression({ source, start }) {
      const specifier = source.type === "Literal" && typeof source.value === "string" ? source.value : "(computed)"
      imports.push({ specifier, names: ["*"], typeOnly: false, line: lineAt(start) })
      impure("import()", start)
    },
    MemberExpression({ object, property, start }) {
      if (object.type !== "Identifier" || property.type !== "Identifier") return
      const member = `${object.name}.${property.name}`
      if (bannedMembers.has(member)) impure(member, start)
    },
    NewExpression({ callee, arguments: args, start }) {
      if (callee.type === "Identifier" && callee.name === "Date" && args.length === 0) impure("new Date()", start)
    },
    CallExpression({ callee, start }) {
      if (callee.type === "Identifier" && callee.name === "Date") impure("Date()", start)
    },
    Identifier({ name, start }) {
      if (bannedNames.has(name)) impure(name, start)
    },
    AwaitExpression({ start }) {
      impure("await", start)
    },
    FunctionDeclaration({ async, start }) {
      if (async) impure("async", start)
    },
    FunctionExpression({ async, start }) {
      if (async) impure("async", start)
    },
    ArrowFunctionExpression({ async, start }) {
      if (async) impure("async", start)
    },
  }).visit(program)
  return { path, text, lines: text.replace(/\n$/, "").split("\n").length, imports, impurities }
}

const sources = new Map<string, Source>()

/** The source at a path from the root; read once. */
export const sourceAt = (path: string): Source => {
  let source = sources.get(path)
  if (source === undefined) {
    source = parseSource(path, textOf(path))
    sources.set(path, source)
  }
  return source
}
