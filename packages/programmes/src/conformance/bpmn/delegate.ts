/**
 * What tasks of the models do, told in words: "adds 1 to process variable undoBookHotel (absent counts as 0)".
 */
import type { Handler } from "@millrace/kernel"
import { Effect } from "effect"
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
  const thrown = /^(?:throws|raises) .*?\berror\b(?: with)?(?: the)?(?: code)? ["']?([\w.-]+)/i.exec(words)
  if (thrown !== null) {
    const [, code = ""] = thrown
    return () => Effect.fail({ _tag: code })
  }
  const assigned = words.startsWith("sets ") ? [...words.matchAll(assignment)] : []
  if (assigned.length === 0) throw new Error(`Nobody knows what '${words}' means: teach it to ${import.meta.filename}.`)
  return ({ instance }) => set(instance, Object.fromEntries(assigned.map(([, name = "", text, plain]) => [name, text ?? parsed(plain)])))
}

/** `sets a="x"`, `sets process variable b to 3 and c to true`; without a value, a text that is empty. */
const assignment =
  /(?:^sets|,|and) (?:sets )?(?:the )?(?:process )?(?:variable )?([A-Za-z_]\w*)(?:\s*(?:=|\bto\b)\s*(?:["']([^"']*)["']|(-?\d+(?:\.\d+)?|true|false|null)))?/g

const parsed = (plain: string | undefined): Variables[string] => (plain === undefined ? "" : JSON.parse(plain))
