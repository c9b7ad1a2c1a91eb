/**
 * Changes to a running instance from outside: other values of variables, one more item, one more activity.
 */
import type { Command, Value } from "@millrace/kernel"
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import { EngineError } from "../EngineError.ts"
import { messageOf } from "../messageOf.ts"
import { outsideTransactions } from "../transactions/insideTransaction.ts"
import { allow, checkName, checkText, isFields, shown } from "./Argument.ts"
import { command, rowOf } from "./ask.ts"
import { payloadText } from "./payloadText.ts"

/** The new values by their names; what is no object of fields, or cannot be read, has none. */
const entriesOf = (variables: unknown): Effect.Effect<ReadonlyArray<readonly [string, unknown]>, EngineError> =>
  Effect.try({
    try: () => {
      if (isFields(variables)) return Object.entries(variables)
      throw new Error(`it was given ${shown(variables)}`)
    },
    catch: (cause) =>
      new EngineError({
        code: "ArgumentInvalid",
        message: `setVariables takes an object with the new values, by the names of the variables: ${messageOf(cause)}.`,
      }),
  })

export const makeChanges = (core: Core) => ({
  /** Gives variables of an instance other values, as JSON; conditions that wait for that are looked at. All of them change, or none. */
  setVariables: outsideTransactions(
    Effect.fn("Engine.setVariables")(function* (instance: string, variables: Readonly<Record<string, unknown>>) {
      const texts: Array<readonly [string, string]> = []
      for (const [name, value] of yield* entriesOf(variables)) {
        yield* allow(checkName("The name of a variable", name))
        texts.push([name, yield* payloadText(`The value of the variable '${name}'`, value, undefined, core.settings.maxValueLength)])
      }
      const row = yield* rowOf(core, instance)
      yield* command(core, row, (now, value) => ({
        type: "SetVariables",
        variables: texts.map(([name, text]) => [name, value(text)] as const),
        now,
      }))
    }),
  ),
  /** Begins a step of an ad-hoc sub-process, by its path. */
  activate: outsideTransactions(
    Effect.fn("Engine.activate")(function* (instance: string, path: string) {
      yield* allow(checkText("The path of a step", path))
      const row = yield* rowOf(core, instance)
      yield* command(core, row, (now) => ({ type: "ActivateElement", element: path, now }), path)
    }),
  ),
  /** Ends an ad-hoc sub-process by hand, by its path. */
  finishAdHoc: outsideTransactions(
    Effect.fn("Engine.finishAdHoc")(function* (instance: string, path: string) {
      yield* allow(checkText("The path of a step", path))
      const row = yield* rowOf(core, instance)
      yield* command(core, row, (now) => ({ type: "FinishAdHoc", element: path, now }), path)
    }),
  ),
  /** Gives a multi-instance step that runs, by its path, one more item. */
  addItem: outsideTransactions(
    Effect.fn("Engine.addItem")(function* (instance: string, path: string, item: unknown) {
      yield* allow(checkText("The path of a step", path))
      const text = yield* payloadText(`The item for '${path}'`, item, undefined, core.settings.maxValueLength)
      const row = yield* rowOf(core, instance)
      const add = (now: number, value: (text: string) => Value): Command => ({ type: "AddItem", activity: path, item: value(text), now })
      yield* command(core, row, add, path)
    }),
  ),
})

export type Changes = ReturnType<typeof makeChanges>
