/**
 * Graphs of any form in which everything stands anywhere, from a seed: scopes in scopes, events at borders and beside,
 * regions that are cancelled, flows that go back and forth. Nothing is structured, and little of it makes sense.
 */
import { type Code, codeName, type JsonObject } from "@millrace/kernel"
import type { GraphElement, SequenceFlow } from "../../src/index.ts"
import { randomOf } from "./tangle.ts"

type Fields = { readonly [field: string]: unknown }

const waiting: ReadonlySet<string> = new Set(["ServiceTask", "UserTask", "ReceiveTask", "IntermediateCatchEvent"])
const scopes: ReadonlySet<string> = new Set(["SubProcess", "Transaction", "AdHocSubProcess"])
const gateways = ["ParallelGateway", "InclusiveGateway", "InclusiveGateway", "ExclusiveGateway", "ComplexGateway", "ComplexGateway"]
const leaves = ["ServiceTask", "ServiceTask", "UserTask", "ReceiveTask", "CallActivity", "ManualTask", "IntermediateCatchEvent"]
const attachable: ReadonlySet<string> = new Set([...scopes, "ServiceTask", "UserTask", "ReceiveTask", "CallActivity", "ManualTask"])

/** Makes one; gives its graph and what is bound to it. */
export const thicket = (seed: number) => {
  const random = randomOf(seed)
  const chance = (percent: number) => random(100) < percent
  const pick = <T>(list: ReadonlyArray<T>): T => {
    const one = list[random(list.length)]
    if (one === undefined) throw new Error("There is nothing to pick from.")
    return one
  }
  const elements: Array<GraphElement> = []
  const flows: Array<SequenceFlow> = []
  const code = new Map<string, Code>()
  const add = (scope: string | undefined, type: string, fields: Fields = {}): string => {
    const id = `${type}${elements.length}`
    elements.push({ id, type, ...(scope === undefined ? {} : { scope }), ...fields })
    return id
  }
  const fieldsOf = (id: string): Fields => ({ ...elements.find((one) => one.id === id) })
  const typeOf = (id: string): string => String(fieldsOf(id).type)
  const extend = (id: string, fields: Fields): void => {
    const at = elements.findIndex((one) => one.id === id)
    const element = elements[at]
    if (element !== undefined) elements[at] = { ...element, ...fields }
  }
  const flow = (from: string, to: string, fields: Fields = {}): void => {
    flows.push({ id: `f${flows.length}`, from, to, ...fields })
  }
  const bind = (compute: (a: number, vars: JsonObject) => unknown) => {
    const name = codeName("thicket", 1, `c${code.size}`, "code")
    code.set(name, ({ vars }) => compute(typeof vars.a === "number" ? vars.a : 0, vars))
    return { code: name }
  }
  const waited = (stays: boolean): Fields =>
    pick([
      { type: "timer", due: { value: stays && chance(50) ? "R3/PT1M" : "PT1M" } },
      { type: "signal", signal: "go" },
      { type: "conditional", condition: bind((_a, { level }) => level === 2) },
      { type: pick(["multiple", "parallelMultiple"]), triggers: [waitedMessage, { type: "signal", signal: "stop" }] },
      waitedMessage,
    ])
  const thrown = (): Fields =>
    pick([{ type: "escalation", escalation: "Late" }, { type: "compensation" }, { type: "signal", signal: "x" }, waitedMessage])
  const often = (): Fields => {
    if (chance(15))
      return {
        multiInstance: {
          count: { value: random(4) },
          ...(chance(30) ? { completion: bind((_a, { numberOfCompletedInstances: done }) => Number(done) > 1) } : {}),
        },
      }
    return chance(10) ? { loop: { max: 2 } } : chance(10) ? { mutex: `lock${elements.length}` } : {}
  }
  const leaf = (scope: string | undefined): string => {
    const type = pick(leaves)
    const own: { readonly [type: string]: Fields } = {
      ServiceTask: { handler: "work", result: "a", ...often() },
      UserTask: { result: "b", ...often() },
      ReceiveTask: { message: "paid", ...often() },
      CallActivity: { process: { value: "other" }, result: "c", ...often() },
      ManualTask: { ...(chance(20) ? { startQuantity: 2 } : {}), ...(chance(20) ? { completionQuantity: 2 } : {}) },
      IntermediateCatchEvent: { trigger: waited(false) },
    }
    return add(scope, type, own[type])
  }
  const something = (scope: string | undefined, depth: number): string => {
    const kind = random(10)
    if (kind < 4) return leaf(scope)
    if (kind < 7) return add(scope, pick(gateways))
    if (kind === 7) return add(scope, "IntermediateThrowEvent", { trigger: thrown() })
    if (depth > 2) return leaf(scope)
    const id = add(scope, pick([...scopes]), { result: "a", ...(chance(30) ? { saga: true } : {}), ...often() })
    if (typeOf(id) === "Transaction") add(scope, "BoundaryEvent", { attachedTo: id, trigger: { type: "cancel" } })
    fill(id, depth + 1)
    return id
  }
  const beside = (scope: string | undefined, depth: number): void => {
    const id = add(scope, "EventSubProcess", chance(30) ? { saga: true } : {})
    const stays = chance(50)
    const trigger = chance(25) ? { type: "error" } : chance(25) ? { type: "escalation" } : waited(stays)
    const begin = add(id, "StartEvent", { trigger, ...(stays && trigger.type !== "error" ? { interrupting: false } : {}) })
    fill(id, depth + 1, begin)
  }
  const atBorder = (scope: string | undefined, id: string): void => {
    const stays = chance(50)
    const trigger = chance(20) ? { type: "error" } : chance(20) ? { type: "escalation" } : waited(stays)
    if (chance(25))
      add(scope, "BoundaryEvent", { attachedTo: id, trigger, ...(stays && trigger.type !== "error" ? { interrupting: false } : {}) })
    if (!chance(25)) return
    const handler = add(scope, "ServiceTask", { handler: "work", isForCompensation: true })
    add(scope, "BoundaryEvent", { attachedTo: id, trigger: { type: "compensation", handler } })
  }
  const endsOf = (scope: string | undefined): ReadonlyArray<string> => [
    add(scope, "EndEvent"),
    ...(chance(20) ? [add(scope, "EndEvent", { trigger: { type: "terminate" } })] : []),
    ...(chance(20) ? [add(scope, "EndEvent", { trigger: { type: "error", error: { value: { _tag: "Declined", message: "no" } } } })] : []),
    ...(chance(20) ? [add(scope, "EndEvent", { trigger: thrown() })] : []),
    ...(typeOf(scope ?? "") === "Transaction" ? [add(scope, "EndEvent", { trigger: { type: "cancel" } })] : []),
  ]
  const fill = (scope: string | undefined, depth: number, begin?: string): void => {
    const start = begin ?? (typeOf(scope ?? "") === "AdHocSubProcess" ? undefined : add(scope, "StartEvent"))
    const steps = Array.from({ length: 2 + random(4) }, () => something(scope, depth))
    for (const id of steps) if (attachable.has(typeOf(id))) atBorder(scope, id)
    if (depth < 3 && chance(25)) beside(scope, depth)
    const ends = endsOf(scope)
    const [first] = steps
    // A start is the end as well where no flow leaves it.
    if (start !== undefined && first !== undefined && !chance(8)) flow(start, first)
    const onwards = (index: number): string => steps[index + 1 + random(3)] ?? pick(ends)
    for (const [index, id] of steps.entries()) {
      const { multiInstance, loop, trigger } = fieldsOf(id)
      const mayHold = JSON.stringify(trigger ?? {}).includes("conditional")
      // Only what always waits leads back, so that nothing turns for ever.
      const back = waiting.has(typeOf(id)) && multiInstance === undefined && loop === undefined && !mayHold && chance(25)
      if (attachable.has(typeOf(id)) && chance(8)) continue
      const ways = typeOf(id).endsWith("Gateway") ? 1 + random(3) : 1
      const names = Array.from({ length: ways }, (_, way) => `x${way}`)
      for (const name of names) flow(id, back ? pick(steps) : onwards(index), ways > 1 && typeOf(id) !== "ParallelGateway" ? { name } : {})
      if (ways === 1) continue
      const some = (a: number) => names.filter((_, at) => ((((a + index) % (2 ** ways - 1)) + 1) >> at) % 2 === 1)
      if (typeOf(id) === "ExclusiveGateway") extend(id, { choose: bind((a) => names[(a + index) % ways]) })
      else if (typeOf(id) !== "ParallelGateway") extend(id, { choose: bind(some) })
    }
    const borders = elements.filter(
      (one) => one.type === "BoundaryEvent" && one.scope === scope && !JSON.stringify(one).includes('"handler"'),
    )
    for (const { id } of borders) if (!chance(15)) flow(id, pick(ends))
    for (const id of steps) {
      const incoming = flows.filter(({ to }) => to === id).length
      if (typeOf(id) !== "ComplexGateway" || incoming < 2) continue
      const region = [...steps, ...borders.map((one) => one.id)].filter((other) => other !== id && chance(40))
      const rest = pick([{}, { blocking: true }, region.length === 0 ? {} : { cancels: region }])
      extend(id, { count: { value: 1 + random(incoming) }, ...rest })
    }
  }
  fill(undefined, 0)
  return {
    graph: { elements, flows, ...(chance(40) ? { saga: true } : {}) },
    bindings: { handlers: new Map([["work", () => undefined]]), code },
  }
}

const waitedMessage = { type: "message", message: "paid" }
