/** Every way through this example, for programmes that run all examples. */
import { PaymentReceived, payment } from "./process.ts"

export const scenario = {
  processes: [payment],
  ways: {
    paid: {
      process: payment,
      input: { orderId: "o-1", cents: 1999, patience: "1 hour" },
      messages: [{ message: PaymentReceived, payload: { orderId: "o-1", cents: 1000 } }],
    },
    late: { process: payment, input: { orderId: "o-2", cents: 500, patience: "PT0.2S" } },
  },
}
