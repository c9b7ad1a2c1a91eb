/**
 * `pnpm faults`: does what can happen, and proves that nothing was lost or done twice and that nothing stands still.
 */
import { runProgramme } from "../runProgramme.ts"
import { faults } from "./faults.ts"

await runProgramme(() => faults(process.argv.slice(2), (line) => console.log(line)))
