/** Every way through this example, for programmes that run all examples. */
import { approval } from "./process.ts"

export const scenario = {
  processes: [approval],
  ways: {
    approved: { process: approval, input: { customer: "Ada", amount: 250 }, forms: { approve: { approved: true } } },
    declined: { process: approval, input: { customer: "Ada", amount: 250 }, forms: { approve: { approved: false } } },
    invalid: { process: approval, input: { customer: "", amount: 250 } },
  },
}
