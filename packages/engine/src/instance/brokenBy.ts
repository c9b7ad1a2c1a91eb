/**
 * The error of an instance on which `decide` threw.
 */
import { definitionName } from "@millrace/kernel"
import { EngineError } from "../EngineError.ts"
import { messageOf } from "../messageOf.ts"
import { withoutRedactedOf } from "../redaction.ts"
import type { Hot } from "./Hot.ts"

export const brokenBy = (hot: Hot, cause: unknown): EngineError =>
  new EngineError({
    code: "InstanceQuarantined",
    message:
      `Instance ${hot.id} of ${definitionName(hot.model.row)} could not be decided on: ${withoutRedactedOf(hot, messageOf(cause))}. ` +
      "This is a bug of Millrace or of a plugin. The instance takes no commands until its incident is retried.",
    process: hot.model.row.id,
    instance: hot.id,
  })
