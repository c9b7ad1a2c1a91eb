/**
 * The contract of stores as a test suite: a backend that passes it works.
 *
 * The suite brings no test runner: hand it the `describe` and `it` of yours.
 */
import { Store, type StoreError } from "@millrace/engine/store"
import { Context, Effect, Layer } from "effect"
import type { ContractCase } from "./ContractCase.ts"
import { childCases } from "./contract/childCases.ts"
import { commitCases } from "./contract/commitCases.ts"
import { deliveryCases } from "./contract/deliveryCases.ts"
import { durableCases } from "./contract/durableCases.ts"
import { engineRaceCases } from "./contract/engineRaceCases.ts"
import { hostileTextCases } from "./contract/hostileTextCases.ts"
import { instanceCases } from "./contract/instanceCases.ts"
import { jobCases } from "./contract/jobCases.ts"
import { loadCases } from "./contract/loadCases.ts"
import { messageCases } from "./contract/messageCases.ts"
import { messageStartCases } from "./contract/messageStartCases.ts"
import { modelCases } from "./contract/modelCases.ts"
import { offerCases } from "./contract/offerCases.ts"
import { definitionCases, engineCases, incidentCases } from "./contract/otherCases.ts"
import { purgeCases } from "./contract/purgeCases.ts"
import { scheduleCases } from "./contract/scheduleCases.ts"
import { sharedCases } from "./contract/sharedCases.ts"
import { sharedMailCases } from "./contract/sharedMailCases.ts"
import { signalCases } from "./contract/signalCases.ts"
import { timerCases } from "./contract/timerCases.ts"
import { togetherCases } from "./contract/togetherCases.ts"
import { transactionCases } from "./contract/transactionCases.ts"
import { userTaskCases } from "./contract/userTaskCases.ts"

export interface StoreContractOptions {
  readonly name: string
  /** Called once for each test: a layer of an empty store. Building that layer again opens the same store again. */
  readonly layer: () => Layer.Layer<Store, StoreError>
  /** What the store can do: `true`, or the reason why not. */
  readonly capabilities: {
    /** Keeps its rows when it is closed. */
    readonly durable: true | string
    /** Can be opened by several engines at the same time. */
    readonly shared: true | string
    /** Has transactions for transactional steps. */
    readonly transactions: true | string
  }
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, test: () => Promise<void>) => unknown
}

const cases: ReadonlyArray<ContractCase> = [
  ...commitCases,
  ...loadCases,
  ...engineRaceCases,
  ...instanceCases,
  ...jobCases,
  ...timerCases,
  ...userTaskCases,
  ...incidentCases,
  ...definitionCases,
  ...engineCases,
  ...offerCases,
  ...hostileTextCases,
  ...messageCases,
  ...messageStartCases,
  ...togetherCases,
  ...purgeCases,
  ...signalCases,
  ...deliveryCases,
  ...childCases,
  ...scheduleCases,
  ...modelCases,
]

/** Registers the tests of the contract for one store. */
export const storeContract = ({ name, layer, capabilities, describe, it }: StoreContractOptions): void => {
  describe(`the store contract, kept by ${name}`, () => {
    for (const { name, run } of cases) {
      it(name, () => Effect.runPromise(Effect.provide(Effect.flatMap(Store, run), layer())))
    }
    for (const { name, run } of capabilities.transactions === true ? transactionCases : []) {
      it(name, () => Effect.runPromise(Effect.provide(Effect.flatMap(Store, run), layer())))
    }
    for (const { name, run } of capabilities.shared === true ? [...sharedCases, ...sharedMailCases] : []) {
      it(name, () => {
        const store = layer()
        const open = Effect.map(Layer.build(Layer.fresh(store)), (context) => Context.get(context, Store))
        return Effect.runPromise(Effect.scoped(run(open)))
      })
    }
    if (capabilities.durable !== true) return
    for (const { name, run } of durableCases) {
      it(name, () => {
        const store = layer()
        return Effect.runPromise(run((use) => Effect.scoped(Effect.provide(Effect.flatMap(Store, use), store, { local: true }))))
      })
    }
  })
}
