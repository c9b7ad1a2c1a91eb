/** Every way through this example, for programmes that run all examples. */
import { billing, sale, warehouse } from "./process.ts"

const order = { order: "o-1", article: "lamp", pieces: 5, cents: 9900, patience: "1 hour" }

export const scenario = {
  processes: [sale, warehouse, billing],
  ways: {
    sent: { process: sale, input: order },
    tooFew: { process: sale, input: { ...order, article: "chair" } },
    gone: { process: sale, input: { ...order, article: "vase" } },
  },
}
