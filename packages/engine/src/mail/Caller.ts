/**
 * The instance that called another one and waits for it.
 */
import { digestOf } from "@millrace/kernel"

export interface Caller {
  readonly key: number
  readonly id: string
  /** The id of its definition: engines that have its code bring it what the child says. */
  readonly process: string
  /** Which of its children the called one is. */
  readonly child: number
}

/** Ids stand in indexes: what calls itself deeply gets short ones. */
const longest = 400

/** The id of a child: the same for every engine that starts it. */
export const childId = (parent: string, child: number): string => {
  const id = `${parent}/${child}`
  return id.length <= longest ? id : `${digestOf(parent)}/${child}`
}

/** The reason with which a child is cancelled that its caller does not wait for: the caller need not be told. */
export const notAwaited = (parent: string): string => `its caller ${parent} does not wait for it any more`
