/**
 * What a delivery says to its instance, as a command.
 */
import type { Command, ErrorValue, Fault, Json, Value } from "@millrace/kernel"
import type { Submission } from "../instance/Hot.ts"
import type { DeliveryRow } from "../store/Rows.ts"

type MakeCommand = Submission["command"]
type MakeValue = Parameters<MakeCommand>[1]

/** The command of a delivery to an instance that is there: of all kinds but those that begin one. */
export const commandOf =
  (row: DeliveryRow): MakeCommand =>
  (now, value) => {
    const { kind, ref, name, source, payload } = row
    switch (kind) {
      case "message":
      case "signal":
        return { type: "ReceiveMessage", subscription: ref, message: source, payload: value(payload), now }
      case "childCompleted":
        return { type: "CompleteChild", child: ref, output: value(payload), now }
      case "childFailed":
        return { type: "FailChild", child: ref, failure: failureOf(payload, value), now }
      case "escalation":
        return { type: "ReceiveEscalation", child: ref, code: name, payload: value(payload), now }
      case "compensated":
        return { type: "CompleteChildCompensation", child: ref, now }
      case "compensate":
        return { type: "CompensateInstance", now }
      case "cancel":
        return { type: "CancelInstance", reason: JSON.parse(payload) as string, now }
      case "start":
      case "child":
        return startOf(row, value, now)
    }
  }

/** The begin of a called instance, or of one that a message, a signal or a time begins; `input` in the place of the payload. */
const startOf = ({ kind, name, payload }: DeliveryRow, value: MakeValue, now: number): Command =>
  kind === "child"
    ? { type: "StartInstance", input: value(payload), called: true, now }
    : { type: "StartInstance", input: value("{}"), start: name, payload: value(payload), now }

type StoredFailure = { readonly fault: Fault } | { readonly error: Omit<ErrorValue, "value"> & { readonly value: Json } }

const failureOf = (payload: string, value: MakeValue): { readonly error: ErrorValue } | { readonly fault: Fault } => {
  const failure = JSON.parse(payload) as StoredFailure
  if ("fault" in failure) return failure
  const fields: Value = value(JSON.stringify(failure.error.value))
  return { error: { ...failure.error, value: fields } }
}
