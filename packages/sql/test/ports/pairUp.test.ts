import { describe, expect, it } from "vitest"
import { type Group, pairUp } from "../../src/ports/pairUp.ts"

const address = "a"
const message = (id: number) => ({ id, name: "paid", address, messageId: String(id), correlation: null, grouped: false })
const subscription = (key: number) => ({ key, id: 1, address })
const group = (most: number, ids: ReadonlyArray<number>, keys: ReadonlyArray<number>, staying: ReadonlyArray<number> = []) => {
  const messages = ids.map((id): Group["messages"][number] => ({ id }))
  const subscriptions = keys.map((key) => ({ key, id: 1, stays: staying.includes(key), since: key * 10 }))
  return new Map([[address, { most, messages, subscriptions }]])
}
const idsOf = (rows: ReadonlyArray<{ readonly id: number }>) => rows.map(({ id }) => id)

describe("who gets which message", () => {
  it("the oldest message goes to who has waited longest, also where neither is new", () => {
    const { pairs, unclaimed, lonely } = pairUp({ messages: [message(9)], subscriptions: [] }, group(1, [3], [7]), 10)
    expect(pairs).toEqual([{ message: 3, key: 7, id: 1 }])
    // There may be more who wait: the new one is looked at again.
    expect([unclaimed, lonely]).toEqual([[], []])
  })

  it("one that stays gets all that come, and nobody behind it anything", () => {
    const { pairs, lonely } = pairUp({ messages: [message(1), message(2)], subscriptions: [] }, group(3, [1, 2], [5, 6], [5]), 10)
    expect(pairs.map(({ key }) => key)).toEqual([5, 5])
    expect(lonely).toEqual([])
  })

  it("a new message is unclaimed once all who wait are known to be served", () => {
    const fresh = { messages: [message(1), message(2)], subscriptions: [] }
    const served = pairUp(fresh, group(2, [1, 2], [5]), 10)
    expect([served.pairs.length, idsOf(served.unclaimed)]).toEqual([1, [2]])
    const stays = pairUp(fresh, group(3, [8, 9], [5], [5]), 10)
    expect([stays.pairs.length, stays.unclaimed]).toEqual([2, []])
  })

  it("a new subscription is lonely once all messages are known to be given; one that stays also after it got some", () => {
    const fresh = { messages: [], subscriptions: [subscription(5), subscription(6)] }
    expect(pairUp(fresh, group(2, [1], [5, 6]), 10).lonely).toEqual([subscription(6)])
    expect(pairUp(fresh, group(2, [1, 2], [4, 5]), 10).lonely).toEqual([])
    expect(pairUp(fresh, group(2, [1], [5, 6], [5]), 10).lonely).toEqual(fresh.subscriptions)
  })

  it("nothing is set aside where more could be given than was asked for", () => {
    const fresh = { messages: [message(1), message(2)], subscriptions: [subscription(7)] }
    const { pairs, lonely, isCut } = pairUp(fresh, group(3, [1, 2], [5, 6, 7]), 1)
    expect([idsOf(pairs.map(({ message }) => ({ id: message }))), lonely, isCut]).toEqual([[1], [], true])
  })

  it("a message that has expired goes to who waited before; else it is unclaimed, whoever goes on waiting", () => {
    const fresh = { messages: [message(1), message(2), message(3)], subscriptions: [] }
    const late = new Map([[address, { most: 9, messages: [{ id: 1, until: 50 }, { id: 2, until: 59 }, { id: 3 }], subscriptions: [] }]])
    expect(idsOf(pairUp(fresh, late, 10).unclaimed)).toEqual([1, 2, 3])
    const waiting = { key: 5, id: 1, stays: true, since: 51 }
    const { pairs, unclaimed } = pairUp(fresh, new Map([...late].map(([at, group]) => [at, { ...group, subscriptions: [waiting] }])), 10)
    expect([pairs.map(({ message }) => message), idsOf(unclaimed)]).toEqual([[2, 3], [1]])
  })
})
