/**
 * An instance in memory, made of its row and its state; and the values that enter it.
 */
import { encodeText, isInline, StoredValue, type Value } from "@millrace/kernel"
import { FewMap } from "../collections/FewMap.ts"
import type { Caller } from "../mail/Caller.ts"
import type { LoadedModel } from "../models/Registry.ts"
import type { InstanceRow } from "../store/Rows.ts"
import type { Hot } from "./Hot.ts"
import { inlineValue } from "./inlineValue.ts"
import { ValuePool } from "./ValuePool.ts"

/** `maxValueLength` bounds what code may store, in bytes of JSON. */
export const makeHot = (row: InstanceRow, model: LoadedModel, state: unknown, maxValueLength: number, caller: Caller | undefined): Hot => {
  const { decider, compiled } = model
  const hot: Hot = {
    key: row.key,
    id: row.id,
    model,
    businessKey: row.businessKey,
    row,
    caller,
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
        const text = encodeText(raw, maxValueLength)
        return typeof text === "string" ? newValue(hot, text) : text
      },
    },
    events: [],
    newValues: [],
    values: new ValuePool(),
    nextValue: 1,
    directJobs: new FewMap(),
    rowJobs: new FewMap(),
    pending: undefined,
    flushing: undefined,
    mailbox: [],
    left: false,
    continuing: false,
    kept: 0,
    tailLength: 0,
    snapshotLength: 0,
  }
  return hot
}

/** The value that the text stands for; a large one that the instance does not have yet is written with the next commit. */
export const newValue = (hot: Hot, text: string): Value => {
  if (isInline(text)) return inlineValue(text)
  const same = hot.values.find(text) ?? hot.newValues.find((value) => value.text === text)
  if (same !== undefined) return same
  const value = new StoredValue(hot.nextValue++, text)
  hot.newValues.push(value)
  return value
}
