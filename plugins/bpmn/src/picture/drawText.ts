/**
 * Text in a picture, in lines.
 */
import { labelLine, labelSize } from "../arrange/sizes.ts"
import { textWidth, wrap } from "../arrange/textWidth.ts"
import type { Bounds } from "../layout/GraphLayout.ts"
import { font } from "./Style.ts"
import { escaped, tag } from "./Svg.ts"

interface Lettering {
  readonly size: number
  readonly colour: string
  readonly anchor?: "middle" | "start"
  readonly bold?: true
}

/** Lines around a middle. */
export const drawLines = (
  lines: ReadonlyArray<string>,
  x: number,
  middle: number,
  { size, colour, anchor = "middle", bold }: Lettering,
): string => {
  const step = size + 2
  const first = middle - ((lines.length - 1) * step) / 2 + size * 0.36
  return lines
    .map((line, index) =>
      tag(
        "text",
        {
          x,
          y: first + index * step,
          "font-family": font,
          "font-size": size,
          fill: colour,
          "text-anchor": anchor === "start" ? undefined : anchor,
          "font-weight": bold === true ? "bold" : undefined,
        },
        escaped(line),
      ),
    )
    .join("")
}

const mostWidth = 120

/** A label in its bounds. Documents often say only where it begins. */
export const drawLabel = (text: string, { x, y, width, height }: Bounds, colour: string): string => {
  // Whoever drew it may have narrower letters: words stay whole, unless they are very long.
  const longest = Math.max(...text.split(/\s+/).map((word) => textWidth(word, labelSize)))
  const lines = wrap(
    text,
    Math.max(width + 4, 40, Math.min(longest + 1, mostWidth)),
    labelSize,
    Math.max(1, Math.round(height / labelLine), 4),
  )
  return drawLines(lines, x + width / 2, y + (lines.length * labelLine) / 2, { size: labelSize, colour })
}
