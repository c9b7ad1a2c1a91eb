/** The one way through this example, for programmes that run all examples. */
import { parallelForkJoin } from "./process.ts"

export const scenario = {
  processes: [parallelForkJoin],
  ways: { both: { process: parallelForkJoin, input: { name: "Ada" } } },
}
