/**
 * The contract of an element type: one file describes its fields, what is checked about it before it runs, and what
 * it does. Plugins bring elements by the same contract.
 */
import type { ErrorValue, Fault, Json, RetryPolicy, Value } from "@millrace/kernel"
import { Schema } from "effect"
import type { FlowNode } from "./CompiledProcess.ts"
import { elementBase, type GraphElement } from "./Graph.ts"
import type { Preparation } from "./Preparation.ts"
import type { ElementInstance, ProcessState } from "./State.ts"
import type { PreparedBoundaryTrigger } from "./Trigger.ts"
import type { Turn } from "./Turn.ts"

/** How an element stands in the graph, for the checks that look at structure only. */
export interface Shape {
  /** Boundary events can be attached to it, and it can be compensated. */
  readonly activity?: true
  /** Other elements can have it as their scope. */
  readonly scope?: true
  /** How it begins: by a token, with its scope, with the activity it is attached to, or by a compensation. */
  readonly begins: "token" | "scope" | "attached" | "compensation"
  /** Tokens end here: no flow can leave. */
  readonly ends?: true
  /** Everything else in its scope ends with it. */
  readonly clears?: true
  /** Which outgoing flows are taken: all of them, or one. */
  readonly splits: "all" | "one"
  /** Whether it begins with each token, or waits for one on every incoming flow. */
  readonly joins: "each" | "all"
  /** Conditions on outgoing flows are read. */
  readonly conditions?: true
  /** For what is attached. */
  readonly attachedTo?: string
}

/** Where a graph is not sound: found by an element about itself. */
export interface ElementProblem {
  readonly code: string
  readonly severity: "error" | "warning"
  readonly message: string
  readonly hint: string
}

/** What a check of an element may look at. */
export interface Surroundings {
  readonly outgoing: ReadonlyArray<{ readonly id: string; readonly name?: string; readonly conditional: boolean }>
  readonly incoming: number
}

/** One element of a compiled process. All functions emit what happens and change nothing themselves. */
export interface PreparedElement {
  readonly shape: Shape
  /** What it does as it begins. Called again when an incident it raised is resolved, unless `retry` says otherwise. */
  readonly activate: (turn: Turn, it: ElementInstance) => void
  /** A token arrives; by default the element begins. */
  readonly arrive?: (turn: Turn, scope: ElementInstance, flow: FlowNode) => void
  readonly jobCompleted?: (turn: Turn, it: ElementInstance) => void
  /** `due` is when the timer was to fire. */
  readonly timerFired?: (turn: Turn, it: ElementInstance, due: number) => void
  readonly userTaskCompleted?: (turn: Turn, it: ElementInstance, form: Value, by: string) => void
  /** Everything in it has ended. */
  readonly childrenDone?: (turn: Turn, it: ElementInstance) => void
  /** The compensation it started has ended. */
  readonly compensated?: (turn: Turn, it: ElementInstance) => void
  /** What resolving an incident does. */
  readonly retry?: (turn: Turn, it: ElementInstance, fault: Fault) => void

  /** Of an activity that runs more than once: what its body does. Its items do what stands here. */
  readonly wrapper?: PreparedElement | undefined
  readonly job?: PreparedJob
  readonly userTask?: { readonly form?: string }
  /** It rolls back when an error leaves it or it is cancelled. */
  readonly saga?: boolean
  readonly boundary?: PreparedBoundary
  /** The variable that takes its value. */
  readonly result?: string | undefined
  /** Names of variables in this scope whose values must not appear in texts. */
  readonly redacted?: ReadonlyArray<string> | undefined
  /** The one activity that it throws compensation for. */
  readonly compensates?: string
  /** What must hold of it between two commits and does not, in sentences: beside the invariants of all elements. For tests. */
  readonly violations?: (state: ProcessState, it: ElementInstance) => Iterable<string>
}

export interface PreparedJob {
  readonly handler: string
  readonly retry: RetryPolicy
  readonly timeout?: number
  readonly heartbeat?: number
  readonly transactional?: boolean
  readonly concurrency?: number
}

export interface PreparedBoundary extends PreparedBoundaryTrigger {
  readonly attachedTo: string
}

/** How well a boundary event fits an error: by its code, as a catch-all, or not at all. */
export type Fit = "exactly" | "anyway" | undefined
export type Catches = (error: ErrorValue) => Fit

/** The fields of an element type, beside `id`, `type`, `name` and `scope`. */
export type Fields = { readonly [name: string]: Schema.Codec<unknown, unknown> }
export type ElementOf<F extends Fields> = GraphElement & Schema.Struct.Type<F>

export interface ElementSpec<F extends Fields> {
  readonly type: string
  readonly fields: F
  /** Values that mean the same as leaving the field out. Frozen for ever: digests depend on them. */
  readonly defaults?: Readonly<Record<string, Json>>
  readonly prepare: (element: ElementOf<F>, preparation: Preparation) => PreparedElement
  readonly check?: (element: ElementOf<F>, around: Surroundings) => ReadonlyArray<ElementProblem>
}

/** An element type, ready to be registered. */
export interface ElementBehaviour {
  readonly type: string
  readonly schema: Schema.Codec<GraphElement, unknown>
  readonly defaults: Readonly<Record<string, Json>>
  /** Throws a `SchemaError` where the element is malformed. */
  readonly prepare: (element: unknown, preparation: Preparation) => PreparedElement
  /** Assumes that the element is well formed. */
  readonly check: (element: unknown, around: Surroundings) => ReadonlyArray<ElementProblem>
}

/** Makes an element type of its fields, its checks and its behaviour. */
export const defineElement = <const F extends Fields>(spec: ElementSpec<F>): ElementBehaviour => {
  const struct = Schema.Struct({ ...elementBase, type: Schema.Literal(spec.type), ...spec.fields })
  // The compiler cannot spread a type parameter into a struct; `ElementOf<F>` is what the spread gives.
  const schema: Schema.Codec<ElementOf<F>, unknown> = struct as never
  const decode = Schema.decodeUnknownSync(schema, { errors: "all", onExcessProperty: "error" })
  return {
    type: spec.type,
    schema,
    defaults: spec.defaults ?? {},
    prepare: (element, preparation) => spec.prepare(decode(element), preparation),
    check: (element, around) => spec.check?.(decode(element), around) ?? [],
  }
}
