/**
 * Where a flow begins with an event, at run time: every method gives a chain that notes its event. The types of its
 * surface stand in `Events` and `ScopeEvents`.
 */
import type { Chain } from "./Chain.ts"
import type { DueSpec, ErrorSchema, Told, TriggerSpec } from "./Item.ts"
import { checkParameters, listenerParameters, starterParameters } from "./parameters.ts"
import { severalOf, type Waits } from "./several.ts"
import { type AnyEscalation, type AnyMessage, type AnySignal, afterKey, messageTrigger, noKey, type Rest, signalTrigger } from "./told.ts"

export class Listener {
  readonly of: string
  readonly #begin: (trigger: TriggerSpec) => Chain
  constructor(of: string, begin: (trigger: TriggerSpec) => Chain) {
    this.of = of
    this.#begin = begin
  }

  message(message: AnyMessage, ...rest: Rest): Chain {
    const [spec] = afterKey(message, rest, "by options")
    return this.#begin(messageTrigger(spec))
  }
  signal(signal: AnySignal): Chain {
    return this.#begin(signalTrigger(signal))
  }
  timer(due: DueSpec): Chain {
    return this.#begin({ type: "timer", due })
  }
  condition(holds: Told): Chain {
    return this.#begin({ type: "condition", holds })
  }
  error(error: ErrorSchema): Chain {
    return this.#begin({ type: "error", error })
  }
  escalation({ code, payload }: AnyEscalation): Chain {
    return this.#begin({ type: "escalation", code, payload })
  }
  any(events: (on: Waits) => unknown): Chain {
    return this.#begin(severalOf(this.of, events, false))
  }
  all(events: (on: Waits) => unknown): Chain {
    return this.#begin(severalOf(this.of, events, true))
  }
  anyError(): Chain {
    return this.#begin({ type: "error" })
  }
  anyEscalation(): Chain {
    return this.#begin({ type: "escalation" })
  }
  compensation(): Chain {
    return this.#begin({ type: "compensation" })
  }
}

type MakeInput = (payload: unknown) => unknown

/** Where a process begins with one of several events, or with all of them. */
export class Starter {
  readonly of: string
  readonly #begin: (trigger: TriggerSpec, more: { readonly input?: MakeInput; readonly keyIn?: MakeInput }) => Chain
  constructor(of: string, begin: (trigger: TriggerSpec, more: { readonly input?: MakeInput; readonly keyIn?: MakeInput }) => Chain) {
    this.of = of
    this.#begin = begin
  }
  message({ name, payload, key }: AnyMessage, input?: MakeInput): Chain {
    const keyIn = key === noKey ? {} : { keyIn: key }
    return this.#begin(messageTrigger({ name, payload }), { ...keyIn, ...(input === undefined ? {} : { input }) })
  }
  signal(signal: AnySignal, input?: MakeInput): Chain {
    return this.#begin(signalTrigger(signal), input === undefined ? {} : { input })
  }
}

checkParameters(Listener.prototype, listenerParameters, { prefix: "on.", of: ({ of }) => of })
checkParameters(Starter.prototype, starterParameters, { prefix: "on.", of: ({ of }) => of })
