/** `pnpm build`: compiles all public packages into their `dist`. */
import { build } from "../src/build.ts"

try {
  build()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
