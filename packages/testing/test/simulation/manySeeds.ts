/** Runs many seeds: `node manySeeds.ts [count] [from]`. Prints the ones that fail. */
import { simulate } from "../../src/simulation/index.ts"

const [count = "100", from = "1"] = process.argv.slice(2)
const began = performance.now()
let failed = 0
const sum = { instances: 0, commits: 0, faults: 0, lives: 0, calls: 0 }
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const outcome = await simulate({ seed })
  for (const key of Object.keys(sum) as ReadonlyArray<keyof typeof sum>) sum[key] += outcome[key]
  if (outcome.ok) continue
  failed++
  console.log(`seed ${seed}: ${outcome.error}\n`)
}
console.log({ failed, ...sum, seconds: Math.round((performance.now() - began) / 1000) })
