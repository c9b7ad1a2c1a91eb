/**
 * The pictures in the documentation: of every example, and of an instance at work.
 */
import { fileURLToPath } from "node:url"
import { exportSvg } from "@millrace/bpmn"
import { memoryStoreLayer } from "millrace"
import { exampleNames, loadScenario } from "../faults/matrix/Example.ts"
import { withMillrace } from "../withMillrace.ts"

/** Where the pictures lie. */
export const picturesFolder = fileURLToPath(new URL("../../../../docs/pictures", import.meta.url))

/** The pictures by the names of their files. */
export const examplePictures = async (): Promise<ReadonlyMap<string, string>> => {
  const pictures = new Map<string, string>()
  for (const example of exampleNames()) {
    const { processes } = await loadScenario(example)
    for (const process of processes) {
      const alone = processes.length === 1 || process.id === example
      pictures.set(`${example}${alone ? "" : `-${process.id}`}.svg`, exportSvg(process.build().definition))
    }
  }
  pictures.set("approval-at-work.svg", await atWork())
  return pictures
}

/** An approval that waits for a manager. */
const atWork = async (): Promise<string> => {
  const { processes, ways } = await loadScenario("approval")
  const { approved } = ways
  if (approved === undefined) throw new Error("The example 'approval' has no way 'approved' any more: draw another one at work.")
  return withMillrace(memoryStoreLayer, processes, async (millrace) => {
    const { id } = await millrace.start(approved.process, approved.input as never)
    await millrace.userTasks.opened(id, "approve")
    return exportSvg(approved.process.build().definition, { tokens: (await millrace.get(id)).waiting, history: await millrace.history(id) })
  })
}
