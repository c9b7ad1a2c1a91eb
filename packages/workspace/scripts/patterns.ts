/** Writes the page about the workflow patterns from the table that their tests use. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../src/Package.ts"
import { patternPage, renderPatternPage } from "../src/PatternPage.ts"

writeFileSync(join(root, patternPage), renderPatternPage())
console.log(`Wrote ${patternPage}.`)
