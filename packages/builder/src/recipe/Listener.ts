/**
 * Where a flow begins with an event, at run time: every method gives a chain that notes its event. The types of its
 * surface stand in `Events` and `ScopeEvents`.
 */
import type { Chain } from "./Chain.ts"
import type { DueSpec, ErrorSchema, Told, TriggerSpec } from "./Item.ts"
import { checkParameters, listenerParameters } from "./parameters.ts"
import { type AnyEscalation, type AnyMessage, type AnySignal, afterKey, messageTrigger, type Rest, signalTrigger } from "./told.ts"

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
}

checkParameters(Listener.prototype, listenerParameters, { prefix: "on.", of: ({ of }) => of })
