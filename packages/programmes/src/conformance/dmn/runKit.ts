/**
 * Runs the cases of the DMN kit, strictly: kinds of values have to be the same, errors have to be null with a diagnostic.
 */
import { readdirSync, readFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { type DecisionModel, type Decisions, decisions, parseXml, readModel } from "@millrace/dmn"
import { type FeelValue, isContext, textOf } from "@millrace/feel-scanner"
import type { ConformanceRecord } from "../ConformanceRecord.ts"
import { javaFunctions } from "./javaFunctions.ts"
import { type KitCase, type KitResult, readCases } from "./KitCase.ts"
import { isExpected } from "./kitValue.ts"

const testNamespace = "http://www.omg.org/spec/DMN/20160719/testcase"

/** All cases of the test files under a folder. */
export const runKit = (root: string): ReadonlyArray<ConformanceRecord> =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".xml"))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
    .flatMap((file) => runFile(root, file))

const runFile = (root: string, file: string): ReadonlyArray<ConformanceRecord> => {
  const inFolder = join(file, "..")
  const place = { suite: "dmn", folder: relative(root, inFolder) || basename(inFolder) } as const
  const document = attempt(() => parseXml(readFileSync(file, "utf8")))
  if (document instanceof Error) return [{ ...place, case: basename(file), ok: false, expected: "", actual: "", reason: document.message }]
  if (document.namespace !== testNamespace) return []
  const { model, cases } = readCases(document)
  const opened = attempt(() => open(inFolder, model))
  return cases.map((one) => ({ ...place, case: one.id, ...(opened instanceof Error ? refused(one, opened) : runCase(opened, one)) }))
}

/** What cannot be read fails its own cases, and no others. */
const attempt = <T>(work: () => T): T | Error => {
  try {
    return work()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** The model of a file with those that it imports, by way of others or not. */
const open = (folder: string, file: string): Decisions => {
  const models: Array<DecisionModel> = [readModel(readFileSync(join(folder, file), "utf8"))]
  const names = readdirSync(folder).filter((name) => name.endsWith(".dmn") && name !== file)
  const others = names.map((name) => attempt(() => readModel(readFileSync(join(folder, name), "utf8"))))
  for (const model of models) {
    for (const { namespace } of model.imports) {
      const imported = others.find((other) => !(other instanceof Error) && other.namespace === namespace)
      if (imported !== undefined && !(imported instanceof Error) && !models.includes(imported)) models.push(imported)
    }
  }
  return decisions(models, { externals: javaFunctions })
}

type Verdict = Pick<ConformanceRecord, "ok" | "expected" | "actual" | "reason">

const refused = ({ results }: KitCase, error: Error): Verdict => ({
  ok: false,
  expected: results.map(({ expected }) => textOf(expected)).join("; "),
  actual: "",
  reason: error.message,
})

const runCase = (model: Decisions, { called, inputs, results }: KitCase): Verdict => {
  const verdicts = results.map((result) => runResult(model, called, inputs, result, results.length > 1))
  const failed = verdicts.find(({ ok }) => !ok)
  return {
    ok: failed === undefined,
    // A case is about null only where all of its results are.
    expected: verdicts.every(({ expected }) => expected === "null") ? "null" : verdicts.map(({ expected }) => expected).join("; "),
    actual: verdicts.map(({ actual }) => actual).join("; "),
    ...(failed?.reason === undefined ? {} : { reason: failed.reason }),
  }
}

const runResult = (
  model: Decisions,
  called: string | undefined,
  inputs: Readonly<Record<string, FeelValue>>,
  { name, expected, error }: KitResult,
  oneOfSeveral: boolean,
): Verdict => {
  const shown = (value: FeelValue): string => (value === null ? "null" : textOf(value))
  try {
    const outcome = model.evaluate(called ?? name, inputs, { decisions: inputs, exact: true })
    const value = called === undefined ? outcome.value : outputOf(outcome.value, name, oneOfSeveral)
    const verdict = { expected: shown(expected), actual: shown(value) }
    const why = outcome.diagnostics.map(({ code, place, reason }) => `${code} at ${place}: ${reason}`).join(" | ")
    if (!isExpected(value, expected)) return { ok: false, ...verdict, reason: `'${name}' is another value. ${why}`.trim() }
    if (error && outcome.diagnostics.length === 0) return { ok: false, ...verdict, reason: `'${name}' is null without a diagnostic.` }
    return { ok: true, ...verdict }
  } catch (problem) {
    // Whatever else is thrown is a mistake of the engine, and of this case only.
    return {
      ok: false,
      expected: shown(expected),
      actual: "",
      reason: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem),
    }
  }
}

/** The output of a service that a result is about: the value itself, where it has only one. */
const outputOf = (value: FeelValue, name: string, oneOfSeveral: boolean): FeelValue =>
  oneOfSeveral && value !== null && isContext(value) ? (value[name] ?? null) : value
