/** Everything `pnpm test` runs: the tests of all packages, plugins and examples. */
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{packages,plugins,examples}/*/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 20_000,
    // Starts a server only for those who ask for a database.
    globalSetup: ["packages/postgres-server/src/vitest.ts"],
  },
})
