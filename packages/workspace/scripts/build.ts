/** `pnpm build`: compiles all public packages into their `dist`. */
import { build } from "../src/build.ts"

if (process.argv.includes("--help")) {
  console.log("pnpm build\n\nCompiles all public packages into their `dist`, as it is published. It takes no options.")
  process.exit()
}
try {
  build()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
