/**
 * `pnpm simulate`: engines in a storm of faults, from many seeds.
 */
import { runProgramme } from "../runProgramme.ts"
import { simulateMany } from "./simulateMany.ts"

const interruption = new AbortController()
await runProgramme(
  () => simulateMany(process.argv.slice(2), (line) => console.log(line), interruption.signal),
  () => interruption.abort(),
)
