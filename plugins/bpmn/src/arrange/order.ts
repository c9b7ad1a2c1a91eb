/**
 * Who stands above whom in each layer: as links are written, and then so that fewer of them cross.
 */
import { busy, grouped, type Layers, mostPlaces, type Place, passing, type Segment } from "./Layers.ts"

/** So many places are looked at for the ways of links that go back. */
const mostLooks = 1_000_000
const rounds = 6

/** Fills the layers, in order. */
export const order = (all: Layers): void => {
  const { layers, places, segments } = all
  const next = grouped(segments, ({ from }) => from)
  const seen = new Set<Place>()
  for (const first of places.values()) {
    const stack = [first]
    for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
      if (seen.has(place)) continue
      seen.add(place)
      layers[place.layer]?.push(place)
      const following = next.get(place) ?? []
      // Those that hang on the border come last, and so stand lowest.
      const sorted = [
        ...following.filter(({ link }) => link.hook === undefined),
        ...following.filter(({ link }) => link.hook !== undefined),
      ]
      for (const { to } of sorted.toReversed()) stack.push(to)
    }
  }
  number(layers)
  const busiest = Math.max(0, ...[...grouped(segments, ({ from }) => from.layer).values()].map((between) => between.length))
  if (busiest <= busy && segments.length <= mostPlaces) reduce(layers, segments)
  addReturns(all)
}

const number = (layers: ReadonlyArray<ReadonlyArray<Place>>): void => {
  for (const layer of layers) for (const [index, place] of layer.entries()) place.order = index
}

const reduce = (layers: Array<Array<Place>>, segments: ReadonlyArray<Segment>): void => {
  const before = grouped(segments, ({ to }) => to)
  const after = grouped(segments, ({ from }) => from)
  const byLayer = grouped(segments, ({ from }) => from.layer)
  let best = layers.map((layer) => [...layer])
  let least = crossings(byLayer)
  for (let round = 0; round < rounds && least > 0; round++) {
    const rightwards = round % 2 === 0
    const sweep = rightwards ? layers : layers.toReversed()
    for (const layer of sweep) {
      const wanted = new Map(
        layer.map((place): [Place, number] => {
          const near = rightwards ? (before.get(place) ?? []).map(leavesAt) : (after.get(place) ?? []).map(({ to }) => to.order)
          return [place, near.length === 0 ? place.order : near.reduce((sum, one) => sum + one, 0) / near.length]
        }),
      )
      layer.sort((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0))
      for (const [index, place] of layer.entries()) place.order = index
    }
    const now = crossings(byLayer)
    if (now < least) {
      least = now
      best = layers.map((layer) => [...layer])
    }
  }
  for (const [index, layer] of best.entries()) layers[index] = layer
  number(layers)
}

/** What hangs on the lower border of a box leaves below what leaves the box itself. */
const leavesAt = ({ from, link }: Segment): number => from.order + (link.hook === undefined ? 0 : 0.4)

const crossings = (byLayer: ReadonlyMap<number, ReadonlyArray<Segment>>): number => {
  let count = 0
  for (const segments of byLayer.values()) {
    for (const [index, one] of segments.entries()) {
      for (let at = index + 1; at < segments.length; at++) {
        const other = segments[at]
        if (other === undefined || (leavesAt(one) - leavesAt(other)) * (one.to.order - other.to.order) >= 0) continue
        // What hangs on a box stands below what follows it, even where other lines cross for that.
        count += one.from === other.from ? 5 : 1
      }
    }
  }
  return count
}

/** Links that go back pass below all that lies between their ends. */
const addReturns = ({ layers, places, segments, ways, back }: Layers): void => {
  const next = grouped(segments, ({ from }) => from)
  const previous = grouped(segments, ({ to }) => to)
  const span = ({ from, to }: { readonly from: string; readonly to: string }) =>
    (places.get(from)?.layer ?? 0) - (places.get(to)?.layer ?? 0)
  let looks = 0
  let budget = mostPlaces
  for (const link of back.toSorted((one, other) => span(one) - span(other))) {
    const from = places.get(link.from)
    const to = places.get(link.to)
    if (from === undefined || to === undefined) continue
    looks += segments.length
    budget -= from.layer - to.layer + 1
    if (looks > mostLooks || budget < 0) {
      ways.set(link, [from, to])
      continue
    }
    const behind = reach(to, (place) => (next.get(place) ?? []).map((segment) => segment.to))
    const before = reach(from, (place) => (previous.get(place) ?? []).map((segment) => segment.from))
    const way = [from]
    for (let at = from.layer; at >= to.layer; at--) {
      const place = passing(link, at)
      const layer = layers[at] ?? []
      const lowest = layer.findLastIndex((one) => (behind.has(one) && before.has(one)) || one === from || one === to)
      layer.splice(lowest < 0 ? layer.length : lowest + 1, 0, place)
      behind.add(place)
      before.add(place)
      const last = way.at(-1)
      if (last !== undefined && last !== from) segments.push({ from: place, to: last, link })
      way.push(place)
    }
    ways.set(link, [...way, to])
  }
  number(layers)
}

const reach = (first: Place, follow: (place: Place) => ReadonlyArray<Place>): Set<Place> => {
  const reached = new Set([first])
  for (const place of reached) for (const one of follow(place)) reached.add(one)
  return reached
}
