/**
 * Makes an element type an activity: its own fields and behaviour, and what all activities have.
 */
import type { Json } from "@millrace/kernel"
import {
  defineElement,
  type ElementBehaviour,
  type ElementOf,
  type ElementProblem,
  type Fields,
  type PreparedElement,
  type Surroundings,
} from "../Element.ts"
import type { Preparation } from "../Preparation.ts"
import { begin } from "../verbs/activate.ts"
import { complete } from "../verbs/complete.ts"
import { type ActivityFields, activityDefaults, activityFields } from "./activityFields.ts"
import { checkActivity } from "./checkActivity.ts"
import { collectTokens } from "./collectTokens.ts"
import { prepareMappings } from "./mappings.ts"
import { multiInstance } from "./multiInstance.ts"
import { standardLoop } from "./standardLoop.ts"

/** What an activity prepares for itself: where it stands in the flow is the same for all. */
export type PreparedActivity = Omit<PreparedElement, "shape"> & { readonly shape?: Partial<PreparedElement["shape"]> }

export interface ActivitySpec<F extends Fields> {
  readonly type: string
  readonly fields: F
  /** Values that mean the same as leaving the field out. Frozen for ever: digests depend on them. */
  readonly defaults?: Readonly<Record<string, Json>>
  readonly prepare: (element: ElementOf<F> & ActivityFields, preparation: Preparation) => PreparedActivity
  readonly check?: (element: ElementOf<F> & ActivityFields, around: Surroundings) => ReadonlyArray<ElementProblem>
}

/** Makes an activity of its fields, its checks and its behaviour; it gets what all activities have. */
export const defineActivity = <const F extends Fields>(spec: ActivitySpec<F>): ElementBehaviour =>
  defineElement<Fields>({
    type: spec.type,
    fields: { ...activityFields, ...spec.fields },
    defaults: { ...activityDefaults, ...spec.defaults },
    prepare: (element, preparation) => {
      const fields = element as ElementOf<F> & ActivityFields
      return prepareActivity(fields, spec.prepare(fields, preparation), preparation)
    },
    check: (element, around) => {
      const fields = element as ElementOf<F> & ActivityFields
      return [...checkActivity(fields), ...(spec.check?.(fields, around) ?? [])]
    },
  })

/** Gives an activity what all activities have. */
export const prepareActivity = (fields: ActivityFields, own: PreparedActivity, preparation: Preparation): PreparedElement => {
  const { mutex, startQuantity = 1, completionQuantity = 1 } = fields
  const element: PreparedElement = {
    ...own,
    ...prepareMappings(fields, preparation),
    ...((fields.outputs ?? []).length > 0 || fields.spread !== undefined ? { retry: retryOutputs(own) } : {}),
    shape: {
      activity: true,
      begins: fields.isForCompensation === true ? "compensation" : "token",
      splits: "all",
      joins: "each",
      conditions: true,
      ...(startQuantity > 1 ? { takes: startQuantity } : {}),
      ...(completionQuantity > 1 ? { gives: completionQuantity } : {}),
      ...own.shape,
    },
    ...(fields.default === undefined ? {} : { default: fields.default }),
    ...(mutex === undefined ? {} : { mutex }),
    ...(startQuantity > 1 ? { arrive: collectTokens(startQuantity) } : {}),
  }
  const wrapper =
    fields.multiInstance !== undefined
      ? multiInstance(fields.multiInstance, element, preparation)
      : fields.loop === undefined
        ? undefined
        : standardLoop(fields.loop, element, preparation)
  return wrapper === undefined ? element : { ...element, wrapper }
}

/** Where only its outputs had no values, what is done is not done again. */
const retryOutputs =
  ({ retry = begin, result }: Pick<PreparedElement, "retry" | "result">): NonNullable<PreparedElement["retry"]> =>
  (turn, it, fault) =>
    it.result === undefined ? retry(turn, it, fault) : complete(turn, it, result)
