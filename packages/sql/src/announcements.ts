/**
 * Announcements as the short messages that a database carries between engines: cut where one would be too long.
 */
import type { Announcement } from "@millrace/engine/store"

/** What is heard when messages may have been lost: look for whatever there is. */
export const look: Announcement = { work: true, mail: true, changed: [], ended: [] }

/** Digits of a key, and the comma. */
const keyLength = 17

/** An announcement as messages of at most `longest` bytes. */
export const messagesOf = ({ work, mail = false, changed, ended }: Announcement, longest: number): ReadonlyArray<string> => {
  const most = Math.max(1, Math.floor((longest - 60) / keyLength))
  const messages: Array<string> = []
  const all = [...changed.map((key) => ({ key, gone: false })), ...ended.map((key) => ({ key, gone: true }))]
  for (let from = 0; from < all.length || from === 0; from += most) {
    const part = all.slice(from, from + most)
    const keys = (gone: boolean) => part.flatMap((one) => (one.gone === gone ? [one.key] : []))
    const first = from === 0
    messages.push(JSON.stringify({ work: work && first, ...(mail && first ? { mail } : {}), changed: keys(false), ended: keys(true) }))
  }
  return messages
}

/** What a message says; what nobody can read says that there is something to look for. */
export const readMessage = (message: string): Announcement => {
  try {
    const { work, mail, changed, ended } = JSON.parse(message) as Announcement
    return { work, ...(mail === true ? { mail } : {}), changed, ended }
  } catch {
    return look
  }
}
