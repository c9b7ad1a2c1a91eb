/**
 * What is arranged: boxes with room around them, and links between them. Nothing here knows of BPMN.
 */
import type { Point } from "../layout/GraphLayout.ts"

export interface Box {
  readonly id: string
  readonly width: number
  readonly height: number
  /** The room that it takes with its label and what hangs on it, around its middle. */
  readonly room: { readonly width: number; readonly above: number; readonly below: number }
  /** Lines may leave and reach it at its upper and lower corner. */
  readonly corners?: true
  /** What sits on its lower border, from which links leave downwards; `spacing` is between two of them. */
  readonly hooks?: { readonly ids: ReadonlyArray<string>; readonly spacing: number; readonly below: number }
}

export interface Link {
  readonly id: string
  readonly from: string
  readonly to: string
  /** It leaves from this hook of `from`. */
  readonly hook?: string
  /** The room that its label needs. */
  readonly label?: number
}

/** Where everything is: the middle of boxes and hooks, and the points of links. */
export interface Arrangement {
  readonly middles: ReadonlyMap<string, Point>
  readonly routes: ReadonlyMap<string, ReadonlyArray<Point>>
  readonly width: number
  readonly height: number
}

/** The lines of a big box leave it in its middle; this much lies between two rows. */
export const rowGap = 26
