/**
 * Subscribing: how something waits for a message or a signal.
 */
import { oneWait, type Plan } from "../Trigger.ts"
import { nextId } from "../Turn.ts"

/** Plans to wait for a message by its name and key, or for a signal by its name. */
export const subscribe = ({
  kind,
  name,
  key,
  stays,
}: {
  readonly kind: "message" | "signal"
  readonly name: string
  readonly key: string | undefined
  readonly stays: true | undefined
}): Plan =>
  oneWait((turn, owner) =>
    turn.emit({
      type: "SubscriptionOpened",
      subscription: nextId(turn),
      owner,
      kind,
      name,
      ...(key === undefined ? {} : { key }),
      ...(stays === undefined ? {} : { stays }),
      at: turn.now,
    }),
  )
