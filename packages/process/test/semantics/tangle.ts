/**
 * Graphs of any form, from a seed: tasks and gateways with flows from anywhere to anywhere.
 */
import type { Code } from "@millrace/kernel"
import type { GraphElement, ProcessGraph, SequenceFlow } from "../../src/index.ts"

const kinds = ["ServiceTask", "ServiceTask", "InclusiveGateway", "InclusiveGateway", "ExclusiveGateway", "ParallelGateway"]

/** Numbers below what is asked for, the same for each seed. */
export const randomOf = (seed: number) => {
  let state = seed * 2_654_435_761
  return (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below
  }
}

/** A graph of tasks and gateways with flows from anywhere to anywhere; each cycle has a task in it. */
export const tangle = (seed: number, { complex = false } = {}) => {
  const random = randomOf(seed)
  const size = 4 + random(9)
  const types = Array.from({ length: size }, () => (complex && random(3) === 0 ? "ComplexGateway" : (kinds[random(kinds.length)] ?? "")))
  const code = new Map<string, Code>()
  const flows: Array<SequenceFlow> = [{ id: "begin", from: "start", to: "n0" }]
  const flow = (from: number, to: string): void => {
    flows.push({ id: `f${flows.length}`, name: `x${flows.filter((one) => one.from === `n${from}`).length}`, from: `n${from}`, to })
  }
  for (const [index, type] of types.entries()) {
    const task = type === "ServiceTask"
    const ways = task ? 1 : 1 + random(3)
    for (let way = 0; way < ways; way++) {
      const to = task && random(4) === 0 ? random(size) : index + 1 + random(Math.max(1, Math.min(4, size - index)))
      flow(index, to < size ? `n${to}` : "end")
    }
  }
  const names = (id: string) => flows.filter(({ from }) => from === id).map(({ name }) => name ?? "")
  const elements: Array<GraphElement> = [
    { id: "start", type: "StartEvent" },
    { id: "end", type: "EndEvent" },
  ]
  const complexFields = (id: string): object => {
    const kind = random(4)
    const others = types.map((_, index) => `n${index}`).filter((other) => other !== id && random(3) === 0)
    return {
      count: { value: 1 + random(Math.max(1, flows.filter(({ to }) => to === id).length)) },
      ...(kind === 0 ? { blocking: true } : kind === 1 ? { cancels: others } : {}),
    }
  }
  for (const [index, type] of types.entries()) {
    const id = `n${index}`
    const chance = ({ vars }: { readonly vars: object }) => ("r" in vars ? Number(vars.r) : 0) + index
    if (type === "ServiceTask") elements.push({ id, type, ...{ handler: "work", result: "r" } })
    else if (type === "ParallelGateway") elements.push({ id, type })
    else {
      elements.push({ id, type, ...{ choose: { code: id } }, ...(type === "ComplexGateway" ? complexFields(id) : {}) })
      code.set(id, (look) => {
        const all = names(id)
        if (type === "ExclusiveGateway") return all[chance(look) % all.length]
        const bits = (chance(look) % (2 ** all.length - 1)) + 1
        return all.filter((_, at) => (bits >> at) % 2 === 1)
      })
    }
  }
  const graph: ProcessGraph = { elements, flows }
  return { graph, bindings: { handlers: new Map([["work", () => undefined]]), code } }
}
