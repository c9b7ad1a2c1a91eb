/**
 * The end of the story: what was retried, what was undone, and what ran twice.
 */
import { readLedger } from "./Ledger.ts"
import { type BoardRow, boardWidth } from "./view/Board.ts"

interface StepOfOrder {
  readonly order: string
  readonly step: string
}

/** `pack, charge of #1001; pack of #1002` */
const listed = (found: ReadonlyArray<StepOfOrder>): string => {
  const byOrder = Map.groupBy(found, ({ order }) => order)
  const texts = [...byOrder].map(([order, steps]) => `${[...new Set(steps.map(({ step }) => step))].join(", ")} of #${order}`)
  return texts.length === 0 ? "nothing" : texts.join("; ")
}

const times = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`)

/** In lines that fit the board. */
const wrap = (text: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of text.split(" ")) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + 2 > boardWidth) lines.push(last === undefined ? word : `  ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/** A few lines; `milliseconds` is how long this life of the demo lasted. */
export const summaryLines = (rows: ReadonlyArray<BoardRow>, milliseconds: number): ReadonlyArray<string> => {
  const shipped = rows.filter(({ timeline }) => timeline.status === "completed").length
  const retried = rows.flatMap(({ order, timeline }) =>
    [...timeline.steps]
      .filter(([, { retries }]) => retries > 0)
      .map(([name, { retries }]) => ({ order: order.number, step: `${name} (${times(retries)})` })),
  )
  const undone = rows.flatMap(({ order, timeline }) => timeline.undone.map((step) => ({ order: order.number, step })))
  const numbers = new Set(rows.map(({ order }) => order.number))
  const entries = readLedger().filter(({ order }) => numbers.has(order))
  // What the services saw: one attempt that came in more than once.
  const runs = Map.groupBy(
    entries.filter(({ what }) => what === "asked"),
    ({ key, attempt }) => `${key} ${attempt}`,
  )
  const repeated = [...runs.values()].flatMap(([first, ...again]) =>
    first !== undefined && again.length > 0 ? [{ order: first.order, step: first.action }] : [],
  )
  const spared = entries.filter(({ what }) => what === "known").length
  return [
    `${rows.length} orders in ${(milliseconds / 1000).toFixed(1)} s: ${shipped} shipped, ${rows.length - shipped} rolled back.`,
    `Retried: ${listed(retried)}.`,
    `Undone, last first: ${listed(undone)}.`,
    `Ran twice: ${listed(repeated)}.`,
    ...(repeated.length === 0
      ? []
      : [`In flight when it was killed; ${spared === 0 ? "none" : spared} had taken effect, and the key spared a second time.`]),
    "Run it again for four new orders; --help tells what else it can do.",
  ].flatMap(wrap)
}
