/**
 * Makes the graph and the table of code of a whole process.
 */
import type { Codec, Handler } from "@millrace/kernel"
import { jsonCodec } from "../codec/jsonCodec.ts"
import type { AnySchema, Recipe } from "../recipe/Item.ts"
import { compileRecipe } from "./compileRecipe.ts"
import { Draft, type Finished } from "./Draft.ts"
import { Scope } from "./Scope.ts"

/** What a process says before its first step. */
export interface ProcessHead {
  readonly id: string
  readonly version: number
  readonly input?: AnySchema
  readonly saga: boolean
  readonly startable?: boolean
  readonly redacted?: ReadonlyArray<string>
  readonly compatibleWith?: ReadonlyArray<number>
}

/** Compiles a recipe; what is wrong with it stands in `problems`. */
export const compileProcess = (head: ProcessHead, recipe: Recipe, mocks: Readonly<Record<string, Handler>> = {}): Finished => {
  const draft = new Draft(head, mocks)
  if (!Number.isSafeInteger(head.version) || head.version < 1) {
    draft.problem(
      "InvalidVersion",
      undefined,
      `the version ${head.version} is not a whole number from 1.`,
      "Count versions 1, 2, 3 and so on.",
    )
  }
  if (typeof head.id !== "string" || !/^[^\s\0/:@]{1,200}$/.test(head.id)) {
    const shown = String(head.id).slice(0, 200)
    draft.problem(
      "InvalidName",
      undefined,
      `'${shown}' cannot be the id of a process.`,
      "Leave out spaces, '/', ':' and '@'; 200 characters at most.",
    )
  }
  const scope = new Scope()
  if (head.input !== undefined) declareInput(head.input, scope, draft)
  redactInput(head, scope, draft)
  // Where it begins by a condition, there is no other way to begin it by hand.
  const conditional = recipe.some((item) => item.kind === "start" && item.trigger.type === "condition")
  const from =
    conditional || head.startable === false ? { from: "start" } : draft.flow(draft.add(scope, { id: "start", type: "StartEvent" }))
  const open = compileRecipe(draft, recipe, { scope, at: "", labels: new Map() }, from)
  if (open !== undefined) draft.append(open, scope, { id: "end", type: "EndEvent" })
  return draft.finish({ saga: head.saga, ...scope.redacted })
}

/** Every field of the input is a variable, to be read by the field's own schema. */
const declareInput = (schema: AnySchema, scope: Scope, draft: Draft): void => {
  if (jsonCodec(schema).plain) return
  const fields = "fields" in schema ? (schema.fields as Readonly<Record<string, AnySchema>>) : undefined
  if (fields === undefined) {
    draft.problem(
      "InputNotByField",
      undefined,
      "the input is not plain JSON, and its schema has no fields.",
      "Make it a Schema.Struct, or give its parts schemas of plain JSON.",
    )
    return
  }
  for (const [name, field] of Object.entries(fields)) {
    const codec = jsonCodec(field)
    scope.declare(name, codec.plain ? undefined : codec)
  }
}

/** A name that is none would leave a value in the open without a word. */
const redactInput = ({ redacted = [], input }: ProcessHead, scope: Scope, draft: Draft): void => {
  const fields = input !== undefined && "fields" in input ? Object.keys(Object(input.fields)) : undefined
  for (const name of redacted) {
    if (input !== undefined && fields?.includes(name) !== false) scope.redact(name)
    else
      draft.problem(
        "InvalidName",
        undefined,
        `'redacted' names '${name}', which is no field of the input.`,
        `Fields: ${fields?.join(", ") || "none"}. Steps and variables have an option 'redacted' of their own.`,
      )
  }
}

/** Checks and encodes what `start` is given. A process without input takes nothing. */
export const inputCodec = (head: ProcessHead): Codec => (head.input === undefined ? nothing(head.id) : jsonCodec(head.input))

const nothing = (id: string): Codec => {
  const empty = (value: unknown) => {
    // A date, a Map or a promise has no fields either, and was not meant to be nothing.
    const isEmpty = Object.prototype.toString.call(value) === "[object Object]" && Object.keys(Object(value)).length === 0
    if (value === undefined || value === null || isEmpty) return {}
    throw new Error(`Process '${id}' takes no input: start it with {}, or give it an input schema.`)
  }
  return { encode: empty, decode: empty }
}
