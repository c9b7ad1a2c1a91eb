/**
 * Several triggers for one event: caught when one of them comes, or when all of them have; thrown all at once.
 *
 * BPMN 2.0.2 §10.5.5 (multiple events, parallel multiple events).
 */
import { Schema } from "effect"
import { CodeProblem } from "../CodeProblem.ts"
import {
  defineTrigger,
  type Fit,
  type PlannedWait,
  type PreparedThrowTrigger,
  type PreparedTrigger,
  prepareTrigger,
  type TriggerPosition,
  triggerField,
} from "../Trigger.ts"
import { throwing } from "../verbs/throwing.ts"

/** Any of several triggers. */
export const multipleCaught = (positions: ReadonlyArray<TriggerPosition<PreparedTrigger>>): TriggerPosition<PreparedTrigger> =>
  several("multiple", positions, false)

/** All of several triggers. */
export const parallelMultipleCaught = (positions: ReadonlyArray<TriggerPosition<PreparedTrigger>>): TriggerPosition<PreparedTrigger> =>
  several("parallelMultiple", positions, true)

const several = (
  type: string,
  positions: ReadonlyArray<TriggerPosition<PreparedTrigger>>,
  all: boolean,
): TriggerPosition<PreparedTrigger> => {
  const fields = { triggers: Schema.NonEmptyArray(triggerField(positions)) }
  return defineTrigger<typeof fields, PreparedTrigger>({
    type,
    fields,
    prepare: ({ triggers }, preparation, place) =>
      merge(
        // Of several that all have to come, each comes once.
        triggers.map((trigger) => prepareTrigger(positions, trigger, preparation, all ? { element: place.element } : place)),
        all,
      ),
  })
}

/** What several triggers are together. Those that wait are counted by their index. */
const merge = (triggers: ReadonlyArray<PreparedTrigger>, all: boolean): PreparedTrigger => {
  const waiting = triggers.filter(({ plan }) => plan !== undefined)
  const catching = triggers.flatMap(({ catches }) => (catches === undefined ? [] : [catches]))
  const problem = triggers.find(({ problem }) => problem !== undefined)?.problem
  const starts = triggers.flatMap(({ starts }) => starts ?? [])
  return {
    ...(waiting.length === 0
      ? {}
      : {
          plan: (turn, look) => {
            const waits: Array<PlannedWait> = []
            for (const { plan } of waiting) {
              const planned = plan?.(turn, look)
              if (planned instanceof CodeProblem) return planned
              waits.push(...(planned?.waits ?? []))
            }
            return { waits, ...(all ? { all } : {}) }
          },
          conditions: waiting.map(({ conditions }) => conditions?.[0]),
          payloads: waiting.map(({ payloads }) => payloads?.[0]),
        }),
    ...(catching.length === 0
      ? {}
      : { catches: (thrown) => catching.map((catches) => catches(thrown)).reduce<Fit>((best, fit) => better(best, fit), undefined) }),
    // One of them alone is not all that has to come.
    ...(all ? { startsEach: waiting.map(({ starts }) => starts?.[0]) } : starts.length === 0 ? {} : { starts }),
    ...(triggers.some(({ cancels }) => cancels === true) ? { cancels: true } : {}),
    ...(triggers.some(({ keyed }) => keyed === true) ? { keyed: true } : {}),
    ...(all ? { all } : {}),
    ...(problem === undefined ? {} : { problem }),
  }
}

const better = (one: Fit, other: Fit): Fit => (one === "exactly" || other === "exactly" ? "exactly" : (one ?? other))

/** Throws all of several triggers; what ends or compensates something comes last. */
export const multipleThrow = (positions: ReadonlyArray<TriggerPosition<PreparedThrowTrigger>>): TriggerPosition<PreparedThrowTrigger> => {
  const fields = { triggers: Schema.NonEmptyArray(triggerField(positions)) }
  return defineTrigger<typeof fields, PreparedThrowTrigger>({
    type: "multiple",
    fields,
    prepare: ({ triggers }, preparation, place) => {
      const prepared = triggers.map((trigger) => prepareTrigger(positions, trigger, preparation, place))
      const plans = prepared.flatMap(({ plan }) => (plan === undefined ? [] : [plan]))
      const [last, ...more] = prepared.filter(({ plan }) => plan === undefined)
      if (more.length > 0) {
        throw new Error(`'${place.element}' has several triggers that end or compensate something. Keep one of them.`)
      }
      const { throw: throwAll, plan } = throwing((turn, it) => {
        const ready: Array<() => void> = []
        for (const plan of plans) {
          const one = plan(turn, it)
          if (one instanceof CodeProblem) return one
          ready.push(one)
        }
        return () => {
          for (const one of ready) one()
        }
      })
      if (last === undefined) return { throw: throwAll, ...(plan === undefined ? {} : { plan }) }
      return { ...last, throw: (turn, it, proceed) => throwAll(turn, it, () => last.throw(turn, it, proceed)) }
    },
  })
}
