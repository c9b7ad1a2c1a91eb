/**
 * The terminal: a picture that is drawn again in place, or plain lines where there is no terminal to draw on.
 * Nothing has to be put back when it dies: no hidden cursor, no other screen.
 */
import { boardWidth } from "./Board.ts"

export interface Screen {
  /** Whether there is a picture; otherwise only lines. */
  readonly isLive: boolean
  /** Draws the picture in place of the one before. */
  readonly draw: (lines: ReadonlyArray<string>) => void
  /** Says a line; what was drawn stays above it. */
  readonly say: (line: string) => void
}

/** A picture needs this many rows. */
const boardHeight = 24

export const openScreen = (out: NodeJS.WriteStream, plain: boolean): Screen => {
  const isLive = !plain && out.isTTY && out.columns > boardWidth && out.rows >= boardHeight
  let drawn = 0
  return {
    isLive,
    draw: (lines) => {
      const up = drawn === 0 ? "" : `\x1b[${drawn}A`
      drawn = lines.length
      // Between these two marks terminals that know them show nothing half drawn.
      out.write(`\x1b[?2026h${up}${lines.map((line) => `\r${line}\x1b[K\n`).join("")}\x1b[J\x1b[?2026l`)
    },
    say: (line) => {
      drawn = 0
      out.write(`${line}\n`)
    },
  }
}
