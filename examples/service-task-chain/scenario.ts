/** The one way through this example, for programmes that run all examples. */
import { serviceTaskChain } from "./process.ts"

export const scenario = {
  processes: [serviceTaskChain],
  ways: { chain: { process: serviceTaskChain, input: {} } },
}
