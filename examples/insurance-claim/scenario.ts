/** Every way through this example, for programmes that run all examples. */
import { message, Schema } from "millrace"
import { claim, payout, plugins } from "./process.ts"

const report = message("report", { payload: Schema.Struct({ number: Schema.String, damage: Schema.Number }), key: ({ number }) => number })
const small = { number: "c-1", customer: "ada", amount: 300 }

export const scenario = {
  processes: [claim, payout],
  plugins,
  ways: {
    small: { process: claim, input: { claim: small } },
    reported: {
      process: claim,
      input: { claim: { ...small, number: "c-2", amount: 15_000 } },
      messages: [{ message: report, payload: { number: "c-2", damage: 14_000 } }],
      forms: { review: { accepted: true } },
    },
    refused: { process: claim, input: { claim: { ...small, customer: "zoe", amount: 200 } }, forms: { review: { accepted: false } } },
    unpaid: { process: claim, input: { claim: { ...small, customer: "eve" } } },
  },
}
