/**
 * An instance in memory, made of its row and its state; and the values that enter it.
 */
import { encodeText, StoredValue, type Unstorable, type Value } from "@millrace/kernel"
import { FewMap } from "../collections/FewMap.ts"
import type { LoadedModel } from "../models/Registry.ts"
import type { InstanceRow } from "../store/Rows.ts"
import { encodeValue } from "./encodeValue.ts"
import type { Hot } from "./Hot.ts"

/** `maxValueLength` bounds what code may store, in characters of JSON. */
export const makeHot = (row: InstanceRow, model: LoadedModel, state: unknown, maxValueLength: number): Hot => {
  const { decider, compiled } = model
  const hot: Hot = {
    key: row.key,
    id: row.id,
    model,
    businessKey: row.businessKey,
    row,
    state,
    seq: row.seq,
    seenAt: row.seq,
    owner: row.owner,
    status: row.status,
    scene: {
      instance: row.id,
      emit: (event) => {
        hot.events.push(event)
        decider.evolve(compiled, hot.state, event)
      },
      value: (raw) => {
        const text = encodeText(raw)
        return typeof text === "string" ? bounded(hot, text, maxValueLength) : text
      },
    },
    events: [],
    newValues: [],
    nextValue: 1,
    directJobs: new FewMap(),
    rowJobs: new FewMap(),
    pending: undefined,
    flushing: undefined,
    mailbox: [],
    continuing: false,
    tailLength: 0,
    snapshotLength: 0,
  }
  return hot
}

const bounded = (hot: Hot, text: string, limit: number): Value | Unstorable =>
  text.length <= limit
    ? newValue(hot, text)
    : {
        _tag: "Unstorable",
        reason: `the value has ${text.length} characters of JSON; at most ${limit} are stored (option maxValueLength)`,
      }

/** The value that the text stands for; a large one is written with the next commit. */
export const newValue = (hot: Hot, text: string): Value => {
  const value = encodeValue(text, hot.nextValue)
  if (value instanceof StoredValue) {
    hot.nextValue++
    hot.newValues.push(value)
  }
  return value
}
