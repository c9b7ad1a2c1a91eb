/**
 * The term that leaves out rows of instances in quarantine: few, and in an index of their own.
 */
export const notInQuarantine = (table: string): string =>
  `${table}.key NOT IN (SELECT q.key FROM instances q WHERE q.quarantine IS NOT NULL)`
