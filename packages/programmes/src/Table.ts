/**
 * A table on the terminal, printed row by row as the rows come in.
 */
export interface Column<Row> {
  readonly title: string
  /** At least so many characters. */
  readonly width: number
  readonly cell: (row: Row) => string
  readonly align?: "left"
}

const line = <Row>(columns: ReadonlyArray<Column<Row>>, cell: (column: Column<Row>) => string): string =>
  columns
    .map((column) => {
      const width = Math.max(column.width, column.title.length)
      return column.align === "left" ? cell(column).padEnd(width) : cell(column).padStart(width)
    })
    .join("  ")
    .trimEnd()

/** The line above the rows. */
export const headOf = <Row>(columns: ReadonlyArray<Column<Row>>): string => line(columns, ({ title }) => title)

export const rowOf = <Row>(columns: ReadonlyArray<Column<Row>>, row: Row): string => line(columns, ({ cell }) => cell(row))
