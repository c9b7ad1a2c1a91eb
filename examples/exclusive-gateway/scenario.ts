/** Every way through this example, for programmes that run all examples. */
import { exclusiveGateway } from "./process.ts"

export const scenario = {
  processes: [exclusiveGateway],
  ways: {
    a: { process: exclusiveGateway, input: { choice: "a" } },
    b: { process: exclusiveGateway, input: { choice: "b" } },
  },
}
