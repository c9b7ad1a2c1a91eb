/** Everything `pnpm test` runs: the tests of all packages, plugins and examples. */
import { join } from "node:path"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** These take longest: they begin first, so that no core waits for one of them at the end. */
const longest = ["workspace/test/docs.test.ts", "programmes/test/simulate.test.ts", "programmes/test/"]

class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = longest.findIndex((name) => moduleId.includes(name))
      return rank < 0 ? longest.length : rank
    }
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}

export default defineConfig({
  test: {
    include: ["{packages,plugins,examples}/*/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 20_000,
    setupFiles: ["packages/workspace/src/seed.ts"],
    sequence: { sequencer: LongestFirst },
    // Modules are loaded once in each worker: loaded anew for each file, they took longer than the tests.
    isolate: false,
    restoreMocks: true,
    // Every core: by default one is left to whoever watches, and half of the time nothing runs where there are two.
    maxWorkers: "100%",
    // Programs that tests start load the same sources again and again: compiled once, they start in two thirds of the time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compiled") },
    // Starts a server only for those who ask for a database.
    globalSetup: ["packages/postgres-server/src/vitest.ts"],
  },
})
