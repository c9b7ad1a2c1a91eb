/** `pnpm properties`: the property tests from many seeds; `pnpm test` always runs them from the same one. */
import { spawnSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { environment, root } from "../src/Package.ts"

const { values } = parseArgs({
  options: { help: { type: "boolean", short: "h" }, seeds: { type: "string", default: "20" }, from: { type: "string" } },
})
const count = Number(values.seeds)
const from = values.from === undefined ? Date.now() % 1_000_000_000 : Number(values.from)

if (values.help === true || !Number.isSafeInteger(count) || !Number.isSafeInteger(from)) {
  console.log(`pnpm properties [--seeds N] [--from SEED]

Runs every test file that has properties once for each of N seeds (20), from SEED on (by default one of this moment).`)
  process.exit(values.help === true ? 0 : 2)
}

const files = globSync("{packages,plugins,examples}/*/test/**/*.test.ts", { cwd: root }).filter((file) =>
  readFileSync(join(root, file), "utf8").includes("fc.assert"),
)
const failed: Array<number> = []
for (let seed = from; seed < from + count; seed++) {
  const { status, stdout, stderr } = spawnSync("vitest", ["run", ...files], {
    cwd: root,
    env: { ...environment, MILLRACE_PROPERTY_SEED: String(seed) },
    encoding: "utf8",
  })
  console.log(`seed ${seed}: ${status === 0 ? "ok" : "FAILED"}`)
  if (status === 0) continue
  failed.push(seed)
  console.log(`${stdout}${stderr}`)
}
if (failed.length > 0) console.log(`To repeat one: pnpm properties --seeds 1 --from ${failed[0]}`)
console.log(`${count - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
