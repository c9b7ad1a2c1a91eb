/** The slow checks that `pnpm check` runs. */
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: { dir: "packages/workspace/check", include: ["**/*.check.ts"], testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false },
})
