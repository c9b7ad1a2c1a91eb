/**
 * Times by the calendar, as cron writes them: minute, hour, day of the month, month, day of the week; with six fields the
 * first one is the second. Understood are `*`, lists, ranges, steps (`*`/15, 9-17/2), names (`JAN`, `MON`), `L` (the last
 * day of the month, and `5L` its last Friday), `15W` (the working day nearest to the 15th), `MON#2` (the second Monday), and
 * `@yearly`, `@monthly`, `@weekly`, `@daily`, `@hourly`. Where both the day of the month and that of the week are limited,
 * either is enough.
 */

/** What a time by the calendar says. */
export interface Cron {
  readonly seconds: ReadonlyArray<number>
  readonly minutes: ReadonlyArray<number>
  readonly hours: ReadonlyArray<number>
  readonly months: ReadonlySet<number>
  /** Every hour is meant: when clocks are set, it goes on as if nothing had happened. */
  readonly everyHour: boolean
  /** Whether a day of a month is meant. `weekday` counts from Sunday, `last` is the last day of the month. */
  readonly onDay: (date: CalendarDay) => boolean
}

export interface CalendarDay {
  readonly day: number
  readonly weekday: number
  readonly last: number
}

const macros: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
}

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
const weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

type DayRule = (date: CalendarDay) => boolean
type Problem = { readonly problem: string }

/** Reads a time by the calendar, or says what is wrong with it. */
export const readCron = (text: string): Cron | Problem => {
  const trimmed = text.trim()
  const fields = (macros[trimmed.toLowerCase()] ?? trimmed).toUpperCase().split(/\s+/)
  if (fields.length !== 5 && fields.length !== 6) {
    return {
      problem: `'${text}' has ${fields.length} fields: it needs minute, hour, day of the month, month and day of the week, and may have the second before them`,
    }
  }
  const [second = "0", minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = ""] =
    fields.length === 6 ? fields : ["0", ...fields]
  const seconds = readField("second", second, 0, 59)
  const minutes = readField("minute", minute, 0, 59)
  const hours = readField("hour", hour, 0, 23)
  const months = readField("month", month, 1, 12, monthNames)
  const days = readDays(dayOfMonth)
  const weekdays = readWeekdays(dayOfWeek)
  for (const read of [seconds, minutes, hours, days, months, weekdays])
    if ("problem" in read) return { problem: `'${text}': ${read.problem}` }
  if ("problem" in seconds || "problem" in minutes || "problem" in hours || "problem" in months) return { problem: "" }
  if ("problem" in days || "problem" in weekdays) return { problem: "" }
  const onDay: DayRule =
    days.any || weekdays.any ? (date) => days.rule(date) && weekdays.rule(date) : (date) => days.rule(date) || weekdays.rule(date)
  return {
    seconds: seconds.values,
    minutes: minutes.values,
    hours: hours.values,
    months: new Set(months.values),
    everyHour: hours.values.length === 24,
    onDay,
  }
}

interface Field {
  readonly values: ReadonlyArray<number>
}

const readField = (name: string, text: string, low: number, high: number, names: ReadonlyArray<string> = []): Field | Problem => {
  const values = new Set<number>()
  for (const part of text.split(",")) {
    const match = /^(\*|\?|[A-Z0-9]+)(?:-([A-Z0-9]+))?(?:\/(\d+))?$/.exec(part)
    if (match === null) return unreadable(name, part)
    const [, from = "", to, every] = match
    const all = from === "*" || from === "?"
    const first = all ? low : readNumber(from, low, names)
    const last = to !== undefined ? readNumber(to, low, names) : all || every !== undefined ? high : first
    const step = every === undefined ? 1 : Number(every)
    if (first === undefined || last === undefined || (all && to !== undefined)) return unreadable(name, part)
    if (first < low || first > high || last < low || last > high || step < 1)
      return { problem: `the ${name} '${part}' is not between ${low} and ${high}` }
    if (last < first) return { problem: `the ${name} '${part}' ends before it begins` }
    for (let value = first; value <= last; value += step) values.add(value)
  }
  return { values: [...values].sort((a, b) => a - b) }
}

const unreadable = (name: string, part: string): Problem => ({
  problem: part === "" ? `the ${name} is missing` : `'${part}' is no ${name}`,
})

const readNumber = (text: string, low: number, names: ReadonlyArray<string>): number | undefined => {
  const named = names.indexOf(text)
  if (named >= 0) return named + low
  return /^\d+$/.test(text) ? Number(text) : undefined
}

interface Days {
  /** Every day will do. */
  readonly any: boolean
  readonly rule: DayRule
}

const readDays = (text: string): Days | Problem => {
  if (text === "*" || text === "?") return { any: true, rule: () => true }
  const rules: Array<DayRule> = []
  for (const part of text.split(",")) {
    const near = /^(?:(\d+)|(L))W$/.exec(part)
    const before = /^L(?:-(\d+))?$/.exec(part)
    if (near !== null) {
      const wanted = near[1] === undefined ? undefined : Number(near[1])
      if (wanted !== undefined && (wanted < 1 || wanted > 31)) return { problem: `the day of the month '${part}' is not between 1 and 31` }
      rules.push((date) => date.day === workingDay(wanted ?? date.last, date))
    } else if (before !== null) {
      const back = Number(before[1] ?? 0)
      if (back > 30) return { problem: `the day of the month '${part}' is before every month begins` }
      rules.push(({ day, last }) => day === last - back)
    } else {
      const field = readField("day of the month", part, 1, 31)
      if ("problem" in field) return field
      const days = new Set(field.values)
      rules.push(({ day }) => days.has(day))
    }
  }
  return { any: false, rule: (date) => rules.some((rule) => rule(date)) }
}

/** The working day nearest to a day, in the same month. */
const workingDay = (wanted: number, { day, weekday, last }: CalendarDay): number => {
  const near = Math.min(wanted, last)
  const on = (((weekday + near - day) % 7) + 7) % 7
  if (on === 6) return near > 1 ? near - 1 : near + 2
  if (on === 0) return near < last ? near + 1 : near - 2
  return near
}

const readWeekdays = (text: string): Days | Problem => {
  if (text === "*" || text === "?") return { any: true, rule: () => true }
  const rules: Array<DayRule> = []
  for (const part of text.split(",")) {
    const special = /^([A-Z0-9]+?)(?:#([1-5])|L)$/.exec(part)
    const weekday = special?.[1] === undefined ? undefined : readNumber(special[1], 0, weekdayNames)
    if (special !== null && weekday !== undefined && weekday <= 7) {
      const nth = special[2] === undefined ? undefined : Number(special[2])
      const on = weekday % 7
      rules.push((date) => date.weekday === on && (nth === undefined ? date.day > date.last - 7 : Math.ceil(date.day / 7) === nth))
    } else {
      const field = readField("day of the week", part, 0, 7, weekdayNames)
      if ("problem" in field) return field
      const days = new Set(field.values.map((one) => one % 7))
      rules.push(({ weekday }) => days.has(weekday))
    }
  }
  return { any: false, rule: (date) => rules.some((rule) => rule(date)) }
}
