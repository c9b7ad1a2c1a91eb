/**
 * `values`: small steps beside one large variable that none of them changes. What a step writes depends on what it
 * changes: beside 5 MB it should write what it writes beside a kilobyte.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { CommitBatch } from "@millrace/engine"
import { process as define, Schema } from "millrace"
import { type StoreName, storeLayer } from "../../StoreName.ts"
import { withMillrace } from "../../withMillrace.ts"
import { type BenchRecord, rssMB } from "../BenchRecord.ts"
import { recording } from "../Recording.ts"
import type { Workload } from "../Workload.ts"

const sizes = [1_000, 100_000, 5_000_000]

export const values: Workload = {
  name: "values",
  about: "small steps beside a variable of 1 KB, 100 KB and 5 MB: what a step writes, to what it writes beside 1 KB",
  run: async function* ({ folder, stores, instances = 500 }) {
    for (const store of stores ?? (["memory", "sqlite", "postgres"] as const)) {
      let small: number | undefined
      for (const size of sizes) {
        const { bytes, written, milliseconds } = await measure(folder, store, size, instances)
        small ??= bytes
        const growth = bytes / small
        const record: BenchRecord = {
          workload: "values",
          store,
          inFlight: 1,
          n: instances,
          perSecond: (instances / milliseconds) * 1000,
          floorPerSecond: null,
          ratio: growth,
          p50Ms: null,
          p99Ms: null,
          rssMB: rssMB(),
          valueBytes: size,
          bytesPerStep: bytes,
          writtenPerStep: written,
          aims: [
            {
              aim: `a step beside ${size / 1000} KB hands at most 1.5 times as many bytes to the store (${Math.round(bytes)})`,
              met: growth <= 1.5,
            },
          ],
        }
        yield record
      }
    }
  },
}

interface Cost {
  /** Handed to the store, for each step. */
  readonly bytes: number
  /** Written to files by this process, for each step; null where the system or the store does not tell. */
  readonly written: number | null
  readonly milliseconds: number
}

const measure = async (folder: string, store: StoreName, size: number, steps: number): Promise<Cost> => {
  const batches: Array<CommitBatch> = []
  let from = 0
  let before: number | undefined
  const began = () => {
    from = performance.now()
    before = bytesWritten()
    batches.length = 0
    return null
  }
  const beside = define("values", { version: 1, input: Schema.Struct({ large: Schema.String }) })
    .variable("count", 0)
    .serviceTask("begin", began)
    .repeat("again", (b) => b.serviceTask("step", () => null).update("count", ({ vars }) => vars.count + 1), {
      until: ({ vars }) => vars.count >= steps,
    })
    .end()
  const layer = recording(storeLayer(store, join(folder, `values-${store}-${size}.db`)), batches)
  return withMillrace(layer, [beside], async (millrace) => {
    const handle = await millrace.start(beside, { large: "x".repeat(size) })
    await handle.result()
    const milliseconds = performance.now() - from
    const after = bytesWritten()
    const inFiles =
      store === "memory" || store === "postgres" || before === undefined || after === undefined ? null : (after - before) / steps
    return { bytes: JSON.stringify(batches).length / steps, written: inFiles, milliseconds }
  })
}

/** By this process so far, where the system tells. */
const bytesWritten = (): number | undefined => {
  const file = "/proc/self/io"
  if (!existsSync(file)) return undefined
  return Number(/^wchar: (\d+)/m.exec(readFileSync(file, "utf8"))?.[1])
}
