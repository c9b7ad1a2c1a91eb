/** Every way through this example, for programmes that run all examples. */
import { prepare } from "./bank.ts"
import { audit, transfer } from "./process.ts"

export const scenario = {
  processes: [transfer, audit],
  prepareStore: prepare,
  ways: {
    moved: { process: transfer, input: { from: "ann", to: "bob", amount: 30 } },
    refused: { process: transfer, input: { from: "ann", to: "bob", amount: 300 } },
  },
}
