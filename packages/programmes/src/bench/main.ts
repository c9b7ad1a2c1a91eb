/**
 * `pnpm bench`: workloads beside their floor, measured in the same run.
 */
import { runProgramme } from "../runProgramme.ts"
import { bench } from "./bench.ts"

await runProgramme(() => bench(process.argv.slice(2), (line) => console.log(line)))
