/**
 * Which message goes to whom, from what was found at the addresses of new messages and new subscriptions.
 */

export interface FreshMessage {
  readonly id: number
  readonly name: string
  readonly address: string
  readonly messageId: string
  readonly correlation: string | null
  /** What begins with it may be one of starts that belong together. */
  readonly grouped: boolean
}

/** What has not been held against the other side yet. */
export interface Fresh {
  readonly messages: ReadonlyArray<FreshMessage>
  readonly subscriptions: ReadonlyArray<{ readonly key: number; readonly id: number; readonly address: string }>
}

/** The oldest at one address: at most so many of each side. */
export interface Group {
  readonly most: number
  /** `until` is when one expired that has: it is for those who waited before. */
  readonly messages: Array<{ readonly id: number; readonly until?: number }>
  readonly subscriptions: Array<{ readonly key: number; readonly id: number; readonly stays: boolean; readonly since: number }>
}

export interface Pairs {
  /** In the order of messages. */
  readonly pairs: ReadonlyArray<{ readonly message: number; readonly key: number; readonly id: number }>
  /** New messages for which nobody waits. */
  readonly unclaimed: Fresh["messages"]
  /** New subscriptions for which there is nothing more. */
  readonly lonely: Fresh["subscriptions"]
  /** More could be given than was asked for. */
  readonly isCut: boolean
}

export const pairUp = (fresh: Fresh, groups: ReadonlyMap<string, Group>, limit: number): Pairs => {
  const pairs: Array<Pairs["pairs"][number]> = []
  const late = new Set<number>()
  for (const { messages, subscriptions } of groups.values()) {
    let place = 0
    for (const { id, until = Number.POSITIVE_INFINITY } of messages) {
      const waits = subscriptions[place]
      if (waits === undefined) break
      if (waits.since > until) {
        late.add(id)
        continue
      }
      pairs.push({ message: id, key: waits.key, id: waits.id })
      // One that stays gets all that come after, too.
      if (!waits.stays) place++
    }
  }
  pairs.sort((a, b) => a.message - b.message)
  const isCut = pairs.length > limit
  const given = new Set(pairs.map(({ message }) => message))
  const got = new Set(pairs.map(({ key, id }) => `${key}/${id}`))
  return {
    pairs: isCut ? pairs.slice(0, limit) : pairs,
    unclaimed: fresh.messages.filter(
      ({ id, address }) => !given.has(id) && (late.has(id) || isUsedUp(groups.get(address), "subscriptions")),
    ),
    lonely: isCut
      ? []
      : fresh.subscriptions.filter(({ key, id, address }) => {
          const group = groups.get(address)
          const stays = group?.subscriptions.some((each) => each.key === key && each.id === id && each.stays) === true
          return (stays || !got.has(`${key}/${id}`)) && isUsedUp(group, "messages")
        }),
    isCut,
  }
}

/** All that there are were found, and none of them goes on. */
const isUsedUp = (group: Group | undefined, side: "messages" | "subscriptions"): boolean =>
  group !== undefined && group[side].length < group.most && (side === "messages" || group.subscriptions.every(({ stays }) => !stays))
