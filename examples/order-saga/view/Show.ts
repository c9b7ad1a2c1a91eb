/**
 * Shows a run: as a picture with the latest news below it, or as lines, one for each piece of news.
 */
import { styleText } from "node:util"
import { type BoardRow, boardLines, stepNames } from "./Board.ts"
import type { Screen } from "./Screen.ts"
import type { Happening } from "./Timeline.ts"

const title = "Millrace"
const subtitle = "orders as durable processes, on an embedded SQLite file"
const newsLines = 3

export interface Show {
  /** Says something once, above all else. */
  readonly open: (words: string, hint: string) => void
  readonly news: (number: string, happening: Happening) => void
  /** Draws the picture anew. */
  readonly draw: () => void
  /** It closes: these words stand where the hint stood. */
  readonly close: (words: string) => void
  /** Draws the picture for the last time, with these words below it. */
  readonly end: (words: ReadonlyArray<string>) => void
}

/** `begun` is when this life of the demo began. */
export const makeShow = (screen: Screen, rows: ReadonlyArray<BoardRow>, begun: number): Show => {
  const latest: Array<string> = []
  let opening = ""
  let hint = ""
  let closedAt = Number.POSITIVE_INFINITY
  const dim = (text: string): string => styleText("dim", text)
  const picture = (below: ReadonlyArray<string>) => {
    const head = ` ${styleText("bold", title)}  ${dim(subtitle)}`
    return boardLines(rows, { begun, now: Date.now(), closedAt }, { above: [head, ` ${opening}`], below })
  }
  return {
    open: (words, firstHint) => {
      opening = words
      hint = firstHint
      if (screen.isLive) return
      screen.say(words)
      for (const { order, timeline } of rows) {
        const kept = stepNames.filter((name) => timeline.steps.get(name)?.state === "done")
        if (kept.length > 0) screen.say(`         #${order.number} kept: ${kept.join(", ")}`)
      }
      screen.say(hint)
    },
    news: (number, { at, step, what }) => {
      if (step !== "" && !stepNames.includes(step)) return
      const line = `${((at - begun) / 1000).toFixed(1).padStart(5)} s  #${number} ${step === "" ? "" : `${step}: `}${what}`
      if (!screen.isLive) screen.say(line)
      latest.push(line)
      if (latest.length > newsLines) latest.shift()
    },
    draw: () => {
      if (!screen.isLive) return
      const empty = Array.from({ length: newsLines - latest.length }, () => "")
      screen.draw(picture([...latest.map((line) => dim(line.slice(0, 79))), ...empty, ` ${hint}`]))
    },
    close: (words) => {
      closedAt = Date.now()
      hint = words
      if (!screen.isLive) screen.say(words)
    },
    end: (words) => {
      if (screen.isLive) screen.draw(picture(words.map((line) => ` ${line}`)))
      else for (const line of words) screen.say(line)
    },
  }
}
