/** What was drawn in a modelling tool, with the code that does its work: the job types of the drawing name the handlers. */
import { readFileSync } from "node:fs"
import { bpmn, importBpmn } from "@millrace/bpmn"
import { dmn } from "@millrace/dmn"
import { Schema } from "millrace"

const file = (name: string) => readFileSync(new URL(name, import.meta.url))

/** What a claim is: a document knows no types, so that what comes in is checked where it is used. */
const Claim = Schema.Struct({ number: Schema.String, customer: Schema.String, amount: Schema.Number })
const claimOf = Schema.decodeUnknownSync(Claim)

const covers: Readonly<Record<string, number>> = { ada: 20_000, bob: 800, eve: 5000 }
const Verdict = Schema.Struct({ accepted: Schema.Boolean })

/** An error that the drawing knows by its code. */
class AccountClosed extends Schema.TaggedError<AccountClosed>()("AccountClosed", { customer: Schema.String }) {}

const claims = await importBpmn(file("claim.bpmn"), {
  handlers: {
    "look-up-policy": ({ vars }) => ({ cover: covers[claimOf(vars.claim).customer] ?? 0 }),
    remind: ({ vars }) => console.log(`adjusters: claim ${claimOf(vars.claim).number} waits`),
  },
  forms: { verdict: { decode: Schema.decodeUnknownSync(Verdict), encode: Schema.encodeUnknownSync(Verdict) } },
})

const payouts = await importBpmn(file("payout.bpmn"), {
  handlers: {
    transfer: ({ vars: { customer, amount } }) => {
      if (customer === "eve") throw new AccountClosed({ customer })
      return { transfer: { to: customer, amount } }
    },
  },
})

export const claim = claims.process()
export const payout = payouts.process()

/** What the engine needs: FEEL and the decision table, and the expressions of documents. */
export const plugins = [bpmn(), dmn({ models: [file("route.dmn").toString()] })]
