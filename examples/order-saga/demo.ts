/**
 * The demo: four orders on an embedded SQLite file, drawn while they run. Stop it at any moment, with Ctrl-C or
 * `kill -9`, and run it again: it goes on from where each order was.
 */
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"
import { closeOnSignals, Millrace, StoreError } from "millrace"
import { folder } from "./Ledger.ts"

import { findRun, startOrder } from "./orders.ts"
import { workOnLists } from "./people.ts"
import { order } from "./process.ts"
import { summaryLines } from "./summary.ts"
import { openScreen } from "./view/Screen.ts"
import { makeShow } from "./view/Show.ts"
import { emptyTimeline, read } from "./view/Timeline.ts"

const help = `Runs four orders on an embedded SQLite file. Stop it at any moment and run it again.

  --plain      lines instead of the picture, as where there is no terminal of 80 x 24
  --speed N    N times as fast                            (or ORDER_SAGA_SPEED)
  --dir PATH   keep the files there instead of in .demo/  (or ORDER_SAGA_DIR)
  --help       this text
`

const { values } = parseArgs({
  options: { plain: { type: "boolean" }, speed: { type: "string" }, dir: { type: "string" }, help: { type: "boolean" } },
})
if (values.help) {
  process.stdout.write(help)
  process.exit()
}
if (values.speed !== undefined) process.env.ORDER_SAGA_SPEED = values.speed
if (values.dir !== undefined) process.env.ORDER_SAGA_DIR = values.dir

const millrace = await Millrace.open({
  processes: [order],
  file: join(folder(), "millrace.db"),
  gracePeriod: 5000,
}).catch((error: unknown) => {
  if (!(error instanceof StoreError)) throw error
  console.error(error.message)
  process.exit(1)
})

const begun = Date.now()
const run = await findRun(millrace)
const rows = await Promise.all(
  run.orders.map(async (each) => ({ order: each, timeline: emptyTimeline(), instance: await startOrder(millrace, each) })),
)
const screen = openScreen(process.stdout, values.plain ?? false)
const show = makeShow(screen, rows, begun)

/** Reads what is new in the history of each order. */
const look = async (): Promise<void> => {
  for (const { order: each, timeline, instance } of rows) {
    const happenings = read(timeline, await millrace.history(instance, { after: timeline.seq }))
    // What an earlier life of the demo did is shown as it is, not told again.
    for (const happening of happenings) if (happening.at >= begun) show.news(each.number, happening)
  }
}
const isOver = (): boolean => rows.every(({ timeline }) => timeline.endedAt > 0)

let isClosing = false
closeOnSignals({
  close: async () => {
    if (!isClosing) show.close("Closing: what is running may finish. Ctrl-C again stops at once.")
    isClosing = true
    await millrace.close()
    screen.say("Stopped. Run it again: it goes on from here.")
  },
})

await look()
show.open(
  run.unfinished === 0
    ? "Four new orders."
    : `Found ${run.unfinished} unfinished order${run.unfinished === 1 ? "" : "s"}: going on. What is marked 'kept' is not done again.`,
  `Now try: press Ctrl-C, or in another terminal  kill -9 ${process.pid}  and run it again.`,
)
try {
  for (; !isOver(); await look()) {
    show.draw()
    if (!isClosing) await workOnLists(millrace)
    await sleep(screen.isLive ? 100 : 50)
  }
  show.end(summaryLines(rows, Date.now() - begun))
  await millrace.close()
} catch (error) {
  // While it closes, nothing can be read any more.
  if (!isClosing) throw error
}
