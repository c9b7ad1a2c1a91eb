/** Every way through this example, for programmes that run all examples. */
import { courier, NightSettled, report, settlementAt } from "./process.ts"

/** It is due as soon as somebody looks. */
const tonight = settlementAt("2026-01-01T02:00:00Z")

export const scenario = {
  processes: [tonight, report, courier],
  ways: {
    /** Nobody starts it: the schedule begins the settlement, and its signal the report. */
    night: { process: tonight, opened: [tonight, report] },
    courier: {
      process: courier,
      opened: [courier],
      input: { rounds: 0 },
      signals: [{ signal: NightSettled, payload: { branches: 3, cents: 24_900 } }],
    },
  },
}
