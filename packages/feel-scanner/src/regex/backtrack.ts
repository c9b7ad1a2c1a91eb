/**
 * A backtracking matcher that counts its steps, for patterns that could keep JavaScript's engine busy for ages.
 */
import type { Match } from "./Matcher.ts"
import type { Pattern, PatternFlags } from "./Pattern.ts"

interface State {
  readonly text: string
  readonly charge: (steps: number) => void
  /** Start and end of what each group captured. */
  readonly captured: Array<readonly [number, number] | undefined>
}

type Then = (at: number) => number
/** Goes on with `then` from where the pattern matches; gives the end of the whole match, or -1. */
type Step = (state: State, at: number, then: Then) => number

/** The matcher of a pattern. */
export const compileBacktracking = (
  root: Pattern,
  flags: PatternFlags,
): ((text: string, from: number, charge: (steps: number) => void) => Match | null) => {
  const step = compile(root, flags)
  return (text, from, charge) => {
    for (let start = from; start <= text.length; start += width(text, start) || 1) {
      charge(1)
      const state: State = { text, charge, captured: [] }
      const end = step(state, start, (at) => at)
      if (end >= 0) return { start, end, groups: state.captured.slice(1).map((span) => span && text.slice(span[0], span[1])) }
    }
    return null
  }
}

/** How many units the character at a place has; 0 at the end. */
const width = (text: string, at: number): number => {
  const point = text.codePointAt(at)
  return point === undefined ? 0 : point > 0xffff ? 2 : 1
}

const compile = (pattern: Pattern, flags: PatternFlags): Step => {
  switch (pattern.kind) {
    case "set": {
      const test = setTest(pattern.source, flags)
      return (state, at, then) => {
        state.charge(1)
        const size = width(state.text, at)
        return size > 0 && test(state.text.slice(at, at + size)) ? then(at + size) : -1
      }
    }
    case "start":
      return (state, at, then) => (at === 0 || (flags.multiline && state.text[at - 1] === "\n") ? then(at) : -1)
    case "end":
      return (state, at, then) => (at === state.text.length || (flags.multiline && state.text[at] === "\n") ? then(at) : -1)
    case "reference":
      return reference(pattern.group, flags)
    case "group":
      return group(pattern.index, compile(pattern.body, flags))
    case "sequence":
      return pattern.parts
        .map((part) => compile(part, flags))
        .reduceRight<Step>(
          (rest, part) => (state, at, then) => part(state, at, (next) => rest(state, next, then)),
          (_state, at, then) => then(at),
        )
    case "choice":
      return choice(pattern.options.map((option) => compile(option, flags)))
    case "repeat":
      if (pattern.body.kind === "set") return repeatSet(setTest(pattern.body.source, flags), pattern)
      return repeat(compile(pattern.body, flags), pattern.min, pattern.max, pattern.greedy)
  }
}

/** Repeats one character's worth: in a loop, since texts are long. */
const repeatSet = (
  test: (character: string) => boolean,
  { min, max, greedy }: { readonly min: number; readonly max: number; readonly greedy: boolean },
): Step => {
  /** The place behind the next character of the set, or -1. */
  const next = (state: State, at: number): number => {
    state.charge(1)
    const size = width(state.text, at)
    return size > 0 && test(state.text.slice(at, at + size)) ? at + size : -1
  }
  return (state, at, then) => {
    let place = at
    let count = 0
    for (; count < min && place >= 0; count++) place = next(state, place)
    if (place < 0) return -1
    if (!greedy) {
      for (; place >= 0; count++) {
        const end = then(place)
        if (end >= 0) return end
        place = count < max ? next(state, place) : -1
      }
      return -1
    }
    const places = [place]
    for (; count < max; count++) {
      place = next(state, place)
      if (place < 0) break
      places.push(place)
    }
    for (let i = places.length - 1; i >= 0; i--) {
      state.charge(1)
      const end = then(places[i] ?? 0)
      if (end >= 0) return end
    }
    return -1
  }
}

const setTest = (source: string, flags: PatternFlags): ((character: string) => boolean) => {
  const expression = new RegExp(`^[${source}]$`, flags.ignoreCase ? "vi" : "v")
  return (character) => expression.test(character)
}

const reference =
  (index: number, flags: PatternFlags): Step =>
  (state, at, then) => {
    const span = state.captured[index]
    if (span === undefined) return then(at)
    const wanted = state.text.slice(span[0], span[1])
    const found = state.text.slice(at, at + wanted.length)
    state.charge(1 + wanted.length)
    const same = flags.ignoreCase ? wanted.toLowerCase() === found.toLowerCase() : wanted === found
    return same ? then(at + wanted.length) : -1
  }

const group = (index: number | null, body: Step): Step => {
  if (index === null) return body
  return (state, at, then) => {
    const before = state.captured[index]
    const end = body(state, at, (next) => {
      const inner = state.captured[index]
      state.captured[index] = [at, next]
      const result = then(next)
      if (result < 0) state.captured[index] = inner
      return result
    })
    if (end < 0) state.captured[index] = before
    return end
  }
}

const choice =
  (options: ReadonlyArray<Step>): Step =>
  (state, at, then) => {
    state.charge(1)
    for (const option of options) {
      const end = option(state, at, then)
      if (end >= 0) return end
    }
    return -1
  }

const repeat = (body: Step, min: number, max: number, greedy: boolean): Step => {
  const from = (count: number, state: State, at: number, then: Then): number => {
    state.charge(1)
    const more = (): number => {
      if (count >= max) return -1
      // A turn that matched nothing would be taken for ever.
      return body(state, at, (next) => (next === at && count >= min ? -1 : from(count + 1, state, next, then)))
    }
    if (count < min) return more()
    if (!greedy) {
      const end = then(at)
      return end >= 0 ? end : more()
    }
    const end = more()
    return end >= 0 ? end : then(at)
  }
  return (state, at, then) => from(0, state, at, then)
}
