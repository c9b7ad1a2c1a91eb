/**
 * An activity as a call of the builder: its work by the method that is called as it is, and what it says beside by `.step`,
 * `.each` and their like.
 */
import { key, quoted, read } from "./literal.ts"
import { capitals, constant, type Printing } from "./Printing.ts"
import { Inexpressible, type PrintedElement } from "./Structure.ts"
import { carried, messageOf } from "./triggers.ts"
import { assigned, dueOf, expressionOf, fieldsOf, json, valueGiven } from "./values.ts"
import { arrow, type CallOf, call, chain, object, type Written } from "./Written.ts"

/** The call, and that of its compensation. */
export const printActivity = (printing: Printing, element: PrintedElement): ReadonlyArray<CallOf> => {
  const { id, multiInstance, loop } = element
  const compensation = compensationOf(printing, element)
  const name = quoted(id)
  const many = fieldsOf(multiInstance)
  const again = fieldsOf(loop)
  if (element.type === "SubProcess" && multiInstance !== undefined && !isMapped(element) && many.output === undefined) {
    const [body, options] = scopeGiven(printing, element)
    return [
      call(...repeated(printing, name, many, "forEach", "times"), body, ...optionsGiven([...options, ...manyOptions(printing, many)])),
      ...compensation,
    ]
  }
  if (multiInstance !== undefined) {
    const work = one(printing, element, many.output)
    return [call(...repeated(printing, name, many, "each", "several"), work, ...optionsGiven(manyOptions(printing, many)))]
  }
  if (loop !== undefined) return [looped(printing, element, again)]
  if (isMapped(element)) return [call("step", name, one(printing, element))]
  const { name: method, given } = work(printing, element)
  return [call(method, name, ...given), ...compensation]
}

const isMapped = ({ inputs, outputs, spread }: PrintedElement): boolean =>
  inputs !== undefined || spread === true || (Array.isArray(outputs) && outputs.length > 0)

type Fields = ReadonlyArray<readonly [string, Written]>

const optionsGiven = (fields: Fields): ReadonlyArray<Written> => (fields.length === 0 ? [] : [object(fields)])

const repeated = (
  printing: Printing,
  name: string,
  { items, count }: Readonly<Record<string, unknown>>,
  each: string,
  several: string,
): readonly [string, ...ReadonlyArray<Written>] =>
  items === undefined ? [several, name, valueGiven(printing, count ?? { value: 0 })] : [each, name, carried(printing, items)]

const manyOptions = (printing: Printing, many: Readonly<Record<string, unknown>>): Fields => [
  ...(typeof many.item === "string" && many.item !== "item" ? [["as", quoted(many.item)] as const] : []),
  ...(many.sequential === true ? [["sequential", "true"] as const] : []),
  ...(typeof many.concurrency === "number" ? [["concurrency", String(many.concurrency)] as const] : []),
  ...(many.completion === undefined ? [] : [["until", expressionOf(printing, many.completion)] as const]),
  ...(many.remaining === "finish" ? [["remaining", quoted("finish")] as const] : []),
]

/** `until` is asked after each run, and says the opposite of what the document says. */
const looped = (printing: Printing, element: PrintedElement, { condition, before, max }: Readonly<Record<string, unknown>>): CallOf => {
  const most = typeof max === "number" ? [["max", String(max)] as const] : []
  const name = quoted(element.id)
  const doing = one(printing, element)
  if (before === true)
    return call(
      "asLongAs",
      name,
      condition === undefined ? arrow("()", "true") : expressionOf(printing, condition),
      doing,
      ...optionsGiven(most),
    )
  return call(
    "again",
    name,
    doing,
    ...optionsGiven([...(condition === undefined ? [] : [["while", expressionOf(printing, condition)] as const]), ...most]),
  )
}

/** `(one) => one.given(…).userTask(…).spread()`. */
const one = (printing: Printing, element: PrintedElement, gives?: unknown): Written => {
  const { inputs, outputs, spread, scope } = element
  const given = assignments(printing, inputs, "variable")
  const into = assignments(printing, outputs, "variable")
  return arrow(
    "(one)",
    chain("one", [
      ...(given === undefined ? [] : [call("given", given)]),
      work(printing, element),
      ...(gives === undefined ? [] : [call("gives", expressionOf(printing, gives))]),
      ...(into === undefined ? [] : [call("into", into)]),
      ...(spread === true ? [scope === undefined ? call("spread") : call("spread", quoted("process"))] : []),
      ...compensationOf(printing, element),
    ]),
  )
}

const assignments = (printing: Printing, list: unknown, name: string): Written | undefined => {
  if (!Array.isArray(list) || list.length === 0) return undefined
  const all = list.map(fieldsOf)
  const [only] = all
  if (all.length === 1 && only !== undefined && only.value === undefined) return quoted(String(only[name]))
  return object(
    all.map(
      (one) => [key(String(one[name])), one.value === undefined ? arrow("({ value })", "value") : assigned(printing, one.value)] as const,
    ),
  )
}

/** What every activity can be told. */
const common = ({ name, mutex, startQuantity, completionQuantity }: PrintedElement): Fields => [
  ...(typeof name === "string" ? [["name", quoted(name)] as const] : []),
  ...(typeof mutex === "string" ? [["lock", quoted(mutex)] as const] : []),
  ...(typeof startQuantity === "number" ? [["startQuantity", String(startQuantity)] as const] : []),
  ...(typeof completionQuantity === "number" ? [["completionQuantity", String(completionQuantity)] as const] : []),
]

const jobFields = ["timeout", "heartbeat", "retry", "concurrency", "transactional"]
const jobOptions = (element: PrintedElement): Fields =>
  jobFields.flatMap((name) => (element[name] === undefined ? [] : [[name, json(element[name])] as const]))

