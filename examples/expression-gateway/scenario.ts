/** Every way through this example, for programmes that run all examples. */
import { comparisons } from "./comparisons.ts"
import { expressionGateway } from "./process.ts"

export const scenario = {
  processes: [expressionGateway],
  plugins: [comparisons],
  ways: {
    chosen: { process: expressionGateway, input: { choice: "a", amount: 100 } },
    big: { process: expressionGateway, input: { choice: "b", amount: 100 } },
    otherwise: { process: expressionGateway, input: { choice: "b", amount: 10 } },
  },
}
