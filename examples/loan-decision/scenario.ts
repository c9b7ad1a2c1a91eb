/** Every way through this example, for programmes that run all examples. */
import { loan, plugins } from "./process.ts"

export const scenario = {
  processes: [loan],
  plugins,
  ways: {
    offered: { process: loan, input: { age: 40, income: 3000, sum: 6000, months: 24 } },
    declined: { process: loan, input: { age: 40, income: 1200, sum: 60_000, months: 60 }, forms: { approval: { approved: false } } },
    refused: { process: loan, input: { age: 17, income: 0, sum: 500, months: 12 } },
  },
}
