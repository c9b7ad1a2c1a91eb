/**
 * The draft of a graph: elements, flows and bound code as they are written down, until `finish` makes the graph.
 */
import { type Bindings, type Code, type Codec, codeName, type Diagnostic, definitionName, type Handler } from "@millrace/kernel"
import type { GraphElement, ProcessGraph, SequenceFlow } from "@millrace/process"
import { Effect } from "effect"
import type { ExpressionText } from "../Choice.ts"
import type { BuilderDiagnosticCode } from "../errors.ts"
import type { AnySchema, Told } from "../recipe/Item.ts"
import { isExpression } from "../recipe/Parameter.ts"
import type { Scope } from "./Scope.ts"

/** A flow that leaves an element; open until something stands behind it. */
export interface DraftFlow {
  readonly from: string
  to?: string
  readonly name?: string
  readonly condition?: Expression
}
export type Expression = { readonly code: string } | ExpressionText

/** An element without what the draft fills in. */
export interface ElementFields {
  readonly id: string
  readonly type: string
  readonly [field: string]: unknown
}
type DraftElement = { -readonly [K in keyof GraphElement]: GraphElement[K] } & { default?: string; cancels?: ReadonlyArray<string> }

export interface Finished {
  readonly graph: ProcessGraph
  readonly bindings: Bindings
  readonly problems: ReadonlyArray<Diagnostic>
}

/** What the draft knows of the process it is of. */
interface DraftProcess {
  readonly id: string
  readonly version: number
  readonly input?: AnySchema
}
interface BoundHandler {
  readonly path: string
  readonly handler: Handler
  readonly scope: Scope
  readonly keepsResult: boolean
}

/** What every scope has of itself. */
const reserved: ReadonlySet<string> = new Set(["start", "end"])

export class Draft {
  readonly process: DraftProcess
  readonly problems: Array<Diagnostic> = []
  readonly #mocks: Readonly<Record<string, Handler>>
  readonly #elements = new Map<string, DraftElement>()
  readonly #flows: Array<DraftFlow> = []
  readonly #defaults = new Map<string, DraftFlow>()
  readonly #labels = new Set<string>()
  readonly #links = new Set<string>()
  readonly #handlers = new Map<string, BoundHandler>()
  readonly #code = new Map<string, { readonly code: Code; readonly scope: Scope; readonly shape: (value: unknown) => unknown }>()
  readonly #codecs = new Map<string, Codec>()

  constructor(process: DraftProcess, mocks: Readonly<Record<string, Handler>>) {
    this.process = process
    this.#mocks = mocks
  }

  problem(code: BuilderDiagnosticCode, element: string | undefined, message: string, hint: string): void {
    const at = element === undefined ? {} : { element }
    this.problems.push({ code, severity: "error", ...at, message: `${definitionName(this.process)}: ${message}`, hint })
  }

  /** Adds an element to the scope and gives its id in the graph. */
  add(scope: Scope, fields: ElementFields): string {
    const id = scope.idOf(fields.id)
    if (this.#elements.has(id)) {
      this.problem(
        "DuplicateStep",
        id,
        reserved.has(fields.id) ? `the name '${fields.id}' is taken by the scope's own ${fields.id}.` : `two steps are called '${id}'.`,
        reserved.has(fields.id) ? "Give the step another id." : "Give one of them another id; branches can set one variable with '.set'.",
      )
      return id
    }
    this.#elements.set(id, { ...fields, id, ...(scope.path === undefined ? {} : { scope: scope.path }) })
    return id
  }

  /** Adds fields to an element that are known only when what stands in it is compiled. */
  complement(id: string, fields: { readonly [field: string]: unknown }): void {
    const element = this.#elements.get(id)
    if (element !== undefined) Object.assign(element, fields)
  }

  /** Takes a field from an element again, of which it turned out that it has none. */
  leaveOut(id: string, field: string): void {
    const element = this.#elements.get(id)
    if (element !== undefined) Reflect.deleteProperty(element, field)
  }

