/**
 * The contract of an element type: one file describes its fields, what is checked about it before it runs, and what
 * it does. Plugins bring elements by the same contract.
 */
import type { Fault, Json, RetryPolicy, Value } from "@millrace/kernel"
import { Schema } from "effect"
import type { PreparedMappings } from "./activity/mappings.ts"
import type { FlowNode, Node } from "./CompiledProcess.ts"
import type { Caught } from "./Event.ts"
import { elementBase, type GraphElement } from "./Graph.ts"
import type { Evaluator, Preparation } from "./Preparation.ts"
import type { ElementInstance, ProcessState } from "./State.ts"
import type { Fired, PreparedTrigger, StartsBy } from "./Trigger.ts"
import type { Turn } from "./Turn.ts"

/** How an element stands in the graph, for the checks that look at structure only. */
export interface Shape {
  /** Boundary events can be attached to it, and it can be compensated. */
  readonly activity?: true
  /** Other elements can have it as their scope. */
  readonly scope?: true
  /** What stands in it without an incoming flow begins when somebody asks for it. */
  readonly adHoc?: true
  /** How it begins: by a token, with its scope, with the activity it is attached to, by a compensation, by an event inside it, or by a message. */
  readonly begins: "token" | "scope" | "attached" | "compensation" | "event" | "message"
  /** Tokens end here: no flow can leave. */
  readonly ends?: true
  /** Everything else in its scope ends with it. */
  readonly clears?: true
  /** Which outgoing flows are taken: all of them, one, or at least one. */
  readonly splits: "all" | "one" | "some"
  /** Whether it begins with each token, waits for one on every incoming flow, or for all that can still come. */
  readonly joins: "each" | "all" | "some"
  /** Its flows lead to events, and it waits for one of them or for all. */
  readonly awaits?: "one" | "all"
  /** Conditions on outgoing flows are read, as those of activities always are. */
  readonly conditions?: true
  /** So many tokens it takes, whichever flows they come on, and so many it gives to each flow; 1 where it is left out. */
  readonly takes?: number
  readonly gives?: number
  /** For what is attached. */
  readonly attachedTo?: string
}

/** Whether conditions on flows that leave such an element have a meaning. */
export const readsConditions = ({ activity, conditions }: Shape): boolean => activity === true || conditions === true

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
  /**
   * What it does about tokens that wait for it, if it no longer waits for others: asked when nothing is on its way any more;
   * `last` when nothing in the scope can move any more.
   */
  readonly merge?: (turn: Turn, scope: ElementInstance, node: Node, last: boolean) => (() => void) | undefined
  /** Goes on with ending others in its scope, as long as the commit is not full. */
  readonly cancel?: (turn: Turn, it: ElementInstance) => void
  /** The instance that it called is complete, and has given its output as the result. */
  readonly childCompleted?: (turn: Turn, it: ElementInstance) => void
  /** For what waits when nothing is at work in it: what has to happen, in one sentence. */
  readonly idles?: (node: Node) => string
  /** Of what idles: ends it by hand. */
  readonly finish?: (turn: Turn, it: ElementInstance) => void
  readonly jobCompleted?: (turn: Turn, it: ElementInstance) => void
  /**
   * What it waited for has come. For what watches over something (a boundary event, the start of an event sub-process) `it`
   * is the listener.
   */
  readonly triggered?: (turn: Turn, it: ElementInstance, fired: Fired) => void
  /** What one of its listeners waited for has come. */
  readonly heard?: (turn: Turn, it: ElementInstance, listener: ElementInstance, fired: Fired) => void
  readonly userTaskCompleted?: (turn: Turn, it: ElementInstance, form: Value, by: string) => void
  /** Everything in it has ended. */
  readonly childrenDone?: (turn: Turn, it: ElementInstance) => void
  /** The compensation it started has ended. */
  readonly compensated?: (turn: Turn, it: ElementInstance) => void
  /** What resolving an incident does. */
  readonly retry?: (turn: Turn, it: ElementInstance, fault: Fault) => void

  /** Of an activity that runs more than once: what its body does. Its items do what stands here. */
  readonly wrapper?: PreparedElement | undefined
  /** The ids of elements that end when it begins. */
  readonly region?: ReadonlyArray<string>
  /** The id of the flow that is taken when no other applies. */
  readonly default?: string | undefined
  /** How its runs give their values. `adds`: it takes further items while it runs. */
  readonly items?: { readonly collects: boolean; readonly output: Evaluator | undefined; readonly adds: boolean }
  /** One run of it is complete. */
  readonly runDone?: (turn: Turn, it: ElementInstance) => void
  /** Another element in it is complete; nothing has followed from that yet. True when nothing is to follow. */
  readonly childDone?: (turn: Turn, it: ElementInstance, child: Node) => boolean
  /** At most one of the activities that name it is at work. */
  readonly mutex?: string
  /** At most one activity that stands in it is at work. */
  readonly oneAtATime?: true
  /** While something is at work in it, it refuses what somebody asks for. */
  readonly refusesBeside?: true
  readonly job?: PreparedJob
  readonly userTask?: { readonly form?: string }
  /** It rolls back when an error leaves it or it is cancelled. */
  readonly saga?: boolean
  /** A cancel end event in it rolls it back. */
  readonly transaction?: true
  /** How a process begins with it, where nothing leads to it. */
  readonly starts?: ReadonlyArray<StartsBy>
  /** Of a gateway that nothing leads to: begins a process with what stands behind it, which has caught something. */
  readonly instantiate?: (turn: Turn, root: ElementInstance, gateway: Node, behind: Node, caught: Caught) => void
  /** It ends the transaction around it. */
  readonly cancels?: true
  /** It takes the flow to, or comes from, the event of this name in its scope. */
  readonly link?: { readonly name: string; readonly thrown: boolean }
  /** What it catches. */
  readonly trigger?: PreparedTrigger
  readonly boundary?: PreparedBoundary
  /** Of the start of an event sub-process: everything else in the scope ends when it begins. */
  readonly interrupting?: boolean
  /** What it has for itself, and what takes its work. */
  readonly mappings?: PreparedMappings
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

export interface PreparedBoundary {
  readonly attachedTo: string
  readonly interrupting: boolean
  /** The element that compensates the activity. */
  readonly compensatedBy?: string
}

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
