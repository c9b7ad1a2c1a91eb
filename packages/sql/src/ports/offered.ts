/**
 * The term that leaves out rows of instances of other definitions than those an engine offers.
 */
import type { Param } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"

export interface Offered {
  /** Empty, or begins with AND. */
  readonly term: (table: string) => string
  readonly params: ReadonlyArray<Param>
}

const everything: Offered = { term: () => "", params: [] }

export const offeredOf = (dialect: Dialect, definitions: ReadonlyArray<number> | undefined): Offered =>
  definitions === undefined
    ? everything
    : {
        term: (table) => ` AND EXISTS (SELECT 1 FROM instances o WHERE o.key = ${table}.key AND ${dialect.among("o.definition")})`,
        params: [dialect.list(definitions)],
      }
