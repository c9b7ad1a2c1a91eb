/**
 * The link: a flow that is not drawn. The flow goes on from where the link is thrown to the one place in the same scope
 * where it is caught.
 *
 * BPMN 2.0.2 §10.5.5 (LinkEventDefinition).
 */
import { Schema } from "effect"
import { defineTrigger, type PreparedThrowTrigger, type PreparedTrigger } from "../Trigger.ts"

const fields = { link: Schema.String }

export const linkCaught = defineTrigger<typeof fields, PreparedTrigger>({
  type: "link",
  fields,
  prepare: ({ link }) => ({ link }),
})

export const linkThrow = defineTrigger<typeof fields, PreparedThrowTrigger>({
  type: "link",
  fields,
  prepare: ({ link }) => ({ link, throw: (_turn, _it, proceed) => proceed() }),
})