/** The method of the work, and what it is given behind the id. */
const work = (printing: Printing, element: PrintedElement): CallOf => {
  const { id, type, handler, message, key: messageKey, payload, ttl } = element
  const rest = common(element)
  switch (type) {
    case "Task":
      return call("task", ...optionsGiven(rest))
    case "ManualTask":
      return call("manualTask", ...optionsGiven(rest))
    case "UserTask":
      return call("userTask", ...optionsGiven([...rest, ...personOptions(printing, element)]))
    case "ServiceTask":
      return call("serviceTask", handlerOf(printing, id), ...optionsGiven([...rest, ...jobOptions(element)]))
    case "SendTask": {
      if (handler !== undefined) return call("sendBy", handlerOf(printing, id), ...optionsGiven([...rest, ...jobOptions(element)]))
      const options: Fields = [
        ...rest,
        ...(messageKey === undefined ? [] : [["key", valueGiven(printing, messageKey)] as const]),
        ...(ttl === undefined ? [] : [["ttl", valueGiven(printing, ttl)] as const]),
      ]
      return call(
        "send",
        messageOf(printing, message),
        ...(payload === undefined ? [] : [carried(printing, payload)]),
        ...optionsGiven(options),
      )
    }
    case "ReceiveTask":
      return call(
        "receive",
        messageOf(printing, message),
        ...(messageKey === undefined ? [] : [valueGiven(printing, messageKey)]),
        ...optionsGiven(rest),
      )
    case "BusinessRuleTask":
      return call("decide", expressionOf(printing, element.decision), ...optionsGiven(rest))
    case "ScriptTask":
      return call("script", assignments(printing, element.assignments, "variable") ?? "{}", ...optionsGiven(rest))
    case "CallActivity":
      return called(printing, element, rest)
    case "SubProcess":
    case "Transaction": {
      const [body, options] = scopeGiven(printing, element)
      return call(type === "SubProcess" ? "subProcess" : "transaction", body, ...optionsGiven(options))
    }
    case "AdHocSubProcess":
      return call("adHoc", printing.inner.steps(printing, id), ...optionsGiven([...rest, ...adHocOptions(printing, element)]))
    default:
      throw new Inexpressible(`'${id}' is a ${type}`)
  }
}

const scopeGiven = (printing: Printing, element: PrintedElement): readonly [Written, Fields] => [
  arrow("(b)", printing.inner.chain(printing, element.id)),
  [...common(element), ...(element.saga === true ? [["saga", "true"] as const] : [])],
]

const personOptions = (printing: Printing, { assignee, groups, candidates, excluded, due }: PrintedElement): Fields => [
  ...(assignee === undefined ? [] : [["assignee", valueGiven(printing, assignee)] as const]),
  ...(groups === undefined ? [] : [["groups", Array.isArray(groups) ? json(groups) : valueGiven(printing, groups)] as const]),
  ...(candidates === undefined ? [] : [["candidates", valueGiven(printing, candidates)] as const]),
  ...(excluded === undefined ? [] : [["exclude", valueGiven(printing, excluded)] as const]),
  ...(due === undefined ? [] : [["due", dueOf(printing, due)] as const]),
]

const adHocOptions = (printing: Printing, { saga, ordering, busy, completion, remaining, activate }: PrintedElement): Fields => [
  ...(saga === true ? [["saga", "true"] as const] : []),
  ...(activate === undefined ? [] : [["begin", expressionOf(printing, activate)] as const]),
  ...(ordering === "sequential" ? [["ordering", quoted("sequential")] as const] : []),
  ...(busy === "refuse" ? [["busy", quoted("refuse")] as const] : []),
  ...(completion === undefined ? [] : [["until", expressionOf(printing, completion)] as const]),
  ...(remaining === "finish" ? [["remaining", quoted("finish")] as const] : []),
]

const called = (printing: Printing, { process, input, version, businessKey, spread }: PrintedElement, rest: Fields): CallOf => {
  const { value } = fieldsOf(process)
  if (typeof value !== "string") throw new Inexpressible("the process that is called is found by an expression")
  printing.imports.add("processRef").add("Schema")
  const isEmpty = Object.keys(fieldsOf(fieldsOf(input).value)).length === 0 && "value" in fieldsOf(input)
  const takes = isEmpty ? "Schema.Struct({})" : input === undefined ? "Schema.ObjectKeyword" : "Schema.Json"
  // What becomes variables field by field is an object.
  const gives = spread === true ? "Schema.Struct({})" : "Schema.Json"
  const ref = `const $ = processRef(${quoted(value)}, { input: ${takes}, output: ${gives} })`
  const options: Fields = [
    ...rest,
    ...(typeof version === "number" ? [["version", String(version)] as const] : []),
    ...(businessKey === undefined ? [] : [["businessKey", valueGiven(printing, businessKey)] as const]),
  ]
  const given = isEmpty
    ? options.length === 0
      ? []
      : ["undefined"]
    : [input === undefined ? arrow("({ vars })", "vars") : carried(printing, input)]
  return call("call", constant(printing, capitals(value, "Process"), "Process", ref), ...given, ...optionsGiven(options))
}

const handlerOf = (printing: Printing, id: string): string => {
  printing.handlers.add(id)
  return read("handlers", id)
}

/** How an activity is undone: by a handler, or by another activity. */
const compensationOf = (printing: Printing, { id }: PrintedElement): ReadonlyArray<CallOf> => {
  const { handler } = fieldsOf(printing.structure.compensated(id)?.trigger)
  if (typeof handler !== "string") return []
  const element = printing.structure.element(handler)
  if (element.type === "ServiceTask" && !isMapped(element)) return [call("compensate", ...work(printing, element).given)]
  return [call("compensateBy", one(printing, element))]
}
