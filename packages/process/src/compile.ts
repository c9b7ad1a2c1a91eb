/**
 * Compiling: turns a graph into nodes that know their neighbours. Assumes a graph without errors (`validate`); throws
 * an `Error` that names the element where it cannot go on.
 */
import { type CompileOptions, type Definition, definitionName } from "@millrace/kernel"
import type { CompiledProcess, FlowNode, Node } from "./CompiledProcess.ts"
import { type PreparedElement, readsConditions } from "./Element.ts"
import { elementTable } from "./ElementTable.ts"
import { prepareProcess } from "./elements/Process.ts"
import type { GraphElement, ProcessGraph } from "./Graph.ts"
import { linkFlows } from "./links.ts"
import { makePreparation } from "./Preparation.ts"
import { noteRedacted } from "./redaction.ts"
import { processElement } from "./State.ts"

/** Prepares a definition for deciding. Code that is not bound is reported when it is needed. */
export const compile = (definition: Definition<unknown>, options: CompileOptions): CompiledProcess => {
  const graph = definition.graph as ProcessGraph
  const name = definitionName(definition)
  const table = elementTable(options)
  const preparation = makePreparation(name, options.bindings, options.languages)
  const root = makeNode({ id: processElement, type: "Process", name: definition.id }, prepareProcess(graph.saga === true, graph.redacted))
  const nodes = new Map<string, Node>()
  for (const element of graph.elements) {
    const behaviour = table.get(element.type)
    if (behaviour === undefined)
      throw new Error(`${name}: '${element.id}' is of the unknown type '${element.type}'. Register the plugin that brings it.`)
    nodes.set(element.id, makeNode(element, behaviour.prepare(element, preparation)))
  }
  const find = (id: string, from: string): Node => {
    const node = nodes.get(id)
    if (node === undefined) throw new Error(`${name}: '${from}' refers to '${id}', which is not there.`)
    return node
  }
  for (const element of graph.elements) {
    const node = find(element.id, element.id)
    node.scope = element.scope === undefined ? root : find(element.scope, element.id)
  }
  const flows = new Map<string, FlowNode>()
  const linked = linkFlows(graph.elements.map((element) => ({ element, prepared: find(element.id, element.id).element })))
  for (const flow of [...graph.flows, ...linked]) {
    const from = find(flow.from, flow.id)
    const to = find(flow.to, flow.id)
    const condition = flow.condition === undefined ? undefined : preparation.code(flow.condition)
    const node: FlowNode = { id: flow.id, name: flow.name, from, to, condition }
    flows.set(flow.id, node)
    from.outgoing.push(node)
    to.incoming.push(node)
    if (from.element.default === flow.id) from.otherwise = node
    if (readsConditions(from.element.shape) && (condition !== undefined || from.otherwise === node)) from.conditional = true
  }
  for (const node of nodes.values()) place(node, find)
  noteRedacted(root, nodes.values())
  const compensates = preparation.compensates || [root, ...nodes.values()].some(({ element }) => element.saga === true)
  return { id: definition.id, version: definition.version, root, nodes, flows, compensates, eventsPerCommit: 1000 }
}

/** Notes an element at what it begins with or watches over. */
const place = (node: Node, find: (id: string, from: string) => Node): void => {
  const { boundary, trigger, shape } = node.element
  const { scope } = node
  if (shape.begins === "scope" && scope !== undefined) {
    if (scope.element.shape.begins === "event" && scope.scope !== undefined) {
      if (trigger?.compensation === true) scope.scope.compensatedBy = scope
      else scope.scope.handlers.push(node)
    }
    if (scope.element.shape.begins === "event" || trigger === undefined) scope.starts.push(node)
  }
  if (boundary === undefined) return
  const activity = find(boundary.attachedTo, node.id)
  if (trigger?.plan !== undefined) activity.listeners.push(node)
  if (trigger?.catches !== undefined) activity.catchers.push(node)
  if (trigger?.cancels === true) activity.cancelled = node
  if (boundary.compensatedBy !== undefined) activity.compensatedBy = find(boundary.compensatedBy, node.id)
}

const makeNode = (element: GraphElement, prepared: PreparedElement): Node => ({
  id: element.id,
  name: element.name ?? element.id,
  type: element.type,
  scope: undefined,
  element: prepared,
  wrapper: prepared.wrapper,
  outgoing: [],
  incoming: [],
  otherwise: undefined,
  conditional: false,
  listeners: [],
  catchers: [],
  handlers: [],
  cancelled: undefined,
  compensatedBy: undefined,
  starts: [],
  redacted: [],
  redactedWithin: [],
})
