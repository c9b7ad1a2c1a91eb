/** Everything `pnpm test` runs: the tests of all packages, plugins and examples. */
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{packages,plugins,examples}/*/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 20_000,
  },
})
