/**
 * The pictures in the documentation: of every example, and of an instance at work.
 */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { exportSvg } from "@millrace/bpmn"
import type { Definition, Executable, JsonObject } from "@millrace/kernel"
import { type ProcessGraph, processKind } from "@millrace/process"
import { memoryStoreLayer } from "millrace"
import { withMillrace } from "../withMillrace.ts"

const examples = fileURLToPath(new URL("../../../../examples", import.meta.url))

type Startable = Executable<string, JsonObject, unknown, unknown, never, unknown>

/** Where the pictures lie. */
export const picturesFolder = fileURLToPath(new URL("../../../../docs/pictures", import.meta.url))

/** The pictures by the names of their files. */
export const examplePictures = async (): Promise<ReadonlyMap<string, string>> => {
  const pictures = new Map<string, string>()
  for (const example of readdirSync(examples).toSorted()) {
    const processes = await processesOf(example)
    for (const process of processes) {
      const { definition } = process.build()
      if (isProcess(definition))
        pictures.set(`${example}${processes.length === 1 || process.id === example ? "" : `-${process.id}`}.svg`, exportSvg(definition))
    }
  }
  pictures.set("approval-at-work.svg", await atWork())
  return pictures
}

/** An example's processes, each once. */
const processesOf = async (example: string): Promise<ReadonlyArray<Startable>> => {
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(examples, example, "process.ts")).href)
  const found = Object.values(module).filter(isExecutable)
  return [...new Map(found.map((process) => [process.id, process])).values()]
}

const isExecutable = (value: unknown): value is Startable =>
  typeof value === "object" && value !== null && "build" in value && typeof value.build === "function"

const isProcess = (definition: Definition<unknown>): definition is Definition<ProcessGraph> => definition.kind === processKind

/** An approval that waits for a manager. */
const atWork = async (): Promise<string> => {
  const [approval] = await processesOf("approval")
  if (approval === undefined) throw new Error("The example 'approval' has no process any more: draw another one at work.")
  return withMillrace(memoryStoreLayer, [approval], async (millrace) => {
    const { definition } = approval.build()
    if (!isProcess(definition)) throw new Error("The example 'approval' is no process any more: draw another one at work.")
    const { id } = await millrace.start(approval, { customer: "Ada", amount: 250 })
    await millrace.userTasks.opened(id, "approve")
    return exportSvg(definition, { tokens: (await millrace.get(id)).waiting, history: await millrace.history(id) })
  })
}
