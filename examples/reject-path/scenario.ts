/** Every way through this example, for programmes that run all examples. */
import { rejectPath } from "./process.ts"

export const scenario = {
  processes: [rejectPath],
  ways: {
    rejected: { process: rejectPath, input: { valid: false } },
    approved: { process: rejectPath, input: { valid: true }, forms: { approve: { approved: true } } },
    declined: { process: rejectPath, input: { valid: true }, forms: { approve: { approved: false } } },
  },
}
