/** Every way through this example, for programmes that run all examples. */
import { account, onboarding } from "./process.ts"

const contract = { signed: true }

export const scenario = {
  processes: [onboarding, account],
  ways: {
    free: { process: onboarding, input: { name: "bob", systems: ["wiki", "mail"] }, forms: { contract } },
    taken: {
      process: onboarding,
      input: { name: "ada", systems: ["wiki", "mail"] },
      forms: { contract, "accounts/otherLogin": { login: "ada.l@mail" } },
    },
  },
}
