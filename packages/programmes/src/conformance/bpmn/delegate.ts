/**
 * What tasks of the models do, told in words: "adds 1 to process variable undoBookHotel (absent counts as 0)".
 */
import type { Handler } from "@millrace/kernel"
import type { Variables } from "./Expectation.ts"

/** Sets variables of a whole process, as the delegates of other engines do. */
export type SetVariables = (instance: string, variables: Variables) => Promise<void>

/** The handler that does what the words say. */
export const delegate = (words: string, set: SetVariables): Handler => {
  if (words === "no effect") return () => undefined
  const added = /^adds (\d+) to process variable (\w+)/.exec(words)
  if (added !== null) {
    const [, amount, name = ""] = added
    // Several of them may be at work at once: they count here, and not in what they saw when they began.
    const counts = new Map<string, number>()
    return async ({ vars, instance }) => {
      const before = counts.get(instance) ?? (typeof vars[name] === "number" ? vars[name] : 0)
      counts.set(instance, before + Number(amount))
      await set(instance, { [name]: before + Number(amount) })
    }
  }
  const assigned = /^sets (\w+)(?:="([^"]*)")?/.exec(words)
  if (assigned === null) throw new Error(`Nobody knows what '${words}' means: teach it to ${import.meta.filename}.`)
  const [, name = "", value = ""] = assigned
  return ({ instance }) => set(instance, { [name]: value })
}
