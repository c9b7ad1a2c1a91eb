/**
 * Points in time, as the graph has them: text, or code that gives text.
 */
import type { DueSpec } from "../recipe/Item.ts"
import type { Draft } from "./Draft.ts"
import type { Scope } from "./Scope.ts"

/** A `Due` of the graph format. */
export const due = (draft: Draft, scope: Scope, element: string, spec: DueSpec): unknown =>
  typeof spec === "function" ? draft.bindCode(scope, element, "due", spec, isoText) : { value: isoText(spec) }

const isoText = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)
