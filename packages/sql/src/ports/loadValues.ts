/**
 * The large values of an instance that has some: all of them, or those that its snapshot and tail refer to.
 */
import { type LogRow, referencedValues, type SnapshotRow, type ValueRow } from "@millrace/engine/store"
import { Effect } from "effect"
import type { Param, RawRow } from "../Database.ts"
import type { Dialect } from "../Dialect.ts"
import { readValue } from "../Row.ts"

const columns = "SELECT key, id, text FROM stored_values WHERE key = ?"

/** In the order of their ids. */
export const loadValues = <E>(
  all: (text: string, params: ReadonlyArray<Param>) => Effect.Effect<ReadonlyArray<RawRow>, E>,
  dialect: Dialect,
  key: number,
  which: "all" | "referenced" | undefined,
  snapshot: SnapshotRow | undefined,
  tail: ReadonlyArray<LogRow>,
): Effect.Effect<ReadonlyArray<ValueRow>, E> =>
  Effect.gen(function* () {
    if (which !== "referenced") return (yield* all(`${columns} ORDER BY id`, [key])).map(readValue)
    const ids = referencedValues(snapshot, tail)
    if (ids.length === 0) return []
    return (yield* all(`${columns} AND ${dialect.among("id")} ORDER BY id`, [key, dialect.list(ids)])).map(readValue)
  })
