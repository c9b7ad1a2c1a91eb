/**
 * What a handler's failure is written down as: a typed error is a result, everything else a fault.
 */
import { encodeText, type Fault, type FaultCode } from "@millrace/kernel"
import { Cause, Schema } from "effect"
import { EngineError } from "../EngineError.ts"
import { messageOf, storable } from "../messageOf.ts"

/** A failure as far as it is known outside a decision: the error's fields are still JSON text. */
export type JobFailure =
  | { readonly error: { readonly code: string; readonly message: string; readonly text: string } }
  | { readonly fault: Fault }

/** Whatever a handler threw, or its Promise rejected with. Typed errors are those of schema classes that are not the engine's own, of at most so many bytes of JSON. */
export const failureOfThrown = (thrown: unknown, maxLength: number): JobFailure =>
  total(() =>
    isTagged(thrown) && !(thrown instanceof EngineError) && schemaOf(thrown) !== undefined ? typedError(thrown, maxLength) : fault(thrown),
  )

/** The cause of an Effect's failure: every failure with a `_tag` is a typed error. */
export const failureOfCause = (cause: Cause.Cause<unknown>, maxLength: number): JobFailure =>
  total(() => {
    const failed = cause.reasons.find(Cause.isFailReason)
    if (failed !== undefined && isTagged(failed.error)) return typedError(failed.error, maxLength)
    if (Cause.hasInterruptsOnly(cause)) return faultOf("HandlerFailed", "the handler's Effect was interrupted from within")
    return fault(Cause.squash(cause))
  })

/** Getters and proxies throw when they are looked at: that is a failure like any other. */
const total = (look: () => JobFailure): JobFailure => {
  try {
    return look()
  } catch (cause) {
    return faultOf("HandlerFailed", `the handler threw what cannot be looked at: ${messageOf(cause)}`)
  }
}

export const faultOf = (code: FaultCode, message: string): JobFailure => ({ fault: { code, message } })

interface Tagged {
  readonly _tag: string
}

const isTagged = (value: unknown): value is Tagged =>
  typeof value === "object" && value !== null && "_tag" in value && typeof value._tag === "string"

type Encode = (error: unknown) => unknown
const encoders = new WeakMap<object, Encode>()

/** The encoder of an error's class, if that is a schema. */
const schemaOf = (error: object): Encode | undefined => {
  const errorClass: unknown = error.constructor
  if (typeof errorClass !== "function" || !Schema.isSchema(errorClass)) return undefined
  let encode = encoders.get(errorClass)
  if (encode === undefined) {
    encode = Schema.encodeUnknownSync(Schema.toCodecJson(errorClass as Schema.Top as Schema.Codec<unknown>))
    encoders.set(errorClass, encode)
  }
  return encode
}

const typedError = (error: Tagged, maxLength: number): JobFailure => {
  let fields: unknown
  try {
    fields = schemaOf(error)?.(error) ?? plainFields(error)
  } catch (cause) {
    return faultOf("ResultNotStorable", `the error ${error._tag} does not fit its own schema: ${messageOf(cause)}`)
  }
  const text = encodeText(fields, maxLength)
  if (typeof text !== "string") return faultOf(text.code ?? "ResultNotStorable", `the error ${error._tag} cannot be stored: ${text.reason}`)
  return { error: { code: error._tag, message: tagged(error), text } }
}

/** An error without a schema is told by those of its fields that are JSON: a `cause`, say, is not. */
const plainFields = (error: Tagged): unknown => ({
  ...Object.fromEntries(Object.entries(error).filter(([, field]) => typeof encodeText(field) === "string")),
  _tag: error._tag,
})

const tagged = (error: Tagged): string =>
  "message" in error && typeof error.message === "string" && error.message !== "" ? storable(error.message) : error._tag

const fault = (thrown: unknown): JobFailure => {
  if (!(thrown instanceof Error)) return faultOf("HandlerFailed", `the handler threw what is not an Error: ${messageOf(thrown)}`)
  // Anybody can set anything as the name or the stack of an error.
  const { name, stack }: { readonly name: unknown; readonly stack?: unknown } = thrown
  return {
    fault: {
      code: "HandlerFailed",
      message: messageOf(thrown),
      ...(typeof name === "string" ? { name: storable(name) } : {}),
      ...(typeof stack === "string" ? { stack: storable(stack.split("\n").slice(0, 12).join("\n")) } : {}),
    },
  }
}
