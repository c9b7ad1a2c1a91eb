/**
 * The error of a command that needs code this engine was not given.
 */
import { definitionName } from "@millrace/kernel"
import { EngineError } from "../EngineError.ts"
import { codeOf } from "../models/offersOf.ts"
import type { Hot } from "./Hot.ts"

/** Nothing has happened to the instance: another engine may do what this one cannot. */
export const codeNotHere = ({ id, model: { row } }: Pick<Hot, "id" | "model">, element?: string): EngineError =>
  new EngineError({
    code: "CodeNotHere",
    message:
      `Instance ${id} of ${definitionName(row)} needs code for this that the engine was not given. ` +
      `Ask an engine that was opened with ${codeOf(row)}.`,
    process: row.id,
    instance: id,
    ...(element === undefined ? {} : { element }),
  })
