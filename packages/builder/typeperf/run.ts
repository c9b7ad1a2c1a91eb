/**
 * The type benchmark as a script: what chains of typed steps cost the compiler, beside what is pinned.
 */
import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { type Measured, measure, sizes, thresholdsFile, tolerance } from "./measure.ts"

const help = `What chains of typed steps cost the compiler, beside the pinned thresholds.

  node typeperf/run.ts [--update] [--json FILE]

  --update     pin the figures measured now
  --json FILE  write them to FILE, as an array of { steps, instantiations, pinned, checkSeconds, ok, errors }
  --help       this text
`

const { values } = parseArgs({ options: { update: { type: "boolean" }, json: { type: "string" }, help: { type: "boolean" } } })

if (values.help === true) console.log(help)
else {
  const results: Array<Measured> = []
  for (const steps of sizes) {
    const result = await measure(steps)
    results.push(result)
    const change = `${((result.instantiations / result.pinned - 1) * 100).toFixed(1)} %`
    console.log(
      `${String(steps).padStart(4)} steps  ${String(result.instantiations).padStart(9)} instantiations  ${change.padStart(8)}  ${result.checkSeconds} s`,
    )
    for (const error of result.errors) console.error(error)
  }
  if (values.update === true) {
    writeFileSync(
      thresholdsFile,
      `${JSON.stringify(Object.fromEntries(results.map(({ steps, instantiations }) => [steps, instantiations])), null, 2)}\n`,
    )
    console.log("Pinned.")
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
  const failed = results.some((result) => result.errors.length > 0 || (!result.ok && values.update !== true))
  if (failed)
    console.error(
      `More than ${tolerance * 100} % above what is pinned, or mistakes: mend the types, or pin the figures with --update and say why.`,
    )
  process.exitCode = failed ? 1 : 0
}
