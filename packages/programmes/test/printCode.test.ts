/** Code that was printed from BPMN compiles, and builds what was imported. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { type ImportedProcess, importBpmn, printCode } from "@millrace/bpmn"
import type { AnyExecutable, Definition } from "@millrace/kernel"
import type { ProcessGraph } from "@millrace/process"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sharedFolder } from "../src/conformance/conformance.ts"
import { signature } from "./sameGraph.ts"

const models = resolve(sharedFolder, "models/bpmn")
const place = fileURLToPath(new URL("../.printed", import.meta.url))
const root = fileURLToPath(new URL("../../..", import.meta.url))

/** Which files they are, only the run knows. */
const load = createRequire(import.meta.url)

interface Printed {
  readonly name: string
  readonly process: ImportedProcess
  readonly style: "builder" | "graph"
}

const graphOf = (definition: Definition<unknown>): ProcessGraph => definition.graph as ProcessGraph

const isExecutable = (value: unknown): value is AnyExecutable => typeof value === "object" && value !== null && "build" in value

/** The process of a module; where it wants handlers, with some that do nothing. */
const built = (file: string, names: Iterable<string>): Definition<unknown> => {
  const module: Readonly<Record<string, unknown>> = load(file)
  const [found] = Object.values(module)
  const nothing = Object.fromEntries([...names].map((name) => [name, () => null]))
  const process: unknown = typeof found === "function" ? found(nothing) : found
  if (!isExecutable(process)) throw new Error(`${file} gives no process.`)
  return process.build().definition
}

const attempt = <A>(make: () => A): A | string => {
  try {
    return make()
  } catch (cause) {
    return String(cause)
  }
}

describe.runIf(existsSync(models))("the executable models as code", () => {
  let folder = ""
  const all: Array<Printed> = []

  beforeAll(async () => {
    mkdirSync(place, { recursive: true })
    folder = mkdtempSync(join(place, "run-"))
    for (const file of readdirSync(models).filter((name) => name.endsWith(".bpmn"))) {
      for (const process of (await importBpmn(readFileSync(join(models, file), "utf8"))).processes) {
        const name = `${file.replace(".bpmn", "")}-${process.id}.ts`
        const { text, style } = printCode(process.definition, { handlerNames: process.handlerNames })
        writeFileSync(join(folder, name), text)
        all.push({ name, process, style })
      }
    }
  })
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  it("compile", () => {
    const tsconfig = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { incremental: false, tsBuildInfoFile: null },
      include: ["*.ts"],
    }
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig))
    const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["--noEmit", "-p", join(folder, "tsconfig.json")], {
      encoding: "utf8",
    })
    expect(stdout.split("\n").filter((line) => line.includes(".printed"))).toEqual([])
  }, 60_000)

  it("build the graph that was imported: up to names and gateways that tokens only go through", () => {
    const wrong: Array<string> = []
    for (const { name, process } of all) {
      const definition = attempt(() => built(join(folder, name), process.handlerNames.keys()))
      if (typeof definition === "string") wrong.push(`${name}: ${definition}`)
      else if (`${signature(graphOf(definition))}` !== `${signature(process.definition.graph)}`) wrong.push(`${name} is another graph`)
    }
    expect(wrong).toEqual([])
  })

  it("are chains of the builder, all of them", () => {
    expect(all.filter(({ style }) => style !== "builder").map(({ name }) => name)).toEqual([])
  })
})

describe("graphs that say the same", () => {
  const flow = (from: string, to: string) => ({ id: `${from}>${to}`, from, to })
  const task = (id: string) => ({ id, type: "Task" })
  const ends = [
    { id: "s", type: "StartEvent" },
    { id: "e", type: "EndEvent" },
  ]
  const line: ProcessGraph = { elements: [...ends, task("a"), task("b")], flows: [flow("s", "a"), flow("a", "b"), flow("b", "e")] }

  it("may have gateways that tokens only go through, and others of another order are none", () => {
    const through = {
      elements: [...line.elements, { id: "x", type: "ExclusiveGateway" }],
      flows: [flow("s", "a"), flow("a", "x"), flow("x", "b")],
    }
    expect(signature(through)).toEqual(signature(line))
    expect(signature({ ...line, flows: [flow("s", "b"), flow("b", "a"), flow("a", "e")] })).not.toEqual(signature(line))
    expect(signature({ ...line, flows: [...line.flows, flow("b", "a")] })).not.toEqual(signature(line))
  })
})
