/**
 * The error of a start that lost against another one.
 */
import { EngineError } from "../EngineError.ts"
import type { PendingCommit } from "./PendingCommit.ts"

/** An instance of this id or business key exists. */
export const duplicateOf = ({ hot }: PendingCommit): EngineError =>
  new EngineError({
    code: "InstanceConflict",
    message: `An instance of ${hot.model.row.id} with the id '${hot.id}' or its business key exists already.`,
    process: hot.model.row.id,
    instance: hot.id,
  })
