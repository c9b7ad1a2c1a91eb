/**
 * The row of an instance that is to begin.
 */
import type { DefinitionRow, InstanceRow } from "../store/Rows.ts"

type Given = Pick<InstanceRow, "key" | "id" | "startedAt"> & Partial<Pick<InstanceRow, "businessKey" | "inputDigest" | "parent" | "child">>

export const newRow = (definition: DefinitionRow, given: Given): InstanceRow => ({
  definition: definition.key,
  process: definition.id,
  version: definition.version,
  businessKey: null,
  status: "active",
  seq: 0,
  owner: null,
  inputDigest: null,
  endedAt: null,
  result: null,
  quarantine: null,
  parent: null,
  child: null,
  ...given,
})
