/** The one way through this example, for programmes that run all examples. */
import { minimal } from "./process.ts"

export const scenario = {
  processes: [minimal],
  ways: { through: { process: minimal, input: {} } },
}
