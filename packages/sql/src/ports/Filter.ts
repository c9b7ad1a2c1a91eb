/**
 * The WHERE of a list: what was asked for, and nothing else. Values are always parameters.
 */
import type { Param } from "../Database.ts"

export interface Filter {
  readonly where: string
  readonly params: ReadonlyArray<Param>
}

/** Terms that all have to hold; those without a value are left out. */
export const allOf = (...terms: ReadonlyArray<readonly [term: string, value: Param | undefined | ReadonlyArray<Param>]>): Filter => {
  const asked = terms.filter(([, value]) => value !== undefined)
  return {
    where: asked.length === 0 ? "1 = 1" : asked.map(([term]) => term).join(" AND "),
    params: asked.flatMap(([, value]) => value ?? []),
  }
}
