/**
 * What a parameter of a method has to be, as far as it can be seen when it is called: for programs in plain JavaScript, and
 * where types were silenced. Whatever passes here can still be wrong; that is found when the process is built.
 */
import { Duration, Option, Schema } from "effect"
import type { ExpressionText } from "../Choice.ts"
import { tagOf } from "../codec/tagOf.ts"

/** Says what is wrong with what was given, as the rest of a sentence that begins with the method; `undefined` if nothing is. */
export type Parameter = (given: unknown) => string | undefined

const parameter =
  (takes: string, fits: (given: unknown) => boolean, mend: string): Parameter =>
  (given) =>
    fits(given) ? undefined : `takes ${takes}, and was given ${shown(given)}. ${mend}`

const isObject = (given: unknown): given is object => typeof given === "object" && given !== null
/** An object that is its fields: no list, no Map, no date. */
const isFields = (given: unknown): given is object => Object.prototype.toString.call(given) === "[object Object]"
const isFunction = (given: unknown): boolean => typeof given === "function"
const isKind = (kind: string) => (given: unknown) => isObject(given) && Reflect.get(given, "~kind") === kind
const isTexts = (given: unknown): boolean => Array.isArray(given) && given.every((each) => typeof each === "string")

export const anything: Parameter = () => undefined

export const optional =
  (wrong: Parameter): Parameter =>
  (given) =>
    given === undefined ? undefined : wrong(given)

/** A text: an id, or a name. */
export const text = (what: string): Parameter =>
  parameter(`a text as ${what}`, (given) => typeof given === "string" && given !== "", "Write it in quotes.")

/** The id of a process, of which building says more. */
export const processId: Parameter = parameter("a text as its id", (given) => typeof given === "string", "Write it in quotes.")

/** A function, with an example of one. */
export const code = (what: string, example: string): Parameter => parameter(`a function as ${what}`, isFunction, `Write it as ${example}.`)

/** A function or a text in its place, with an example of a function. */
export const told = (what: string, example: string): Parameter =>
  parameter(`a function as ${what}`, (given) => isFunction(given) || isExpression(given), `Write it as ${example}.`)

/** A typed error, or what gives one. */
export const failure = parameter(
  "a function as its error",
  (given) => isFunction(given) || isExpression(given) || (isObject(given) && typeof Reflect.get(given, "_tag") === "string"),
  "Write it as ({ vars }) => new Declined({ … }), or as the error itself.",
)

/** How many branches: which number can be right is seen when the process is built. */
export const count = parameter(
  "a number, or a function that gives one, as its count",
  (given) => isFunction(given) || typeof given === "number" || isExpression(given),
  "Write it as 3, or as ({ vars }) => vars.count.",
)

/** How many times. */
export const times = parameter(
  "a whole number, or a function that gives one, as its count",
  (given) => isFunction(given) || isExpression(given) || (Number.isSafeInteger(given) && Number(given) >= 0),
  "Write it as 3, or as ({ vars }) => vars.count.",
)

/** The key of a message that is sent. */
export const key = parameter(
  "a text, a number, or a function that gives one, as its key",
  (given) => isFunction(given) || isExpression(given) || (typeof given === "string" && given !== "") || Number.isFinite(given),
  "Write it as ({ vars }) => vars.id.",
)

/** A function that continues a chain. */
export const flow = code("its flow", "(b) => b.serviceTask(…)")
/** A function that begins a chain with an event. */
export const hearing = code("its event", "(on) => on.message(…)")

/** An object of flows, and how many of them there are at least. */
export const branches = (example: string, least = 1): Parameter =>
  parameter(
    "an object of named flows",
    (given) => isFields(given) && Object.keys(given).length >= least && Object.values(given).every(isFunction),
    `Write it as { name: ${example} }, each of them a function.`,
  )

/** How many branches are enough: a count, or a condition. */
export const enough: Parameter = (given) =>
  isObject(given) && "when" in given ? told("a condition as 'when'", "({ arrivals }) => …")(given.when) : count(given)

/** An object of values by their names. */
export const values = (example: string): Parameter =>
  parameter(
    "an object of values by their names",
    (given) =>
      isObject(given) &&
      !isExpression(given) &&
      !Array.isArray(given) &&
      Object.values(given).every((one) => isFunction(one) || isExpression(one)),
    `Write it as { name: ${example} }, each of them a function.`,
  )

/** One thing or another; what is wrong is said of the other. */
export const either =
  (one: Parameter, other: Parameter): Parameter =>
  (given) =>
    one(given) === undefined ? undefined : other(given)

/** One of these words. */
export const oneOf = (...words: ReadonlyArray<string>): Parameter =>
  parameter(
    `one of ${words.map((word) => `"${word}"`).join(", ")}`,
    (given) => words.some((word) => word === given),
    "Write it in quotes, or leave it out.",
  )

