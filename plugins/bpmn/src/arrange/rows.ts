/**
 * How high everything stands: what follows each other in one straight line where possible, each line as high as those above
 * it allow.
 */
import { rowGap } from "./Box.ts"
import { busy, grouped, type Layers, type Place, type Segment } from "./Layers.ts"

const lineRoom = 8

export const above = ({ box }: Place): number => box?.room.above ?? lineRoom
export const below = ({ box }: Place): number => box?.room.below ?? lineRoom

/** Between two places of a layer. */
const distance = (upper: Place, lower: Place): number =>
  below(upper) + above(lower) + (upper.box === undefined && lower.box === undefined ? 6 : rowGap)

/** Sets `y` of every place, from 0 on. */
export const setRows = ({ layers, segments }: Layers): void => {
  const lines = makeLines(layers, segments)
  const lineOf = new Map(lines.flatMap((line) => line.map((place) => [place, line] as const)))
  const waits = new Map<ReadonlyArray<Place>, number>()
  const pairs = layers.flatMap((layer) =>
    layer
      .slice(1)
      .map((lower, index) => ({ upper: layer[index] ?? lower, lower, from: lineOf.get(layer[index] ?? lower), to: lineOf.get(lower) })),
  )
  for (const { to } of pairs) if (to !== undefined) waits.set(to, (waits.get(to) ?? 0) + 1)
  const under = grouped(pairs, ({ from }) => from)
  const sorted = lines.filter((line) => !waits.has(line))
  for (const line of lines) move(line, Math.max(...line.map(above)))
  for (const line of sorted) {
    for (const { upper, lower, to } of under.get(line) ?? []) {
      if (to === undefined) continue
      if (lower.y < upper.y + distance(upper, lower)) move(to, upper.y + distance(upper, lower))
      const left = (waits.get(to) ?? 0) - 1
      waits.set(to, left)
      if (left === 0) sorted.push(to)
    }
  }
  pullDown(sorted, under, segments)
}

const move = (line: ReadonlyArray<Place>, y: number): void => {
  for (const place of line) place.y = y
}

/** Lines: links through several layers first, then the first way out of each box. No two of them cross. */
const makeLines = (layers: ReadonlyArray<ReadonlyArray<Place>>, segments: ReadonlyArray<Segment>): ReadonlyArray<ReadonlyArray<Place>> => {
  const nextOf = new Map<Place, Place>()
  const previousOf = new Map<Place, Place>()
  const first = new Map<Place, Place>()
  for (const { from, to, link } of segments) if (link.hook === undefined && !first.has(from)) first.set(from, to)
  const rank = ({ from, to, link }: Segment): number => {
    if (from.box === undefined && to.box === undefined) return 0
    if (link.hook !== undefined) return 3
    return first.get(from) === to ? 1 : 2
  }
  for (const between of grouped(segments, ({ from }) => from.layer).values()) {
    if (between.length > busy) continue
    const taken: Array<Segment> = []
    for (const segment of between.toSorted((one, other) => rank(one) - rank(other))) {
      if (rank(segment) === 3) continue
      const { from, to } = segment
      if (nextOf.has(from) || previousOf.has(to)) continue
      if (taken.some((one) => (one.from.order - from.order) * (one.to.order - to.order) <= 0)) continue
      taken.push(segment)
      nextOf.set(from, to)
      previousOf.set(to, from)
    }
  }
  return layers.flat().flatMap((place) => {
    if (previousOf.has(place)) return []
    const line = [place]
    for (let next = nextOf.get(place); next !== undefined; next = nextOf.get(next)) line.push(next)
    return [line]
  })
}

interface Pair {
  readonly upper: Place
  readonly lower: Place
}

/** What has room below it comes down to the line of a neighbour. */
const pullDown = (
  lines: ReadonlyArray<ReadonlyArray<Place>>,
  under: ReadonlyMap<ReadonlyArray<Place> | undefined, ReadonlyArray<Pair>>,
  segments: ReadonlyArray<Segment>,
): void => {
  const near = grouped(
    segments.flatMap(({ from, to, link }) =>
      link.hook === undefined
        ? [
            { place: from, other: to },
            { place: to, other: from },
          ]
        : [],
    ),
    ({ place }) => place,
  )
  for (const line of lines.toReversed()) {
    const y = line[0]?.y ?? 0
    const most = Math.min(...(under.get(line) ?? []).map(({ upper, lower }) => lower.y - distance(upper, lower)))
    const own = new Set(line)
    const wanted = line.flatMap((place) => (near.get(place) ?? []).filter(({ other }) => !own.has(other)).map(({ other }) => other.y))
    // What stands in line with a neighbour stays there.
    if (wanted.length === 0 || wanted.some((one) => one <= y)) continue
    const lowest = Math.min(...wanted)
    if (lowest <= most) move(line, lowest)
  }
}
