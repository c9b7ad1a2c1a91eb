/**
 * The ways of links: along rows, and up or down between two layers or at the corner of a box, where nothing is in the way.
 */
import type { Box, Link } from "./Box.ts"
import type { Layers, Place } from "./Layers.ts"
import { above, below } from "./rows.ts"

/** A way before it is known where layers and channels lie: `x` follows from a layer, or from a track in the channel behind it. */
export type Bend = { readonly y: number } & (
  | { readonly at: "box"; readonly layer: number; readonly shift: number }
  | { readonly at: "track"; readonly track: Track }
)

/** A stretch up or down in the channel behind a layer. */
export interface Track {
  readonly layer: number
  /** Those that belong together may lie on each other. */
  readonly key: string
  readonly low: number
  readonly high: number
  index: number
}

export interface Routes {
  readonly bends: ReadonlyMap<Link, ReadonlyArray<Bend>>
  readonly tracks: ReadonlyArray<Track>
}

/** Finds the way of each link. `hookShift` is how far right of its box's middle a hook sits. */
export const findRoutes = ({ layers, ways, back }: Layers, hookShift: (link: Link) => number): Routes => {
  const tracks: Array<Track> = []
  const returning = new Set(back)
  const leaving = new Map<Place, number>()
  for (const way of ways.values()) if (way[0] !== undefined) leaving.set(way[0], (leaving.get(way[0]) ?? 0) + 1)
  const isFree = (place: Place, to: number): boolean =>
    (layers[place.layer] ?? []).every(
      (other) =>
        other === place ||
        other.box === undefined ||
        other.y + below(other) < Math.min(place.y, to) ||
        other.y - above(other) > Math.max(place.y, to),
    )
  const bends = new Map<Link, ReadonlyArray<Bend>>()
  for (const [link, way] of ways) {
    const from = way[0]
    const to = way.at(-1)
    if (from?.box === undefined || to?.box === undefined) continue
    const route = returning.has(link)
      ? routeBack(link, way, { from, to }, { tracks, isFree })
      : routeForward(link, way, { from, to }, { tracks, isFree, many: (leaving.get(from) ?? 0) > 1, shift: hookShift(link) })
    bends.set(link, route)
  }
  return { bends, tracks }
}

interface Ends {
  readonly from: Place
  readonly to: Place
}
interface Finding {
  readonly tracks: Array<Track>
  readonly isFree: (place: Place, to: number) => boolean
}

const at = ({ layer }: Place, y: number, shift = 0): Bend => ({ at: "box", layer, shift, y })
const half = (box: Box | undefined): number => (box?.width ?? 0) / 2

/** From one height to another in the channel behind a layer. */
const across = (tracks: Array<Track>, layer: number, key: string, y: number, to: number): ReadonlyArray<Bend> => {
  const track: Track = { layer, key, low: Math.min(y, to), high: Math.max(y, to), index: 0 }
  tracks.push(track)
  return [
    { at: "track", track, y },
    { at: "track", track, y: to },
  ]
}

const routeForward = (
  link: Link,
  way: ReadonlyArray<Place>,
  { from, to }: Ends,
  { tracks, isFree, many, shift }: Finding & { readonly many: boolean; readonly shift: number },
): ReadonlyArray<Bend> => {
  const bends: Array<Bend> = []
  const second = way[1] ?? to
  const bottom = from.y + (from.box?.height ?? 0) / 2
  const corner = from.box?.corners === true && second.y !== from.y && isFree(from, second.y)
  if (link.hook !== undefined) {
    const start = bottom + (from.box?.hooks?.below ?? 0)
    bends.push(at(from, start, shift))
    if (second.y > start && isFree(from, second.y)) bends.push(at(from, second.y, shift))
    else bends.push(at(from, start + 12, shift), ...across(tracks, from.layer, `from ${link.hook}`, start + 12, second.y))
  } else if (corner) {
    const edge = ((from.box?.height ?? 0) / 2) * Math.sign(second.y - from.y)
    bends.push(at(from, from.y + edge), at(from, second.y))
  } else bends.push(at(from, from.y, half(from.box)))
  for (const [index, place] of way.entries()) {
    const next = way[index + 1]
    if (next === undefined) break
    const started = index === 0 && (corner || link.hook !== undefined)
    if (started || place.y === next.y) continue
    if (next === to && to.box?.corners === true && isFree(to, place.y)) {
      const edge = (to.box.height / 2) * Math.sign(place.y - to.y)
      return [...bends, at(to, place.y), at(to, to.y + edge)]
    }
    const key = index === 0 && many ? `from ${link.from}` : next === to ? `to ${link.to}` : `of ${link.id}`
    bends.push(...across(tracks, place.layer, key, place.y, next.y))
  }
  return [...bends, at(to, to.y, -half(to.box))]
}

const routeBack = (link: Link, way: ReadonlyArray<Place>, { from, to }: Ends, { tracks, isFree }: Finding): ReadonlyArray<Bend> => {
  const passed = way.slice(1, -1)
  const first = passed[0] ?? from
  const last = passed.at(-1) ?? to
  const bends: Array<Bend> = []
  const self = from === to
  if (!self && isFree(from, first.y)) bends.push(at(from, from.y + (from.box?.height ?? 0) / 2), at(from, first.y))
  else bends.push(at(from, from.y, half(from.box)), ...across(tracks, from.layer, `of ${link.id}`, from.y, first.y))
  for (const [index, place] of passed.entries()) {
    const next = passed[index + 1]
    if (next !== undefined && next.y !== place.y) bends.push(...across(tracks, next.layer, `of ${link.id}`, place.y, next.y))
  }
  if (isFree(to, last.y)) return [...bends, at(to, last.y), at(to, to.y + (to.box?.height ?? 0) / 2)]
  return [...bends, ...across(tracks, to.layer - 1, `to ${link.to}`, last.y, to.y), at(to, to.y, -half(to.box))]
}

const mostLanes = 60

/** Gives tracks of a channel a place beside each other; says how many places each channel needs. */
export const placeTracks = (tracks: ReadonlyArray<Track>): ReadonlyMap<number, number> => {
  const used = new Map<number, Array<Array<Track>>>()
  for (const track of tracks.toSorted((one, other) => other.high - other.low - (one.high - one.low))) {
    const lanes = used.get(track.layer) ?? []
    used.set(track.layer, lanes)
    // Where there are too many to look at, they share what there is.
    const full = lanes.length >= mostLanes
    const lane = full
      ? Math.floor(track.low) % mostLanes
      : lanes.findIndex((taken) => taken.every((one) => one.key === track.key || one.high + 8 < track.low || one.low > track.high + 8))
    track.index = lane < 0 ? lanes.length : lane
    if (lane < 0) lanes.push([track])
    else lanes[lane]?.push(track)
  }
  return new Map([...used].map(([layer, lanes]) => [layer, lanes.length]))
}
