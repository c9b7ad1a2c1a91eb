/** `pnpm check`: what is too slow or too seldom of use for `pnpm test`: unused exports, and the packages as users get them. */
import { runStages } from "../src/Stage.ts"

runStages("check", "Unused code and dependencies; the packages as users get them: packed, linted, installed, used.", (filters) => [
  { name: "unused code", command: ["knip", "--no-config-hints"] },
  { name: "packages", command: ["vitest", "run", "--config", "packages/workspace/vitest.check.config.ts", ...filters], vitest: true },
])
