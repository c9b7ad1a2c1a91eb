/**
 * Short texts for what messages are found by, so that stores have one column for each, whatever users choose as names,
 * keys and ids: indexes take texts of some length only.
 */
import { createHash } from "node:crypto"

const longest = 200

const shortened = (text: string): string => (text.length <= longest ? text : createHash("sha256").update(text).digest("base64url"))

/** What a message and those who wait for it have in common: its name and what it is correlated by. */
export const addressOf = (name: string, correlation: string | null): string => shortened(JSON.stringify([name, correlation]))

/** What starts of a definition that belong together have in common. */
export const groupOf = (definition: number, together: string): string => shortened(JSON.stringify([definition, together]))

/** What deliveries that begin an instance by one of such a group have in common, where they came with the same correlation. */
export const placeOf = (group: string, correlation: string | null): string => (correlation === null ? group : addressOf(group, correlation))

/** What duplicates of a message are known by: its name and its id. */
export const markOf = (name: string, messageId: string): string => shortened(JSON.stringify([name, messageId]))

/**
 * The end of the id of an instance that a message or a signal starts: the same for the same one, after the id of the
 * definition and a colon. It has one colon itself, so that no two of them can be taken for each other.
 */
export const startedBy = (name: string, id: string): string => `${part(name)}:${part(id)}`

const part = (text: string): string => {
  if (/^[\w.,@/+=-]{1,80}$/.test(text)) return text
  const readable = text.replace(/[^\w.,@/+=-]+/g, "-").slice(0, 40)
  return `${readable}~${createHash("sha256").update(JSON.stringify(text)).digest("base64url").slice(0, 22)}`
}

/** How long the id of a message is remembered: a day, or for as long as the message is kept. */
export const rememberedUntil = (expiresAt: number, createdAt: number): number => Math.max(expiresAt, createdAt + aDay)

const aDay = 86_400_000
