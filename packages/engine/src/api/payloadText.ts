/**
 * What somebody sends or sets from outside, as JSON text: checked by the codec of its type, where it has one.
 */
import { type Codec, encodeText, hostileIn } from "@millrace/kernel"
import { Effect } from "effect"
import { EngineError } from "../EngineError.ts"
import { messageOf } from "../messageOf.ts"

/** `what` begins the sentence that says what is wrong: `The payload of 'paid'`. */
export const payloadText = (
  what: string,
  payload: unknown,
  codec: Codec | undefined,
  maxLength: number,
): Effect.Effect<string, EngineError> => {
  const invalid = (reason: string, code: "PayloadInvalid" | "ValueTooLarge" = "PayloadInvalid") =>
    Effect.fail(new EngineError({ code, message: `${what} does not fit: ${reason}.` }))
  let encoded: unknown
  try {
    // The schema might let it pass, or drop it without a word.
    const hostile = hostileIn(payload)
    if (hostile !== undefined) return invalid(hostile)
    encoded = codec === undefined ? payload : codec.encode(payload)
  } catch (cause) {
    return invalid(messageOf(cause))
  }
  const text = encodeText(encoded, maxLength)
  return typeof text === "string" ? Effect.succeed(text) : invalid(text.reason, text.code)
}
