/**
 * Boxes in layers from left to right: links that would go back are set aside, and links over several layers pass through
 * a place in each of them.
 */
import type { Box, Link } from "./Box.ts"

/** A place in a layer: of a box, or one that a link passes through. */
export interface Place {
  readonly box: Box | undefined
  /** The link that passes through. */
  readonly link: Link | undefined
  layer: number
  /** Its place among those of its layer, from the top. */
  order: number
  y: number
}

/** From a place to one in the next layer. */
export interface Segment {
  readonly from: Place
  readonly to: Place
  readonly link: Link
}

export interface Layers {
  readonly layers: Array<Array<Place>>
  readonly places: ReadonlyMap<string, Place>
  readonly segments: Array<Segment>
  /** Places that each link goes through, from its source to its target. */
  readonly ways: Map<Link, ReadonlyArray<Place>>
  /** Links that go back, or from a box to itself. */
  readonly back: ReadonlyArray<Link>
}

export const passing = (link: Link, layer: number): Place => ({ box: undefined, link, layer, order: 0, y: 0 })

/** So many places are made for links at most: a document can have thousands of links over thousands of layers. */
export const mostPlaces = 20_000
/** With more links between two layers nothing is tried that looks at pairs of them. */
export const busy = 800

/** Gives each box its layer, as far left as what leads to it allows. */
export const makeLayers = (boxes: ReadonlyArray<Box>, links: ReadonlyArray<Link>): Layers => {
  const places = new Map(boxes.map((box): [string, Place] => [box.id, { box, link: undefined, layer: 0, order: 0, y: 0 }]))
  const outgoing = grouped(links, ({ from }) => from)
  const { back, ended } = findBack(boxes, links, outgoing)
  const forward = links.filter((link) => !back.has(link))
  // Each box ends after all that it leads to, so that backwards every box comes before those.
  for (const id of ended.toReversed()) {
    const from = places.get(id)
    for (const link of outgoing.get(id) ?? []) {
      const to = places.get(link.to)
      if (from !== undefined && to !== undefined && !back.has(link)) to.layer = Math.max(to.layer, from.layer + 1)
    }
  }
  const segments: Array<Segment> = []
  const ways = new Map<Link, ReadonlyArray<Place>>()
  let budget = mostPlaces
  for (const link of forward) {
    const from = places.get(link.from)
    const to = places.get(link.to)
    if (from === undefined || to === undefined) continue
    const steps = to.layer - from.layer - 1
    budget -= steps
    // Of the longest links of a huge graph nothing is asked but that they are drawn.
    if (steps > 0 && budget < 0) {
      ways.set(link, [from, to])
      continue
    }
    const way = [from]
    for (let layer = from.layer + 1; layer < to.layer; layer++) way.push(passing(link, layer))
    way.push(to)
    ways.set(link, way)
    for (const [index, place] of way.entries()) {
      const next = way[index + 1]
      if (next !== undefined) segments.push({ from: place, to: next, link })
    }
  }
  const count = Math.max(0, ...[...places.values()].map(({ layer }) => layer + 1))
  return { layers: Array.from({ length: count }, () => []), places, segments, ways, back: [...back] }
}

export const grouped = <T, K>(items: ReadonlyArray<T>, key: (item: T) => K): Map<K, Array<T>> => {
  const groups = new Map<K, Array<T>>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group === undefined) groups.set(key(item), [item])
    else group.push(item)
  }
  return groups
}

/** Goes through all links in depth; those that lead to a box on the way there go back. */
const findBack = (
  boxes: ReadonlyArray<Box>,
  links: ReadonlyArray<Link>,
  outgoing: ReadonlyMap<string, ReadonlyArray<Link>>,
): { readonly back: ReadonlySet<Link>; readonly ended: ReadonlyArray<string> } => {
  const back = new Set<Link>()
  const ended: Array<string> = []
  const state = new Map<string, "open" | "done">()
  const reached = new Set(links.filter(({ from, to }) => from !== to).map(({ to }) => to))
  const first = [...boxes.filter(({ id }) => !reached.has(id)), ...boxes]
  for (const { id } of first) {
    if (state.has(id)) continue
    const stack = [{ id, next: 0 }]
    state.set(id, "open")
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const link = outgoing.get(top.id)?.[top.next++]
      if (link === undefined) {
        state.set(top.id, "done")
        ended.push(top.id)
        stack.pop()
      } else if (state.get(link.to) === "open") back.add(link)
      else if (!state.has(link.to)) {
        state.set(link.to, "open")
        stack.push({ id: link.to, next: 0 })
      }
    }
  }
  return { back, ended }
}
