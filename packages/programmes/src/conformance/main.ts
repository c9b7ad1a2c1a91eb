/**
 * `pnpm conformance`: runs the cases of a standard's test kit.
 */
import { runProgramme } from "../runProgramme.ts"
import { conformance } from "./conformance.ts"

await runProgramme(async () => conformance(process.argv.slice(2), (line) => console.log(line)))
