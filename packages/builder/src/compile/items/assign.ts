/** `variable`, `set` and `update`: script tasks. */
import type { Codec } from "@millrace/kernel"
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { AssignItem, Assignment } from "../../recipe/Item.ts"
import type { DraftFlow } from "../Draft.ts"
import type { Site } from "../Site.ts"

export const compileAssign = (item: AssignItem, site: Site): DraftFlow => {
  const { draft, place, from } = site
  const [first, ...others] = item.assignments
  const id = draft.freeId(place.scope, item.how === "update" ? `${first.variable}:update` : first.variable)
  const assignments = item.assignments.map((assignment) =>
    item.how === "update" ? update(assignment, id, site) : declare(assignment, id, site),
  )
  const name = others.length === 0 ? {} : { name: item.assignments.map((assignment) => assignment.variable).join(", ") }
  return draft.flow(draft.append(from, place.scope, { id, type: "ScriptTask", ...name, assignments }))
}

/** A variable that is new in this scope. */
const declare = (assignment: Assignment, id: string, site: Site): object => {
  const { variable, schema } = assignment
  const { draft, place } = site
  if (assignment.redacted === true) place.scope.redact(variable)
  const codec = schema === undefined ? undefined : jsonCodec(schema)
  if (!place.scope.declare(variable, codec?.plain === false ? codec : undefined)) {
    draft.problem(
      "VariableSchemasDiffer",
      place.scope.idOf(variable),
      `branches set '${variable}' with different schemas.`,
      "Give it the same schema in each of them, or two names.",
    )
  }
  return { variable, value: expressionOf(assignment, id, site, () => codec), declare: true }
}

/** Another value of a variable, wherever it was declared, and written as it was there. */
const update = (assignment: Assignment, id: string, site: Site): object => ({
  variable: assignment.variable,
  value: expressionOf(assignment, id, site, () => site.place.scope.codecOf(assignment.variable)),
})

const expressionOf = ({ variable, value }: Assignment, id: string, site: Site, codec: () => Codec | undefined): unknown => {
  if ("code" in value) return site.draft.bindCode(site.place.scope, id, "value", value.code, (raw) => encode(raw, codec()))
  try {
    return { value: encode(value.fixed, codec()) ?? null }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const element = site.place.scope.idOf(id)
    site.draft.problem(
      "InvalidValue",
      element,
      `the value of '${variable}' is not what its schema describes: ${reason}.`,
      "Mend the value or the schema.",
    )
    return { value: null }
  }
}

const encode = (value: unknown, codec: Codec | undefined): unknown => (codec === undefined ? value : codec.encode(value))
