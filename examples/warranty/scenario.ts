/** Every way through this example, for programmes that run all examples. */
import { Recalled, warranty } from "./process.ts"

const low = { number: "c-1", cents: 120_000, checks: ["workshop", "lab"] }
const high = { number: "c-2", cents: 2_000_000, checks: ["police", "workshop"] }
const agreed = { agreed: true }
const forms = { "assessment/photos": { count: 3 }, desk: agreed, lawyer: agreed, approval: agreed }

export const scenario = {
  processes: [warranty],
  ways: {
    paid: { process: warranty, input: low, forms },
    calledOff: { process: warranty, input: high, forms },
    /** Nobody gets to approve it. */
    recalled: {
      process: warranty,
      input: { ...low, checks: ["police"] },
      forms: { "assessment/photos": { count: 3 }, desk: agreed, lawyer: agreed },
      signals: [{ signal: Recalled, payload: { model: "M-7" } }],
    },
  },
}
