/**
 * `pnpm crash`: kills real processes until all is done, and proves that nothing was lost or done twice.
 */
import { runProgramme } from "../runProgramme.ts"
import { crash } from "./crash.ts"

await runProgramme(() => crash(process.argv.slice(2), (line) => console.log(line)))
