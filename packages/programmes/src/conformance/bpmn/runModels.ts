/**
 * Runs the BPMN models that have expected behaviour: every scenario on the real engine under virtual time, on each store; and has the models
 * refused that must not run.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Store, StoreError } from "@millrace/engine"
import { layer as sqliteStoreLayer } from "@millrace/store-sqlite"
import type { Layer } from "effect"
import type { ConformanceRecord } from "../ConformanceRecord.ts"
import type { Expectation, Scenario } from "./Expectation.ts"
import { interchange } from "./interchange.ts"
import { runScenario } from "./runScenario.ts"
import { type ModelFile, openStage } from "./Stage.ts"

const stores: Readonly<Record<string, () => Layer.Layer<Store, StoreError> | undefined>> = {
  memory: () => undefined,
  sqlite: () => sqliteStoreLayer({ filename: ":memory:" }),
}

/** All scenarios of the models in a folder, the models in its folder `invalid`, and the interchange models in its folder `miwg`. */
export const runModels = async (folder: string): Promise<ReadonlyArray<ConformanceRecord>> => {
  const records: Array<ConformanceRecord> = []
  for (const expectation of expectationsIn(folder)) {
    for (const scenario of expectation.scenarios ?? []) {
      for (const store of Object.keys(stores)) records.push(await runOne(folder, expectation, scenario, store))
    }
  }
  const refused = join(folder, "invalid")
  for (const expectation of existsSync(refused) ? expectationsIn(refused) : []) records.push(await refuse(refused, expectation))
  const miwg = join(folder, "miwg")
  return [...records, ...(existsSync(miwg) ? await interchange(miwg) : [])]
}

/** What the files in a folder tell, in order of their names. */
export const expectationsIn = (folder: string): ReadonlyArray<Expectation> =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".expect.json"))
    .toSorted()
    .map((name): Expectation => JSON.parse(readFileSync(join(folder, name), "utf8")))

const filesOf = (folder: string, { model, alsoDeploy = [] }: Expectation): ReadonlyArray<ModelFile> =>
  [model, ...alsoDeploy].map((name) => ({ name, xml: readFileSync(join(folder, name), "utf8") }))

const runOne = async (folder: string, expectation: Expectation, scenario: Scenario, store: string): Promise<ConformanceRecord> => {
  const name = { suite: "bpmn", folder: `scenarios/${expectation.id}`, case: `${scenario.name} (${store})` } as const
  try {
    const stage = await openStage(filesOf(folder, expectation), expectation.delegates ?? {}, stores[store]?.())
    try {
      const difference = await runScenario(stage, expectation.process, scenario)
      if (difference === undefined) return { ...name, ok: true, expected: "as told", actual: "as told" }
      const { step, expected, actual } = difference
      return { ...name, ok: false, expected, actual, reason: `Step ${step} of ${scenario.steps.length}.` }
    } finally {
      await stage.close()
    }
  } catch (error) {
    return { ...name, ok: false, expected: "the model runs", actual: error instanceof Error ? error.message : String(error) }
  }
}

/** Whatever a model that must not run says, it has to be said before anything runs. */
const refuse = async (folder: string, expectation: Expectation): Promise<ConformanceRecord> => {
  const name = {
    suite: "bpmn",
    folder: `invalid/${expectation.id}`,
    case: expectation.expect?.because ?? "is refused",
    expected: "refused",
  } as const
  try {
    const stage = await openStage(filesOf(folder, expectation), {}, undefined)
    await stage.close()
    return { ...name, ok: false, actual: "it runs" }
  } catch (error) {
    return { ...name, ok: true, actual: "refused", reason: error instanceof Error ? error.message : String(error) }
  }
}
