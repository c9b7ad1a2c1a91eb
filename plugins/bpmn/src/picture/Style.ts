/**
 * The colours of a picture.
 */

export interface Style {
  readonly line: string
  readonly text: string
  readonly fill: string
  readonly width: number
}

export const ink = "#1f2933"
export const paper = "#ffffff"
export const faint = "#7b8794"
export const accent = "#1670c4"
export const alarm = "#c62828"
export const font = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"

/** What an element shows of what has happened. */
export type Mark = "none" | "taken" | "listening" | "active" | "incident"

const styles: Readonly<Record<Mark, Style>> = {
  none: { line: ink, text: ink, fill: paper, width: 1.4 },
  taken: { line: accent, text: ink, fill: "#eef6fd", width: 1.8 },
  listening: { line: accent, text: ink, fill: paper, width: 1.8 },
  active: { line: accent, text: ink, fill: "#d3e8fb", width: 2.4 },
  incident: { line: alarm, text: ink, fill: "#fdecea", width: 2.4 },
}

export const styleOf = (mark: Mark): Style => styles[mark]
