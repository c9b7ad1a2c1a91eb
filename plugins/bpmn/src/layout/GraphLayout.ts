/**
 * Where the elements of a graph are drawn: `graph.layout`. It has no part in what a graph means, nor in its digest.
 */
import type { Json } from "@millrace/kernel"

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Bounds extends Point {
  readonly width: number
  readonly height: number
}

/** A shape of an element. */
export interface ShapeLayout extends Bounds {
  /** Of a sub-process: what is in it is shown. */
  readonly expanded?: boolean
  /** Of a pool or a lane: upright left out. */
  readonly horizontal?: boolean
  /** Of an event that was drawn without saying what it is about: the type of its trigger. */
  readonly trigger?: string
  /** Of an event that is a task in the graph, since a handler does its work: what it was drawn as. */
  readonly event?: string
  readonly label?: Bounds
}

/** The way of a flow. */
export interface EdgeLayout {
  readonly points: ReadonlyArray<Point>
  readonly label?: Bounds
}

export interface GraphLayout {
  /** By the ids of elements. */
  readonly shapes: Readonly<Record<string, ShapeLayout>>
  /** By the ids of flows. */
  readonly edges: Readonly<Record<string, EdgeLayout>>
  /** What is drawn and does not run: pools, lanes, notes, data. */
  readonly decorations?: ReadonlyArray<Decoration>
  /** The document that the graph was read from: everything that the graph has no place for is in it. */
  readonly bpmn?: string
}

/** A thing that is drawn and does not run. */
export interface Decoration {
  readonly id: string
  /** Its type in BPMN: `Participant`, `Lane`, `TextAnnotation`, `DataObjectReference`, `Association` … */
  readonly type: string
  readonly text?: string
  readonly shape?: ShapeLayout
  readonly edge?: EdgeLayout
}

/** The layout of a graph, where it has one that can be read. */
export const layoutOf = (layout: Json | undefined): GraphLayout | undefined =>
  typeof layout === "object" && layout !== null && !Array.isArray(layout) && "shapes" in layout && "edges" in layout
    ? (layout as Json & GraphLayout)
    : undefined
