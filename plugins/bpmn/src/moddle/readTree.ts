/**
 * XML into elements: strictly, which is fast; else past what BPMN does not know, where that takes bounded time.
 */
import { BpmnError } from "../BpmnError.ts"
import { bpmnModdle } from "./bpmnModdle.ts"

/** What the reader of the XML gives. */
export type Tree = Awaited<ReturnType<typeof bpmnModdle.fromXML>>

/** Each place that BPMN does not know costs a look over all the text before it: elements times characters, some seconds. */
const mostLooks = 5e9

/** Reads a document that has so many elements. */
export const readTree = async (text: string, elements: number): Promise<Tree> => {
  try {
    return await bpmnModdle.fromXML(text, "bpmn:Definitions", { lax: false })
  } catch (cause) {
    if (text.length * elements > mostLooks) throw unreadable(cause)
    const flat = flattened(text)
    const tree = await bpmnModdle.fromXML(flat).catch(() => {
      throw unreadable(cause)
    })
    const before = lineStarts(flat)
    const after = lineStarts(text)
    const warnings = tree.warnings.map((warning) => ({
      ...warning,
      message: warning.message.replace(/line: (\d+)\n\tcolumn: (\d+)/, (_, line, column) => {
        const offset = (before[Number(line)] ?? 0) + Number(column)
        return `line: ${after.findLastIndex((start) => start <= offset)}\n\tcolumn: ${column}`
      }),
    }))
    return { ...tree, warnings }
  }
}

const unreadable = (cause: unknown): BpmnError => {
  const message = cause instanceof Error ? cause.message : String(cause)
  // It counts lines from 0.
  const line = /\n\tline: (\d+)/.exec(message)?.[1]
  const [what = message] = message.split("\n")
  const why = /nested error: (.*)/.exec(message)?.[1]
  return new BpmnError(
    "NotBpmn",
    `The document cannot be read as BPMN: ${what}${why === undefined ? "" : `: ${why}`}.`,
    line === undefined ? undefined : Number(line) + 1,
  )
}

/** The same text without line breaks between its tags: the reader counts them one by one for each place that it does not know. */
const flattened = (text: string): string =>
  text.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|>\s+(?=<)/g, (part) =>
    part.startsWith(">") ? part.replace(/[\r\n]/g, " ") : part,
  )

const lineStarts = (text: string): ReadonlyArray<number> => [
  0,
  ...[...text.matchAll(/\r\n|\r|\n/g)].map((found) => found.index + found[0].length),
]
