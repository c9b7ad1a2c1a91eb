/**
 * Time zones: between moments and what clocks show. A moment is milliseconds since the epoch; what clocks show is written
 * as the moment at which clocks in UTC show the same.
 */

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  })
  formats.set(zone, format)
  return format
}

/** Whether there is a time zone of this name. */
export const isZone = (zone: string): boolean => {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** What clocks show at a moment. */
export const localOf = (zone: string, at: number): number => {
  if (zone === "UTC") return at
  const second = Math.floor(at / 1000) * 1000
  let year = 0
  let month = 0
  let day = 0
  let hour = 0
  let minute = 0
  let seconds = 0
  let before = false
  for (const { type, value } of formatOf(zone).formatToParts(second)) {
    if (type === "year") year = Number(value)
    else if (type === "month") month = Number(value)
    else if (type === "day") day = Number(value)
    else if (type === "hour") hour = Number(value)
    else if (type === "minute") minute = Number(value)
    else if (type === "second") seconds = Number(value)
    else if (type === "era") before = value.startsWith("B")
  }
  const date = new Date(0)
  date.setUTCFullYear(before ? 1 - year : year, month - 1, day)
  date.setUTCHours(hour, minute, seconds, 0)
  return date.getTime() + (at - second)
}

const offsetAt = (zone: string, at: number): number => localOf(zone, at) - at

const day = 86_400_000

/** Whether clocks are set while they show this day, or close to it. `start` is its midnight. */
export const clocksAreSet = (zone: string, start: number): boolean =>
  zone !== "UTC" && offsetAt(zone, start - day) !== offsetAt(zone, start + 2 * day)

/** The moment at which clocks show this, on days on which none are set. */
export const momentOf = (zone: string, local: number): number => local - offsetAt(zone, local)

/** The moments at which clocks show this: none where they are set forward over it, two where they are set back. */
export const momentsOf = (zone: string, local: number): ReadonlyArray<number> => {
  const before = local - offsetAt(zone, local - day)
  const after = local - offsetAt(zone, local + day)
  const moments = before === after ? [before] : [Math.min(before, after), Math.max(before, after)]
  return moments.filter((at) => localOf(zone, at) === local)
}

/** The moment at which clocks are set forward over what they never show. */
export const gapEnd = (zone: string, local: number): number => {
  const later = local - offsetAt(zone, local - day)
  let low = local - offsetAt(zone, local + day)
  let high = later
  const offset = offsetAt(zone, low)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === offset) low = middle
    else high = middle
  }
  return high
}
