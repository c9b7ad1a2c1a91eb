/** Every way through this example, for programmes that run all examples. */
import { FlatGone, HouseSold, KeysBack, letting, Passport, Payslip, SeasonOver, search, tenant, Wanted, Withdrawn } from "./process.ts"

const ada = { flat: "f-1", person: "ada" }
const papers = (cents: number) => [
  { message: Wanted, payload: ada },
  { message: Payslip, payload: { flat: "f-1", cents } },
  { message: Passport, payload: { flat: "f-1", text: "P-1" } },
]

export const scenario = {
  processes: [letting, tenant, search],
  ways: {
    /** Nobody starts it: it begins with a message, and so does the tenant's process, which signs. */
    let: { process: letting, opened: [letting, tenant], messages: papers(400_000) },
    refused: { process: letting, opened: [letting], messages: papers(1000) },
    withdrawn: { process: letting, opened: [letting], messages: [...papers(400_000), { message: Withdrawn, payload: ada }] },
    late: { process: letting, opened: [letting], messages: papers(400_000), signals: [{ signal: SeasonOver, payload: undefined }] },
    sold: {
      process: letting,
      opened: [letting],
      messages: [...papers(400_000), { message: KeysBack, payload: ada }],
      signals: [{ signal: HouseSold, payload: undefined }],
    },
    hopeless: {
      process: search,
      opened: [search],
      input: { flat: "f-1" },
      signals: [
        { signal: SeasonOver, payload: undefined },
        { signal: HouseSold, payload: undefined },
      ],
    },
    gone: { process: search, opened: [search], input: { flat: "f-1" }, signals: [{ signal: FlatGone, payload: { flat: "f-1" } }] },
  },
}
