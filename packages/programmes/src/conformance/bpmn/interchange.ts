/**
 * Interchange models: what goes in comes out, every element of the model and of its diagram.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { exportBpmn, importBpmn } from "@millrace/bpmn"
import { parseXml, type XmlElement } from "@millrace/dmn"
import type { ConformanceRecord } from "../ConformanceRecord.ts"

type Counts = Readonly<Record<string, number>>

interface Elements {
  readonly model: string
  readonly semanticElements: Counts
  readonly diagramElements: Counts
}

const model = "http://www.omg.org/spec/BPMN/20100524/MODEL"
const diagram = "http://www.omg.org/spec/BPMN/20100524/DI"

/** A record for each model: its elements have to be as many as are counted beside it, before and after. */
export const interchange = async (folder: string): Promise<ReadonlyArray<ConformanceRecord>> => {
  const records: Array<ConformanceRecord> = []
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith(".elements.json")) continue
    const counted: Elements = JSON.parse(readFileSync(join(folder, file), "utf8"))
    const wanted = textOf(counted.semanticElements, counted.diagramElements)
    const actual = await roundTrip(readFileSync(join(folder, counted.model), "utf8"))
    const name = { suite: "bpmn", folder: `interchange/${counted.model}`, case: "no element is lost" } as const
    records.push({ ...name, ok: actual === wanted, expected: wanted, actual })
  }
  return records
}

/** Through the document as a whole and, where it has a process, through the definition that the engine would keep. */
const roundTrip = async (xml: string): Promise<string> => {
  try {
    const imported = await importBpmn(xml)
    const [first] = imported.all
    const whole = countsIn(await exportBpmn(imported))
    const kept = first === undefined ? whole : countsIn(await exportBpmn(first.definition))
    return whole === kept ? whole : `${whole}, but by way of the definition ${kept}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const countsIn = (xml: string): string => {
  const counts = new Map([model, diagram].map((namespace) => [namespace, new Map<string, number>()]))
  const visit = (element: XmlElement): void => {
    const own = counts.get(element.namespace)
    own?.set(element.name, (own.get(element.name) ?? 0) + 1)
    for (const child of element.children) if (typeof child !== "string") visit(child)
  }
  visit(parseXml(xml))
  return textOf(...[...counts.values()].map((own) => Object.fromEntries(own)))
}

const textOf = (...counts: ReadonlyArray<Counts>): string =>
  counts
    .flatMap((some) => Object.entries(some))
    .map(([name, count]) => `${count} ${name}`)
    .toSorted()
    .join(", ")
