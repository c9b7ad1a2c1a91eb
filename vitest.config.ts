/** Everything `pnpm test` runs: the tests of all packages, plugins and examples. */
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["{packages,plugins,examples}/*/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 20_000,
    // Every core: by default one is left to whoever watches, and half of the time nothing runs where there are two.
    maxWorkers: "100%",
    // Starts a server only for those who ask for a database.
    globalSetup: ["packages/postgres-server/src/vitest.ts"],
  },
})
