/**
 * When a message expires: at a moment that a `Date` can tell, in whole milliseconds.
 */

/** The last moment of a `Date`. */
const lastMoment = 8.64e15

export const expiryAt = (now: number, ttl: number): number => Math.min(lastMoment, now + Math.ceil(ttl))
