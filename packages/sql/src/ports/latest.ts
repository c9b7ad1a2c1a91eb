/**
 * The terms that leave out definitions of which there is a later version or revision.
 */

const isLater = (id: string, version: string, key: string): string =>
  `EXISTS (SELECT 1 FROM definitions l WHERE l.id = ${id} AND (l.version > ${version} OR (l.version = ${version} AND l.key > ${key})))`

/** Of rows of `definitions`. */
export const latest = (table: string): string => `NOT ${isLater(`${table}.id`, `${table}.version`, `${table}.key`)}`

/** Of rows of `schedules`. */
export const latestSchedule = (table: string): string => `NOT ${isLater(`${table}.process`, `${table}.version`, `${table}.definition`)}`