  /** Takes the flows that leave an element away, where nothing follows it. */
  dropFlows(from: string): void {
    for (let at = this.#flows.length - 1; at >= 0; at--) if (this.#flows[at]?.from === from) this.#flows.splice(at, 1)
  }

  /** The type of an element; nothing where there is none. */
  typeOf(id: string): string | undefined {
    return this.#elements.get(id)?.type
  }

  /** The first of `id`, `id:2`, `id:3` … that is free: for elements that may stand several times for one name. */
  freeId(scope: Scope, id: string): string {
    for (let n = 2, free = id; ; n++) {
      if (!this.#elements.has(scope.idOf(free))) return free
      free = `${id}:${n}`
    }
  }

  /** Adds a place where flows come together for a label; it goes again if only one flow comes. */
  addLabel(scope: Scope, label: string): string {
    const id = this.add(scope, { id: this.freeId(scope, `${label}:label`), type: "ExclusiveGateway", name: label })
    this.#labels.add(id)
    return id
  }

  /** Adds a place to which link events lead. */
  addLink(scope: Scope, label: string): string {
    const id = this.freeId(scope, `${label}:label`)
    this.#links.add(scope.idOf(id))
    return this.add(scope, { id, type: "IntermediateCatchEvent", name: label, trigger: { type: "link", link: scope.idOf(id) } })
  }

  isLink(id: string): boolean {
    return this.#links.has(id)
  }

  /** The ids of the elements that stand in a scope so far. */
  idsIn(scope: Scope): ReadonlyArray<string> {
    return [...this.#elements.values()].filter((element) => element.scope === scope.path).map(({ id }) => id)
  }

  /** Whether some flow leads to an element. */
  isReached(id: string): boolean {
    return this.#flows.some((flow) => flow.to === id)
  }

  flow(from: string, name?: string, condition?: Expression): DraftFlow {
    const flow: DraftFlow = { from, ...(name === undefined ? {} : { name }), ...(condition === undefined ? {} : { condition }) }
    this.#flows.push(flow)
    return flow
  }

  /** Makes the flow the one that its gateway takes when no condition holds. */
  setDefault(flow: DraftFlow): void {
    this.#defaults.set(flow.from, flow)
  }

  /** Adds an element behind an open flow. */
  append(from: DraftFlow, scope: Scope, fields: ElementFields): string {
    from.to = this.add(scope, fields)
    return from.to
  }

  /** Synchronous code under a role of an element; `shape` turns what it gives into what the graph wants. A text stays what it is. */
  bindCode(scope: Scope, element: string, role: string, code: Code, shape?: (value: unknown) => unknown): { readonly code: string }
  bindCode(scope: Scope, element: string, role: string, code: Told, shape?: (value: unknown) => unknown): Expression
  bindCode(scope: Scope, element: string, role: string, code: Told, shape: (value: unknown) => unknown = identity): Expression {
    if (isExpression(code)) return { language: code.language, text: code.text }
    const name = this.nameOf(scope.idOf(element), role)
    this.#code.set(name, { code, scope, shape })
    return { code: name }
  }

  /** A handler whose result is stored, by the codec where there is one, or thrown away (`"nothing"`). */
  bindHandler(scope: Scope, element: string, handler: Handler, result?: Codec | "nothing"): string {
    const path = scope.idOf(element)
    const name = this.nameOf(path, "handler")
    this.#handlers.set(name, { path, handler, scope, keepsResult: result !== "nothing" })
    if (result !== undefined && result !== "nothing") this.#codecs.set(name, result)
    return name
  }

  bindCodec(scope: Scope, element: string, role: string, codec: Codec): string {
    const name = this.nameOf(scope.idOf(element), role)
    this.#codecs.set(name, codec)
    return name
  }

  nameOf(element: string, role: string): string {
    return codeName(this.process.id, this.process.version, element, role)
  }

  /** `fields` are those of the graph itself. */
  finish(fields: { readonly saga: boolean; readonly redacted?: ReadonlyArray<string> }): Finished {
    const { saga, ...rest } = fields
    this.#dropIdleLabels()
    this.#dropCancelled()
    const flows = this.#finishFlows()
    this.#checkMocks()
    return {
      graph: { elements: [...this.#elements.values()], flows, ...(saga ? { saga } : {}), ...rest },
      bindings: {
        handlers: new Map([...this.#handlers].map(([name, bound]) => [name, this.#handlerOf(bound)])),
        code: new Map([...this.#code].map(([name, { code, scope, shape }]) => [name, shaped(scope.code(code), shape)])),
        codecs: this.#codecs,
        ...this.#mocked(),
      },
      problems: this.problems,
    }
  }

  #mocked(): Pick<Bindings, "mocked"> {
    const mocked = [...this.#handlers].flatMap(([name, { path }]) => (Object.hasOwn(this.#mocks, path) ? [name] : []))
    return mocked.length === 0 ? {} : { mocked: new Set(mocked) }
  }

  #handlerOf({ path, handler, scope, keepsResult }: BoundHandler): Handler {
    const seen = scope.handler(Object.hasOwn(this.#mocks, path) ? (this.#mocks[path] ?? handler) : handler)
    return keepsResult ? seen : withoutResult(seen)
  }

  /** A label that nobody goes to is no element of the graph. */
  #dropIdleLabels(): void {
    for (const id of this.#labels) {
      // Asked anew for each: what led to one label may by now lead to the next.
      const [flow, ...others] = this.#flows.filter(({ to }) => to === id)
      const on = this.#flows.find((candidate) => candidate.from === id)
      if (flow === undefined || others.length > 0 || on?.to === undefined) continue
      flow.to = on.to
      this.#flows.splice(this.#flows.indexOf(on), 1)
      this.#elements.delete(id)
    }
  }

  /** A label that is no element any more cannot be cancelled either. */
  #dropCancelled(): void {
    for (const element of this.#elements.values()) {
      if (element.cancels !== undefined) element.cancels = element.cancels.filter((id) => this.#elements.has(id))
    }
  }

  #finishFlows(): ReadonlyArray<SequenceFlow> {
    const taken = new Set<string>()
    return this.#flows.flatMap((flow) => {
      if (flow.to === undefined) return []
      const base = `${flow.from}${flow.name === undefined ? "" : `:${flow.name}`}->${flow.to}`
      let id = base
      for (let n = 2; taken.has(id); n++) id = `${base}:${n}`
      taken.add(id)
      const gateway = this.#elements.get(flow.from)
      if (gateway !== undefined && this.#defaults.get(flow.from) === flow) gateway.default = id
      const { from, to, ...rest } = flow
      return [{ id, from, to, ...rest }]
    })
  }

  #checkMocks(): void {
    const paths = new Set([...this.#handlers.values()].map((bound) => bound.path))
    for (const path of Object.keys(this.#mocks)) {
      if (paths.has(path)) continue
      this.problem(
        "UnknownMock",
        undefined,
        `the mock '${path}' stands for no step.`,
        `Steps that can be mocked: ${[...paths].join(", ") || "none"}.`,
      )
    }
  }
}

const identity = (value: unknown): unknown => value
const shaped = (code: Code, shape: (value: unknown) => unknown): Code => (shape === identity ? code : (look) => shape(code(look)))

/** Nobody reads what the handler gives, so it need not be storable. */
const withoutResult =
  (handler: Handler): Handler =>
  (context) => {
    const result = handler(context)
    if (Effect.isEffect(result)) return Effect.asVoid(result)
    return result instanceof Promise ? result.then(() => undefined) : undefined
  }
