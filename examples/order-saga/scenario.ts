/** Every way through this example, for programmes that run all examples. */
import { order } from "./process.ts"

const small = { number: "1001", customer: "Ada", amount: 120, card: "good" }
const big = { ...small, amount: 1900 }

export const scenario = {
  processes: [order],
  /** Keeps the ledger of the services in `folder`, and lets the services hurry. */
  prepare: (folder: string) => {
    process.env.ORDER_SAGA_DIR = folder
    process.env.ORDER_SAGA_SPEED = "200"
  },
  ways: {
    small: { process: order, input: small },
    approved: { process: order, input: big, forms: { approve: { approved: true } } },
    rejected: { process: order, input: big, forms: { approve: { approved: false } } },
    /** Its bank answers the third time: six seconds for the two pauses between. */
    far: { process: order, input: { ...small, card: "far" } },
    /** How far shipping comes until the card is declined, the clock decides. */
    unpaid: { process: order, input: { ...small, card: "empty" }, racing: ["pack", "ship"] },
  },
}