export const message = parameter("a message", isKind("message"), 'Make it with message("name", { payload, key }).')
export const signal = parameter("a signal", isKind("signal"), 'Make it with signal("name", { payload }).')
export const escalation = parameter("an escalation", isKind("escalation"), 'Make it with escalation("code", payload).')

/** A process, or a reference to one. */
export const callable: Parameter = (given) => {
  if (isFunction(given)) return undefined
  if (isObject(given) && typeof Reflect.get(given, "id") === "string") return undefined
  if (isObject(given) && "recipe" in given) {
    return "takes a process, and its chain has not ended. End it with .output(…), or with .end() where all its ways have ended."
  }
  return `takes a process, and was given ${shown(given)}. Give the process itself, or processRef(id, { input, output }) for one that stands elsewhere.`
}

/** A class of errors that can be stored. */
const isErrorClass = (given: unknown): boolean => {
  try {
    return typeof given === "function" && tagOf(given) !== ""
  } catch {
    return false
  }
}
export const errorClass = parameter(
  "a class of typed errors",
  isErrorClass,
  'Make it with Schema.TaggedError: class Declined extends Schema.TaggedError()("Declined", { reason: Schema.String }) {}.',
)

/** What `exclusive` and `inclusive` choose by. */
export const choice = (maker: "firstOf" | "eachOf", holds: string, example: string): Parameter =>
  parameter(
    "a function, or conditions, as its choice",
    (given) => isFunction(given) || isExpression(given) || (isObject(given) && holds in given),
    `Write it as ${example}, or as ${maker}({ branch: condition }, "otherwise").`,
  )

export const names = parameter("a list of names", isTexts, 'Write it as ["first", "second"].')

/** What `firstOf` and `eachOf` take: a condition for each branch. */
export const conditions = parameter(
  "an object of conditions",
  (given) => isFields(given) && Object.values(given).every((each) => isFunction(each) || isExpression(each)),
  'Write it as { branch: ({ vars }) => … }, or with expression("language", "text") in place of the function.',
)

/** Whether it is a text of an expression language. */
export const isExpression = (given: unknown): given is ExpressionText =>
  isObject(given) && typeof Reflect.get(given, "language") === "string" && typeof Reflect.get(given, "text") === "string"

/** What `build` may be given: functions in place of handlers. */
export const mocks = parameter(
  "an object of functions as its mocks",
  (given) => isFields(given) && Object.values(given).every((each) => each === undefined || isFunction(each)),
  "Write it as { mocks: { step: () => … } }.",
)

/** What `fragment` makes, and what `activity` or a plugin makes. */
export const fragment = parameter("a fragment", (given) => isObject(given) && "recipe" in given, "Make it with fragment<…>()((b) => …).")
export const activity = parameter(
  "an activity",
  (given) => isObject(given) && isFunction(Object(Reflect.get(given, "definition")).fields),
  "Make it with activity({ type, fields }), or with what a plugin brings.",
)

/** Schemas of values that have names: input, forms. */
const notOfObjects: ReadonlySet<string> = new Set([
  "String",
  "Number",
  "Boolean",
  "BigInt",
  "Literal",
  "Null",
  "Undefined",
  "Void",
  "Arrays",
])
const objectSchema = parameter(
  "a schema of an object",
  (given) => Schema.isSchema(given) && !notOfObjects.has(given.ast._tag),
  "Make it with Schema.Struct({ … }).",
)
const schema = parameter("a schema", Schema.isSchema, "Make it with Schema.String, Schema.Struct({ … }) and so on.")
const number = parameter("a number", (given) => typeof given === "number", "Write it without quotes.")
/** Effect takes every object, and NaN, for no time at all. */
const isLength = (given: unknown): boolean => {
  if (typeof given === "number") return given >= 0
  if (isObject(given) && !Duration.isDuration(given) && !Array.isArray(given)) {
    const amounts = Object.values(given)
    if (amounts.length === 0 || amounts.some((amount) => typeof amount !== "number")) return false
  }
  return Option.isSome(Duration.fromInput(given as Duration.Input))
}
const duration = parameter("a length of time", isLength, 'Write it as "30 seconds", "5 minutes" or in milliseconds.')
const yesOrNo = parameter("true or false", (given) => typeof given === "boolean", "Write it without quotes.")

const people = either(told("the people", "({ vars }) => [vars.clerk]"), names)
const isVersions = (given: unknown): boolean => Array.isArray(given) && given.every((each) => Number.isSafeInteger(each) && each >= 1)

