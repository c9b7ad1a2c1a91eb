/**
 * Check: transactions and what cancels them.
 *
 * BPMN 2.0.2 §10.3.5 (transactions).
 */
import type { Check, CheckedElement, Model } from "./Model.ts"
import { error } from "./Model.ts"

/** Cancel events stand in and at transactions, and what is cancelled goes on somewhere. */
export const checkTransactions: Check = (model) => {
  const all = [...model.elements.values()]
  const caught = new Set(all.flatMap(({ prepared }) => (prepared.trigger?.cancels === true ? (prepared.boundary?.attachedTo ?? []) : [])))
  return all.flatMap(({ element, prepared }) => {
    const { id } = element
    const attachedTo = prepared.trigger?.cancels === true ? prepared.boundary?.attachedTo : undefined
    if (attachedTo !== undefined && model.elements.has(attachedTo) && model.elements.get(attachedTo)?.prepared.transaction !== true) {
      return [
        error(
          "CancelOutsideTransaction",
          id,
          `'${id}' waits for '${attachedTo}' to be cancelled from inside, and that is no transaction.`,
          "Make it a transaction, or catch something else.",
        ),
      ]
    }
    if (prepared.cancels !== true) return []
    const transaction = transactionAround(model, element.scope)
    if (transaction === undefined) {
      return [
        error(
          "CancelOutsideTransaction",
          id,
          `'${id}' cancels a transaction, and stands in none.`,
          "Put it into a transaction, or end with an error or a compensation.",
        ),
      ]
    }
    if (caught.has(transaction.element.id)) return []
    return [
      error(
        "CancelUncaught",
        id,
        `'${id}' cancels '${transaction.element.id}', and nothing goes on then.`,
        "Attach a boundary event with the trigger 'cancel' to the transaction.",
      ),
    ]
  })
}

const transactionAround = (model: Model, scope: string | undefined): CheckedElement | undefined => {
  const seen = new Set<string>()
  for (let id = scope; id !== undefined && !seen.has(id); ) {
    seen.add(id)
    const one = model.elements.get(id)
    if (one?.prepared.transaction === true) return one
    id = one?.element.scope
  }
  return undefined
}
