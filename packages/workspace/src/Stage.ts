/**
 * Stages: the commands that `pnpm test` and `pnpm check` run one after another, and what came of them. Every stage
 * runs, also after one that failed; the last line of the output is `N passed, N failed`, for machines.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { environment, root } from "./Package.ts"

export interface Stage {
  readonly name: string
  readonly command: ReadonlyArray<string>
  /** A Vitest run: its tests are counted. Any other stage counts as one. */
  readonly vitest?: boolean
}

export interface Outcome {
  readonly check: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
}

/** What is read of Vitest's JSON report. */
export interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: ReadonlyArray<{ readonly status: string; readonly assertionResults: ReadonlyArray<unknown> }>
}

/**
 * Counts the tests of a Vitest run. A file that did not load counts as a failed test, and so does a run that failed
 * in another way, or in which no test ran at all.
 */
export const countTests = (report: VitestReport | undefined, exitCode: number): { readonly passed: number; readonly failed: number } => {
  if (report === undefined) return { passed: 0, failed: 1 }
  const unloaded = report.testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length
  const failed = report.numFailedTests + unloaded
  const passed = report.numPassedTests
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed }
}

const readReport = (file: string): VitestReport | undefined => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as VitestReport
  } catch {
    return undefined
  }
}

const runStage = ({ name, command, vitest }: Stage): Outcome => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-stage-"))
  const report = join(folder, "report.json")
  const [program = "", ...args] =
    vitest === true ? [...command, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`] : command
  console.log(`\n── ${name} ──`)
  const started = performance.now()
  const { status, error } = spawnSync(program, args, { cwd: root, env: environment, stdio: "inherit" })
  if (error !== undefined) console.error(`${program} did not start: ${error.message}. Start this script with pnpm.`)
  const seconds = Math.round((performance.now() - started) / 100) / 10
  const exitCode = status ?? 1
  const counts =
    vitest === true ? countTests(readReport(report), exitCode) : { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 }
  rmSync(folder, { recursive: true })
  return { check: name, ...counts, seconds }
}

/** Runs the stages, prints a table and the line for machines, and sets the exit code of this process. */
export const runStages = (script: string, purpose: string, stagesFor: (filters: ReadonlyArray<string>) => ReadonlyArray<Stage>): void => {
  const { values, positionals } = parseArgs({
    options: { help: { type: "boolean", short: "h" }, json: { type: "string" } },
    allowPositionals: true,
  })
  if (values.help === true) {
    console.log(`pnpm ${script} [filter…] [--json FILE]\n\n${purpose}\n`)
    for (const { name, command } of stagesFor(positionals)) console.log(`  ${name.padEnd(20)} ${command.join(" ")}`)
    console.log(
      "\n  filter               only test files whose path contains it\n  --json FILE          writes [{ check, passed, failed, seconds }]",
    )
    return
  }
  const outcomes = stagesFor(positionals).map(runStage)
  if (values.json !== undefined) writeFileSync(resolve(values.json), `${JSON.stringify(outcomes, undefined, 2)}\n`)
  const sum = (key: "passed" | "failed") => outcomes.reduce((total, outcome) => total + outcome[key], 0)
  console.log("")
  for (const { check, passed, failed, seconds } of outcomes) {
    console.log(
      `${failed === 0 ? "ok    " : "FAILED"} ${check.padEnd(20)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
    )
  }
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`)
  process.exitCode = sum("failed") === 0 ? 0 : 1
}
