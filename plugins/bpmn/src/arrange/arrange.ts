/**
 * Arranges boxes and links as people draw processes: from left to right, branches below each other, loops below what they
 * repeat. The result is the same for the same input.
 *
 * After Sugiyama: layers, order within layers, coordinates, routes.
 */
import type { Point } from "../layout/GraphLayout.ts"
import type { Arrangement, Box, Link } from "./Box.ts"
import { rowGap } from "./Box.ts"
import { grouped, makeLayers } from "./Layers.ts"
import { order } from "./order.ts"
import { type Bend, findRoutes, placeTracks } from "./routes.ts"
import { above, below, setRows } from "./rows.ts"

const channel = 36
const trackRoom = 12

/** Arranges boxes and links: each group of what hangs together by itself, below the one before. */
export const arrange = (boxes: ReadonlyArray<Box>, links: ReadonlyArray<Link>): Arrangement => {
  const middles = new Map<string, Point>()
  const routes = new Map<string, ReadonlyArray<Point>>()
  let width = 0
  let height = 0
  let row: { x: number; readonly y: number; bottom: number; count: number } | undefined
  for (const group of groups(boxes, links)) {
    const own = arrangeGroup(group.boxes, group.links)
    const single = group.boxes.length === 1 && group.links.length === 0
    // What stands alone fills a row together with others that do.
    if (!single || (row !== undefined && row.count === 4)) row = undefined
    const dx = row?.x ?? 0
    const dy = row?.y ?? (height === 0 ? 0 : height + rowGap)
    for (const [id, { x, y }] of own.middles) middles.set(id, { x: x + dx, y: y + dy })
    for (const [id, points] of own.routes)
      routes.set(
        id,
        points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
      )
    width = Math.max(width, dx + own.width)
    height = Math.max(height, dy + own.height)
    if (single) row = { x: dx + own.width + channel, y: dy, bottom: height, count: (row?.count ?? 0) + 1 }
  }
  return { middles, routes, width, height }
}

const groups = (boxes: ReadonlyArray<Box>, links: ReadonlyArray<Link>) => {
  const parents = new Map<string, string>()
  const rootOf = (id: string): string => {
    let root = id
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent
    if (root !== id) parents.set(id, root)
    return root
  }
  for (const { from, to } of links) if (rootOf(from) !== rootOf(to)) parents.set(rootOf(to), rootOf(from))
  const linksOf = grouped(links, ({ from }) => rootOf(from))
  return [...grouped(boxes, ({ id }) => rootOf(id))].map(([root, own]) => ({ boxes: own, links: linksOf.get(root) ?? [] }))
}

const arrangeGroup = (boxes: ReadonlyArray<Box>, links: ReadonlyArray<Link>): Arrangement => {
  const layers = makeLayers(boxes, links)
  order(layers)
  setRows(layers)
  const hooks = placeHooks(boxes, links, (id) => layers.places.get(id)?.y ?? 0)
  const { bends, tracks } = findRoutes(layers, ({ hook = "" }) => hooks.get(hook) ?? 0)
  const counts = placeTracks(tracks)
  const labels = new Map<number, number>()
  for (const link of links) {
    const layer = layers.places.get(link.from)?.layer ?? 0
    labels.set(layer, Math.max(labels.get(layer) ?? 0, link.label ?? 0))
  }
  const channelWidth = (layer: number): number =>
    Math.max(channel, (labels.get(layer) ?? 0) + 14) +
    (counts.get(layer) ?? 0) * trackRoom -
    ((counts.get(layer) ?? 0) > 0 ? trackRoom / 2 : 0)
  // Where each layer has its middle, and where the channel behind it begins.
  const columns: Array<{ readonly middle: number; readonly end: number }> = []
  const before = (counts.get(-1) ?? 0) * trackRoom
  let x = before
  for (const [index, layer] of layers.layers.entries()) {
    const wide = Math.max(...layer.map(({ box }) => box?.room.width ?? 0))
    columns.push({ middle: x + wide / 2, end: x + wide })
    x += wide + (index === layers.layers.length - 1 && (counts.get(index) ?? 0) === 0 ? 0 : channelWidth(index))
  }
  const xOf = (bend: Bend): number => {
    if (bend.at === "box") return (columns[bend.layer]?.middle ?? 0) + bend.shift
    const { layer, index } = bend.track
    if (layer < 0) return before - (index + 1) * trackRoom
    return (columns[layer]?.end ?? 0) + channelWidth(layer) - trackRoom * (index + 1) - 6
  }
  const middles = new Map<string, Point>()
  for (const [id, place] of layers.places) {
    const middle = { x: columns[place.layer]?.middle ?? 0, y: place.y }
    middles.set(id, middle)
    const bottom = place.y + (place.box?.height ?? 0) / 2
    for (const hook of place.box?.hooks?.ids ?? []) middles.set(hook, { x: middle.x + (hooks.get(hook) ?? 0), y: bottom })
  }
  const routes = new Map([...bends].map(([link, way]) => [link.id, straight(way.map((bend) => ({ x: xOf(bend), y: bend.y })))] as const))
  const all = layers.layers.flat()
  const top = Math.min(...all.map((place) => place.y - above(place)))
  const height = Math.max(...all.map((place) => place.y + below(place))) - top
  return { middles, routes, width: x, height }
}

/** From right to left, those whose links end higher first, so that they do not cross. */
const placeHooks = (boxes: ReadonlyArray<Box>, links: ReadonlyArray<Link>, yOf: (id: string) => number): ReadonlyMap<string, number> => {
  const targets = new Map(links.flatMap(({ hook, to }) => (hook === undefined ? [] : [[hook, yOf(to)] as const])))
  return new Map(
    boxes.flatMap(({ width, hooks }) =>
      (hooks?.ids ?? [])
        .toSorted((one, other) => (targets.get(one) ?? 0) - (targets.get(other) ?? 0))
        .map((id, index) => [id, width / 2 - 22 - index * (hooks?.spacing ?? 0)] as const),
    ),
  )
}

/** Without points that are on the line between their neighbours. */
const straight = (points: ReadonlyArray<Point>): ReadonlyArray<Point> => {
  const kept: Array<Point> = []
  for (const point of points) {
    const last = kept.at(-1)
    const before = kept.at(-2)
    if (last !== undefined && last.x === point.x && last.y === point.y) continue
    const onLine =
      last !== undefined &&
      before !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    if (onLine) kept.pop()
    kept.push(point)
  }
  return kept
}
