/**
 * The agenda: what a process still has to do before it rests, first in, first out. It is state, so that deciding can
 * stop after any item and go on in the next commit.
 */

/** A token on a flow. */
export interface TokenItem {
  readonly kind: "token"
  readonly flow: string
  readonly scope: number
}
/** An element that leaves through many flows; `left` of them are still to be taken. */
export interface ForkItem {
  readonly kind: "fork"
  readonly element: string
  readonly scope: number
  left: number
  /** The flows, where it leaves through some of them only. */
  readonly flows?: ReadonlyArray<string>
  /** Flows on which no token goes any more. */
  withdrawn?: ReadonlyArray<string>
}
/** A compensation that goes on with its next handler. */
export interface WalkItem {
  readonly kind: "walk"
  readonly owner: number
}
/** Runs of an activity that are to begin; `scope` is the activity as a whole, `left` of them are still to begin. */
export interface SpawnItem {
  readonly kind: "spawn"
  readonly scope: number
  left: number
}
/** A lock that has become free and goes to whoever waits for it first. */
export interface LockItem {
  readonly kind: "lock"
  readonly lock: string
}
/** An element that begins because it was asked for. */
export interface RequestItem {
  readonly kind: "request"
  readonly element: string
  readonly scope: number
}
export type AgendaItem = TokenItem | ForkItem | WalkItem | SpawnItem | LockItem | RequestItem

/** A queue that is taken from by moving its head. */
export interface Agenda {
  items: Array<AgendaItem>
  head: number
}

/** An agenda with nothing on it. */
export const emptyAgenda = (): Agenda => ({ items: [], head: 0 })

/** The first item. */
export const peek = (agenda: Agenda): AgendaItem | undefined => agenda.items[agenda.head]

/** Adds an item at the end. */
export const push = (agenda: Agenda, item: AgendaItem): void => {
  agenda.items.push(item)
}

/** Takes the first item off. */
export const shift = (agenda: Agenda): void => {
  agenda.head++
  if (agenda.head === agenda.items.length) {
    agenda.items.length = 0
    agenda.head = 0
  } else if (agenda.head > 1024 && agenda.head * 2 > agenda.items.length) {
    agenda.items.splice(0, agenda.head)
    agenda.head = 0
  }
}

/** What is on the agenda, first item first. */
export const remaining = (agenda: Agenda): ReadonlyArray<AgendaItem> => agenda.items.slice(agenda.head)
