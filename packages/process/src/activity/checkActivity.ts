/**
 * What can be wrong with an activity whatever it does.
 */
import type { ElementProblem } from "../Element.ts"
import type { ActivityFields } from "./activityFields.ts"

const wrong = (code: string, message: string, hint: string): ElementProblem => ({ code, severity: "error", message, hint })

/** What is wrong with how often an activity runs. */
export const checkActivity = ({ id, multiInstance, loop }: ActivityFields): ReadonlyArray<ElementProblem> => {
  const problems: Array<ElementProblem> = []
  if (multiInstance !== undefined && loop !== undefined) {
    problems.push(
      wrong(
        "LoopAmbiguous",
        `'${id}' is a loop and runs for each of many items.`,
        "Keep one; for both, put the activity into a sub-process and give that the other.",
      ),
    )
  }
  if (loop !== undefined && loop.condition === undefined && loop.max === undefined) {
    problems.push(
      wrong(
        "LoopEndless",
        `Nothing ends the loop of '${id}'.`,
        "Give it a `condition` for which it runs again, or a `max` number of runs.",
      ),
    )
  }
  if (multiInstance === undefined) return problems
  const { items, count, sequential, concurrency, completion, remaining, item } = multiInstance
  if ((items === undefined) === (count === undefined)) {
    const what = items === undefined ? "neither a list of items nor a count" : "a list of items and a count"
    problems.push(wrong("ItemsAmbiguous", `'${id}' has ${what}.`, "Give it either `items`, a list, or `count`, a number."))
  }
  if (item !== undefined && items === undefined && count !== undefined) {
    problems.push(
      wrong(
        "ItemWithoutList",
        `'${id}' names a variable for its item and has no list.`,
        "Give it `items`, or read `loopCounter`, which counts from 1.",
      ),
    )
  }
  if (sequential === true && concurrency !== undefined) {
    problems.push(
      wrong("ConcurrencyUnused", `'${id}' runs one after the other and has a \`concurrency\`.`, "Leave out `sequential` or `concurrency`."),
    )
  }
  if (remaining !== undefined && completion === undefined) {
    problems.push(
      wrong(
        "RemainingUnused",
        `'${id}' says what becomes of the remaining runs and has no completion condition.`,
        "Give it `completion`, or leave out `remaining`.",
      ),
    )
  }
  return problems
}