/** What options take, by their names. Those that are not here are looked at when the process is built. */
const optionValues: Readonly<Record<string, Parameter>> = {
  name: text("the name"),
  lock: text("the name of the lock"),
  as: text("the name of the item's variable"),
  startQuantity: number,
  completionQuantity: number,
  concurrency: number,
  max: parameter("a whole number from 1", (given) => Number.isSafeInteger(given) && Number(given) >= 1, "Write it without quotes."),
  version: number,
  schema,
  payload: schema,
  input: objectSchema,
  form: objectSchema,
  output: schema,
  groups: people,
  candidates: people,
  exclude: people,
  assignee: either(told("the person", "({ vars }) => vars.clerk"), text("the person")),
  businessKey: either(told("the key", "({ vars }) => vars.id"), text("the key")),
  ordering: oneOf("parallel", "sequential"),
  busy: oneOf("wait", "refuse"),
  remaining: oneOf("cancel", "finish"),
  zone: text("the name of a time zone"),
  gap: oneOf("skip", "after"),
  overlap: oneOf("first", "both"),
  missed: oneOf("once", "skip", "all"),
  compatibleWith: parameter("a list of versions", isVersions, "Write it as [1, 2]."),
  retryErrors: parameter(
    "a list of classes of typed errors",
    (given) => Array.isArray(given) && given.every(isErrorClass),
    "Write it as [Declined].",
  ),
  nonRetryable: parameter(
    "a list of classes of errors, or of their names",
    (given) => Array.isArray(given) && given.every((each) => isFunction(each) || typeof each === "string"),
    'Write it as [Declined, "AbortError"].',
  ),
  factor: number,
  jitter: number,
  until: told("a condition", "({ vars }) => …"),
  begin: told("the names to begin with", '() => ["name"]'),
  attempts: number,
  delay: duration,
  maxDelay: duration,
  key: code("the key", "(payload) => payload.id"),
  interrupting: yesOrNo,
  redacted: (given) => (Array.isArray(given) ? names(given) : yesOrNo(given)),
  saga: yesOrNo,
  sequential: yesOrNo,
  blocking: yesOrNo,
  withoutGateway: yesOrNo,
  link: yesOrNo,
  oneAtATime: yesOrNo,
  startable: yesOrNo,
  transactional: yesOrNo,
}

/** Options by their names. An unknown one is mistyped, and would be ignored without a word. */
export const options = (...known: ReadonlyArray<string>): Parameter => optionsBeside({}, ...known)

/** The same beside some that take here what they take nowhere else. */
export const optionsBeside =
  (own: Readonly<Record<string, Parameter>>, ...others: ReadonlyArray<string>): Parameter =>
  (given) => {
    if (given === undefined) return undefined
    const known = [...others, ...Object.keys(own)]
    if (!isFields(given)) return `takes options in braces, and was given ${shown(given)}. Options: ${known.join(", ")}.`
    for (const [name, value] of Object.entries(given)) {
      if (!known.includes(name)) return `has no option '${name}'. Options: ${known.join(", ")}.`
      const wrong = value === undefined ? undefined : (own[name] ?? optionValues[name])?.(value)
      if (wrong !== undefined) return `has an option '${name}' that ${wrong}`
    }
    return undefined
  }

/** What a join waits for. */
export const join: Parameter = (given) => {
  if (given === undefined || given === "parallel" || given === "inclusive") return undefined
  if (typeof given !== "object")
    return `takes what it waits for, and was given ${shown(given)}. Write it as "parallel", "inclusive" or { count: 2 }.`
  return optionsBeside({ count, when: told("a condition", "({ vars }) => …"), cancels: names }, "blocking")(given)
}

/** Options of which some have to be there. */
export const optionsWith =
  (needed: string, ...known: ReadonlyArray<string>): Parameter =>
  (given) => {
    if (isObject(given) && Reflect.get(given, needed) !== undefined) return options(needed, ...known)(given)
    return `needs the option '${needed}'. Options: ${[needed, ...known].join(", ")}.`
  }

/** The first parameter that is not what the method takes, as a sentence that says what to do; `undefined` if all are. */
export const problemOf = (method: string, parameters: ReadonlyArray<Parameter>, given: ReadonlyArray<unknown>): string | undefined => {
  for (const [at, wrong] of parameters.entries()) {
    const problem = wrong(given[at])
    if (problem !== undefined) return `'${method}(${callOf(at, given[0])})' ${problem}`
  }
  return undefined
}

const callOf = (at: number, first: unknown): string => {
  if (at === 0 || typeof first !== "string") return "…"
  return `${JSON.stringify(first)}, …`
}

const shown = (given: unknown): string => {
  if (given === undefined) return "nothing"
  if (given === null) return "null"
  if (given === "") return "an empty text"
  if (typeof given === "string") return `the text ${JSON.stringify(given)}`
  if (typeof given === "function") return "a function"
  if (Array.isArray(given)) return "a list"
  return typeof given === "object" ? "another object" : `${String(given)}`
}
