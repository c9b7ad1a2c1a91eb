/**
 * Activities that run more than once count their runs as they are; a lock has one holder, and who waits for it says so.
 */
import { liveItems } from "../evolve/toDo.ts"
import { isVoid } from "../State.ts"
import { type Invariant, nameOf } from "./Invariant.ts"

export const runs: Invariant = function* (_compiled, state) {
  const pending = new Map<number, number>()
  for (const item of liveItems(state)) if (item.kind === "spawn") pending.set(item.scope, (pending.get(item.scope) ?? 0) + item.left)
  for (const it of state.elements.values()) {
    const { body } = it
    if (body === undefined) continue
    const inside = [...(it.children ?? []), ...(it.leaving ?? [])]
      .flatMap((id) => state.elements.get(id) ?? [])
      .filter((one) => one.item !== undefined)
    if (inside.length !== body.active) yield `${nameOf(it)} counts ${body.active} runs at work, and there are ${inside.length}.`
    if (new Set(inside.map((one) => one.item?.index)).size !== inside.length) yield `${nameOf(it)} has two runs of one item.`
    // Whose work is done may have ended some of its runs.
    if (isVoid(state, it) || it.completing) continue
    if (body.completed + body.active !== body.started)
      yield `${nameOf(it)} began ${body.started} runs, of which ${body.completed} are complete and ${body.active} at work.`
    if (it.closed) continue
    if ((pending.get(it.id) ?? 0) !== body.pending)
      yield `${nameOf(it)} counts ${body.pending} runs that are to begin, and there are ${pending.get(it.id) ?? 0}.`
    if (body.total !== undefined && body.started + body.pending > body.total)
      yield `${nameOf(it)} has ${body.total} items and more runs than that.`
    if (body.window !== undefined && body.active + body.pending > body.window)
      yield `${nameOf(it)} has more than ${body.window} runs at once.`
  }
}

export const locks: Invariant = function* (_compiled, state) {
  for (const [name, { holder, queue }] of state.locks) {
    if (holder !== 0 && state.elements.get(holder)?.locks?.includes(name) !== true)
      yield `The lock '${name}' is held by ${holder}, which does not hold it.`
    if (holder === 0 && queue.size === 0) yield `Nobody has or wants the lock '${name}', which is still known.`
    for (const id of queue)
      if (state.elements.get(id)?.awaits !== name) yield `${id} is in the queue for the lock '${name}' and does not wait for it.`
  }
  for (const it of state.elements.values()) {
    for (const name of it.locks ?? [])
      if (state.locks.get(name)?.holder !== it.id) yield `${nameOf(it)} holds the lock '${name}', which has another holder.`
    if (it.awaits !== undefined && state.locks.get(it.awaits)?.queue.has(it.id) !== true)
      yield `${nameOf(it)} waits for the lock '${it.awaits}', in whose queue it is not.`
  }
  const passed = new Set(liveItems(state).flatMap((item) => (item.kind === "lock" ? [item.lock] : [])))
  for (const [name, { holder, queue }] of state.locks) {
    const waiting = [...queue].some((id) => {
      const it = state.elements.get(id)
      return it !== undefined && !isVoid(state, it)
    })
    if (holder === 0 && waiting && !passed.has(name)) yield `The lock '${name}' is free, and nobody of those who wait for it gets it.`
  }
}
