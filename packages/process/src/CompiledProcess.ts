/**
 * A compiled process: the graph with everything looked up that deciding needs, so that a step costs no search.
 */
import type { PreparedElement } from "./Element.ts"
import type { Evaluator } from "./Preparation.ts"

/** A flow with its ends. */
export interface FlowNode {
  readonly id: string
  readonly name: string | undefined
  readonly from: Node
  readonly to: Node
  readonly condition: Evaluator | undefined
}

/** An element with its neighbours. */
export interface Node {
  readonly id: string
  readonly name: string
  readonly type: string
  scope: Node | undefined
  readonly element: PreparedElement
  /** What holds the items of an activity together that runs more than once. */
  readonly wrapper: PreparedElement | undefined
  readonly outgoing: Array<FlowNode>
  readonly incoming: Array<FlowNode>
  /** The flow that is taken when no other applies. */
  otherwise: FlowNode | undefined
  /** It leaves through those of its flows that apply, and not simply through all of them. */
  conditional: boolean
  /** Boundary events that have to be armed when it begins. */
  readonly listeners: Array<Node>
  /** Boundary events that catch what is thrown. */
  readonly catchers: Array<Node>
  /** The boundary event that goes on when it is cancelled from inside. */
  cancelled: Node | undefined
  /** The start events of event sub-processes in it. */
  readonly handlers: Array<Node>
  /** What compensates it. */
  compensatedBy: Node | undefined
  /** Elements in it that begin with it. */
  readonly starts: Array<Node>
  /** Names of redacted variables that it sees; and, for scopes, that what stands in it sees. */
  redacted: ReadonlyArray<string>
  redactedWithin: ReadonlyArray<string>
}

/** A process ready for deciding. */
export interface CompiledProcess {
  readonly id: string
  readonly version: number
  /** The process itself, as an element. */
  readonly root: Node
  readonly nodes: ReadonlyMap<string, Node>
  readonly flows: ReadonlyMap<string, FlowNode>
  /** Something in it may undo what is complete: by compensation, or as a saga. */
  readonly compensates: boolean
  /** So many events go into one commit; what is under way is finished first. */
  readonly eventsPerCommit: number
}
