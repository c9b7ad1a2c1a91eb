/**
 * Starting instances; naming one makes the start idempotent.
 */
import { canonicalJson, definitionName, digestOf, encodeText, hostileIn, scrubber } from "@millrace/kernel"
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import { EngineError } from "../EngineError.ts"
import { newRow } from "../instance/newRow.ts"
import { messageOf } from "../messageOf.ts"
import type { RegisteredModel } from "../models/Registry.ts"
import type { StoreError } from "../store/StoreError.ts"
import { checkOptionalName, checkOptionalText, takeOptions } from "./Argument.ts"
import { whileOpen } from "./ask.ts"
import type { KeyPool } from "./KeyPool.ts"
import { timeOrderedId } from "./timeOrderedId.ts"

export interface StartOptions {
  /** The instance's id: starting it again with the same input gives the same instance, with another input an error. */
  readonly id?: string
  /** What the business calls it, such as an order number: unique within the process, and idempotent like `id`. */
  readonly businessKey?: string
  /** The start event to begin with, by its id, where a process has several. */
  readonly at?: string
}

/** An instance that is in the store. */
export interface Started {
  readonly key: number
  readonly id: string
}

export const startInstance = (
  core: Core,
  keys: KeyPool,
  registered: RegisteredModel,
  input: unknown,
  given: StartOptions,
): Effect.Effect<Started, EngineError | StoreError> =>
  whileOpen(
    core,
    Effect.flatMap(takeOptions("engine.start", given), (options) => {
      const problem =
        checkOptionalName("The id of an instance", options.id) ??
        checkOptionalName("The business key", options.businessKey) ??
        checkOptionalText("The start event", options.at)
      if (problem !== undefined) return Effect.fail(problem)
      const text = inputText(registered, input, core.settings.maxValueLength)
      if (typeof text !== "string") return Effect.fail(text)
      const named = options.id !== undefined || options.businessKey !== undefined
      const digest = named ? digestOf(canonicalJson(JSON.parse(text))) : null
      const key = keys.take()
      const begun =
        key === undefined
          ? Effect.flatMap(keys.next(), (next) => begin(core, registered, next, text, digest, options))
          : begin(core, registered, key, text, digest, options)
      if (!named) return begun
      return Effect.catchIf(
        begun,
        (error) => error._tag === "EngineError" && error.code === "InstanceConflict",
        () => standing(core, registered, digest, options),
      )
    }),
  )

/** The JSON text of the input, checked by the process. */
const inputText = (registered: RegisteredModel, input: unknown, maxLength: number): string | EngineError => {
  const { model, row } = registered
  const name = definitionName(row)
  const invalid = (reason: string, code: "InputInvalid" | "ValueTooLarge" = "InputInvalid") =>
    new EngineError({
      code,
      message: `The input does not fit ${name}: ${withoutRedacted(registered, input, reason)}. Start it with what its input schema describes.`,
      process: name,
    })
  let encoded = input
  try {
    // The schema might let it pass, or drop it without a word.
    const hostile = hostileIn(input)
    if (hostile !== undefined) return invalid(hostile)
    if (model.input !== undefined) encoded = model.input.encode(input)
  } catch (cause) {
    return invalid(messageOf(cause))
  }
  const text = encodeText(encoded, maxLength)
  return typeof text === "string" ? text : invalid(text.reason, text.code)
}

/** What is said of an input, without the values of its redacted fields. */
const withoutRedacted = ({ decider, compiled }: RegisteredModel, input: unknown, text: string): string => {
  const names = decider.redactedNames?.(compiled) ?? []
  if (names.length === 0 || typeof input !== "object" || input === null) return text
  return scrubber(names.map((field) => (Object.hasOwn(input, field) ? Reflect.get(input, field) : undefined)))(text)
}

const begin = (
  core: Core,
  registered: RegisteredModel,
  key: number,
  text: string,
  inputDigest: string | null,
  options: StartOptions,
): Effect.Effect<Started, EngineError | StoreError> =>
  Effect.callback((resume) => {
    const startedAt = core.runtime.now()
    const id = options.id ?? timeOrderedId(startedAt)
    const { at, businessKey = null } = options
    const row = newRow(registered.row, { key, id, businessKey, inputDigest, startedAt })
    core.instances.begin(row, registered, {
      command: (now, value) => ({ type: "StartInstance", input: value(text), ...(at === undefined ? {} : { start: at }), now }),
      internal: false,
      reply: (answer) => {
        if (answer === "accepted") resume(Effect.succeed({ key, id }))
        else if (answer._tag !== "Rejection") resume(Effect.fail(answer))
        else {
          const code = answer.code === "StartNotFound" ? answer.code : "CommandRejected"
          resume(Effect.fail(new EngineError({ code, message: answer.message, process: row.process, instance: id })))
        }
      },
    })
  })

/** The instance that has the name already, if it was started with the same input. */
const standing = Effect.fnUntraced(function* (
  core: Core,
  registered: RegisteredModel,
  digest: string | null,
  { id, businessKey }: StartOptions,
) {
  const { instances } = core.store
  const process = registered.row.id
  const byId = id === undefined ? undefined : yield* instances.byId(id)
  const row = byId ?? (businessKey === undefined ? undefined : yield* instances.byBusinessKey(process, businessKey))
  const name = byId === undefined ? `the business key '${businessKey}'` : `the id '${id}'`
  if (
    row !== undefined &&
    row.inputDigest === digest &&
    row.process === process &&
    (id === undefined || row.id === id) &&
    (businessKey === undefined || row.businessKey === businessKey)
  ) {
    return { key: row.key, id: row.id }
  }
  return yield* new EngineError({
    code: "InstanceConflict",
    message:
      row === undefined
        ? `${name} was taken by an instance that is gone again: start anew.`
        : `An instance of ${definitionName({ id: row.process, version: row.version })} with ${name} exists (${row.id}) and was started otherwise: use another name, or the same input.`,
    process,
    ...(row === undefined ? {} : { instance: row.id }),
  })
})
