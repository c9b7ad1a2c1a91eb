/**
 * Now, for leases: by the database's clock where several machines share it, else the caller's.
 */
import type { Param } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"

export interface Now {
  readonly text: string
  readonly params: (callers: number) => ReadonlyArray<Param>
}

export const nowOf = ({ clock }: Dialect): Now =>
  clock === undefined ? { text: "CAST(? AS BIGINT)", params: (callers) => [callers] } : { text: clock, params: () => [] }
