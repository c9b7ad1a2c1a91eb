/** `pnpm test`: type check, format and lint, all tests. */
import { runStages } from "../src/Stage.ts"

runStages("test", "Type check, format and lint, and all tests.", (filters) => [
  { name: "types", command: ["tsc", "-p", "tsconfig.json"] },
  { name: "format and lint", command: ["biome", "check"] },
  { name: "tests", command: ["vitest", "run", ...filters], vitest: true },
])
