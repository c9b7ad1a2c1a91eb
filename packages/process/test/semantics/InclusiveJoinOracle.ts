/**
 * When an inclusive gateway may begin, straight from BPMN 2.0.2, table 13.3, and from nothing else: tokens are followed
 * through the log, and paths are searched for again each time.
 *
 * "The Inclusive Gateway is activated if
 *  - at least one incoming Sequence Flow has at least one token, and
 *  - for every directed path formed by Sequence Flows that (i) starts with a Sequence Flow f of the diagram that has a
 *    token, (ii) ends with an incoming Sequence Flow of the inclusive gateway that has no token, and (iii) does not visit
 *    the Inclusive Gateway,
 *  - there is also a directed path formed by Sequence Flows that (iv) starts with f, (v) ends with an incoming Sequence
 *    Flow of the inclusive gateway that has a token, and (vi) does not visit the Inclusive Gateway."
 *
 * A token that is in an element stands before each of its outgoing flows.
 */
import type { ProcessEvent, ProcessGraph, SequenceFlow } from "../../src/index.ts"

export class InclusiveJoinOracle {
  readonly #graph: ProcessGraph
  /** Tokens by the flow they are on. */
  readonly #onFlows = new Map<string, number>()
  /** Elements at work, by their number. */
  readonly #atWork = new Map<number, string>()

  constructor(graph: ProcessGraph) {
    this.#graph = graph
  }

  /** Follows an event; says what is wrong with it. */
  follow(event: ProcessEvent): ReadonlyArray<string> {
    if (event.type === "SequenceFlowTaken") this.#add(event.flow, 1)
    if (event.type === "ElementCompleted" || event.type === "ElementTerminated") this.#atWork.delete(event.id)
    if (event.type !== "ElementActivated") return []
    const joins = event.joins === true && this.#isInclusive(event.element)
    const problems = joins && !this.#mayBegin(event.element) && !this.#nothingMoves() ? [`'${event.element}' began too early.`] : []
    if (event.flow !== undefined) this.#add(event.flow, -1)
    if (event.joins === true) for (const { id } of this.#into(event.element)) if (this.#has(id)) this.#add(id, -1)
    this.#atWork.set(event.id, event.element)
    return problems
  }

  /** Inclusive gateways at which tokens wait although they may begin. To be asked when the instance rests. */
  late(): ReadonlyArray<string> {
    return this.#graph.elements
      .filter(({ id }) => this.#isInclusive(id) && this.#into(id).some((flow) => this.#has(flow.id)))
      .filter(({ id }) => this.#mayBegin(id) || this.#nothingMoves())
      .map(({ id }) => `'${id}' has not begun.`)
  }

  #mayBegin(gateway: string): boolean {
    const into = this.#into(gateway)
    const filled = into.filter(({ id }) => this.#has(id))
    const empty = into.filter(({ id }) => !this.#has(id))
    const starts = [
      ...this.#graph.flows.filter(({ id }) => this.#has(id)).map((flow) => [flow]),
      ...[...this.#atWork.values()].map((element) => this.#outOf(element)),
    ]
    return filled.length > 0 && starts.every((from) => !this.#pathExists(from, empty, gateway) || this.#pathExists(from, filled, gateway))
  }

  /** A path through flows that begins with one of `from`, ends with one of `to`, and does not visit the gateway. */
  #pathExists(from: ReadonlyArray<SequenceFlow>, to: ReadonlyArray<SequenceFlow>, gateway: string): boolean {
    const seen = new Set(from)
    for (const flow of seen) {
      if (to.includes(flow)) return true
      if (flow.to !== gateway) for (const next of this.#outOf(flow.to)) seen.add(next)
    }
    return false
  }

  /** All tokens wait at gateways. */
  #nothingMoves(): boolean {
    return this.#atWork.size === 0 && [...this.#onFlows.keys()].every((id) => this.#waits(id))
  }

  #waits(id: string): boolean {
    const target = this.#graph.flows.find((flow) => flow.id === id)?.to ?? ""
    const type = this.#graph.elements.find((element) => element.id === target)?.type
    return (type === "InclusiveGateway" || type === "ParallelGateway") && this.#into(target).length > 1
  }

  #isInclusive(id: string): boolean {
    return this.#graph.elements.some((element) => element.id === id && element.type === "InclusiveGateway")
  }

  #into(id: string): ReadonlyArray<SequenceFlow> {
    return this.#graph.flows.filter(({ to }) => to === id)
  }

  #outOf(id: string): ReadonlyArray<SequenceFlow> {
    return this.#graph.flows.filter(({ from }) => from === id)
  }

  #has(flow: string): boolean {
    return (this.#onFlows.get(flow) ?? 0) > 0
  }

  #add(flow: string, count: number): void {
    const sum = (this.#onFlows.get(flow) ?? 0) + count
    if (sum === 0) this.#onFlows.delete(flow)
    else this.#onFlows.set(flow, sum)
  }
}
