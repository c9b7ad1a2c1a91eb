/**
 * Several triggers, and several things that are told, at run time: what `(on) => [on.message(…)]` and
 * `(to) => [to.signal(…)]` are called with. The types of their surface stand in `surface/Triggers`.
 */
import { foreignFlow } from "../errors.ts"
import type { DueSpec, ErrorSchema, SendItem, TellSpec, Told, TriggerSpec } from "./Item.ts"
import { isExpression } from "./Parameter.ts"
import { checkParameters, tellsParameters, waitsParameters } from "./parameters.ts"
import { type AnyEscalation, type AnyMessage, type AnySignal, afterKey, messageTrigger, noKey, type Rest, signalTrigger } from "./told.ts"

/** Who says the keys of messages. */
type Keyed = "each" | "nobody" | "by the first"

/** What can be waited for, beside other things. */
export class Waits {
  readonly of: string
  /** Where a process starts, messages are told apart by their names alone; those that come later, by the key of the first. */
  readonly #keyed: Keyed
  constructor(of: string, keyed: Keyed) {
    this.of = of
    this.#keyed = keyed
  }
  message(message: AnyMessage, ...rest: Rest): TriggerSpec {
    if (this.#keyed !== "each") {
      const trigger = messageTrigger({ name: message.name, payload: message.payload })
      return this.#keyed === "by the first" && message.key !== noKey ? { ...trigger, keyIn: message.key } : trigger
    }
    return messageTrigger(afterKey(message, rest, "by options")[0])
  }
  signal(signal: AnySignal): TriggerSpec {
    return signalTrigger(signal)
  }
  timer(due: DueSpec): TriggerSpec {
    return { type: "timer", due }
  }
  condition(holds: Told): TriggerSpec {
    return { type: "condition", holds }
  }
  error(error: ErrorSchema): TriggerSpec {
    return { type: "error", error }
  }
  escalation({ code, payload }: AnyEscalation): TriggerSpec {
    return { type: "escalation", code, payload }
  }
  cancel(): TriggerSpec {
    return { type: "cancel" }
  }
}

/** What can be told. */
export class Tells {
  readonly of: string
  constructor(of: string) {
    this.of = of
  }
  message(message: SendItem["message"], ...rest: Rest): TellSpec {
    const [payload, options = {}] = payloadFirst<SendItem["options"]>(rest)
    return { type: "message", sent: { message, options, ...(payload === undefined ? {} : { payload }) } }
  }
  signal({ name, payload: codec }: AnySignal, payload?: Told): TellSpec {
    return { type: "signal", name, codec, ...(payload === undefined ? {} : { payload }) }
  }
  escalation({ code, payload: codec }: AnyEscalation, payload?: Told): TellSpec {
    return { type: "escalation", code, codec, ...(payload === undefined ? {} : { payload }) }
  }
  rollback(only?: string): TellSpec {
    return { type: "compensation", ...(only === undefined ? {} : { only }) }
  }
}

checkParameters(Waits.prototype, waitsParameters, { prefix: "on.", of: ({ of }) => of })
checkParameters(Tells.prototype, tellsParameters, { prefix: "to.", of: ({ of }) => of })

/** What stands behind a message that is sent: its payload, where it carries one, and options. */
export const payloadFirst = <Options>(rest: Rest): readonly [Told?, Options?] =>
  (typeof rest[0] === "function" || isExpression(rest[0]) ? rest : [undefined, ...rest]) as never

/** The events that are waited for together: one of them, or all. */
export const severalOf = (of: string, events: (on: Waits) => unknown, all: boolean, keyed: Keyed = "each"): TriggerSpec => {
  const triggers = listOf<TriggerSpec>(events(new Waits(of, keyed)))
  const [only] = triggers
  if (only === undefined)
    throw foreignFlow(of, `'${of}' waits for nothing: give back the list of its events, as (on) => [on.message(…), on.timer("1 day")].`)
  return triggers.length === 1 && !all ? only : { type: "several", all, triggers }
}

/** What is told together. */
export const toldBy = (of: string, tell: (to: Tells) => unknown): ReadonlyArray<TellSpec> => {
  const told = tell(new Tells(of))
  if (Array.isArray(told)) return listOf<TellSpec>(told)
  throw foreignFlow(
    of,
    `'${of}' gives back something else than a list of what it tells: write it as (to) => [to.message(…), to.signal(…)].`,
  )
}

/** What the methods above gave; anything else in the list is none of it. */
const listOf = <T extends object>(given: unknown): ReadonlyArray<T> =>
  Array.isArray(given) ? given.filter((one: unknown): one is T => typeof one === "object" && one !== null && "type" in one) : []
