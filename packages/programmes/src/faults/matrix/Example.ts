/**
 * The examples of this repository, found by their folders: each says in its `scenario.ts` which processes it has and
 * which ways lead through them. A new example is run by existing.
 */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { MessageKey, MessageType, Plugin, SignalType, TransactionSql } from "@millrace/kernel"
import type { SelfContained } from "../../withMillrace.ts"

/** One way through an example: what begins, and what others do on the way. */
export interface Way {
  readonly process: SelfContained
  /** What it is started with; left out where it begins by itself, by a schedule. */
  readonly input?: unknown
  /** The processes that are opened, each of which runs in this way; left out, all are opened, and that of the way runs. */
  readonly opened?: ReadonlyArray<SelfContained>
  /** Forms by the path of their user task. A task without one is left to what ends it. */
  readonly forms?: Readonly<Record<string, unknown>>
  /** Messages that others send: each once, whatever becomes of the instance. */
  readonly messages?: ReadonlyArray<{ readonly message: MessageType<never, MessageKey>; readonly payload: unknown }>
  /** Signals that others give, as soon as somebody waits for them and there is no form left to give. */
  readonly signals?: ReadonlyArray<{ readonly signal: SignalType<never>; readonly payload: unknown }>
  /** Compensable elements that complete only where they are faster than what ends them: each is undone as often as it was done. */
  readonly racing?: ReadonlyArray<string>
}

export interface Scenario {
  readonly processes: ReadonlyArray<SelfContained>
  readonly plugins?: ReadonlyArray<Plugin>
  /** Is called before anything is opened, with a folder for the example's own files. */
  readonly prepare?: (folder: string) => void
  /** The option `prepare` of `Millrace.open`: tables of transactional steps. */
  readonly prepareStore?: (sql: TransactionSql) => unknown
  readonly ways: Readonly<Record<string, Way>>
}

const examples = join(import.meta.dirname, "../../../../../examples")

/** The names of all examples. */
export const exampleNames = (): ReadonlyArray<string> =>
  readdirSync(examples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(examples, entry.name, "package.json")))
    .map(({ name }) => name)
    .sort()

/** What an example wants to be run; some have to read their processes first. */
export const loadScenario = async (example: string): Promise<Scenario> => {
  const file = join(examples, example, "scenario.ts")
  if (!existsSync(file)) {
    throw new Error(`The example '${example}' has no scenario.ts: give it one that exports a 'scenario' with its processes and ways.`)
  }
  const { scenario } = (await import(pathToFileURL(file).href)) as { readonly scenario?: Scenario }
  if (scenario === undefined) throw new Error(`examples/${example}/scenario.ts exports no 'scenario'.`)
  return scenario
}
