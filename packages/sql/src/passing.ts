/**
 * Rows of a batch, without those of instances that were left out.
 */

export const passing = <Row extends { readonly key: number }>(
  rows: ReadonlyArray<Row>,
  out: ReadonlySet<number> | undefined,
): ReadonlyArray<Row> => (out === undefined ? rows : rows.filter((row) => !out.has(row.key)))

/** The same for what instances send. */
export const passingFrom = <Row extends { readonly from: number }>(
  rows: ReadonlyArray<Row>,
  out: ReadonlySet<number> | undefined,
): ReadonlyArray<Row> => (out === undefined ? rows : rows.filter((row) => !out.has(row.from)))
