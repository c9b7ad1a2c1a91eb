/**
 * What became of one case of a conformance suite.
 */
export interface ConformanceRecord {
  readonly suite: "dmn" | "bpmn"
  /** The folder of the case below the folder of all cases, such as `compliance-level-3/0064-feel-conjunction`. */
  readonly folder: string
  readonly case: string
  readonly ok: boolean
  readonly expected: string
  readonly actual: string
  /** Why it failed. */
  readonly reason?: string
}

/** Passed and total, of all cases and of those that expect more than null. */
export interface Score {
  readonly passed: number
  readonly total: number
  /** An engine that always answers null would pass the others. */
  readonly passedValues: number
  readonly totalValues: number
}

/** The score of some cases. */
export const scoreOf = (records: ReadonlyArray<ConformanceRecord>): Score => {
  const values = records.filter(({ expected }) => expected !== "null")
  const passed = (some: ReadonlyArray<ConformanceRecord>): number => some.filter(({ ok }) => ok).length
  return { passed: passed(records), total: records.length, passedValues: passed(values), totalValues: values.length }
}

/** The cases by what a function says of them, in order. */
export const grouped = (
  records: ReadonlyArray<ConformanceRecord>,
  by: (record: ConformanceRecord) => string,
): ReadonlyMap<string, ReadonlyArray<ConformanceRecord>> => Map.groupBy(records, by)

/** The level of a case: the first part of its folder. */
export const levelOf = ({ folder }: ConformanceRecord): string => folder.split("/")[0] ?? folder
