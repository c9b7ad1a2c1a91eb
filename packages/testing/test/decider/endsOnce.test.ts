/** The law that everything ends once finds logs in which something does not. */
import { makeDefinition, processDecider } from "@millrace/process"
import { endsOnce, runDecider } from "@millrace/testing/decider"
import { expect, it } from "vitest"

const graph = {
  elements: [
    { id: "start", type: "StartEvent" },
    { id: "end", type: "EndEvent" },
  ],
  flows: [{ id: "f", from: "start", to: "end" }],
}

const ended = () => {
  const run = runDecider(processDecider, makeDefinition({ id: "p", version: 1, graph }), {})
  run.send({ type: "StartInstance", input: {} })
  return run
}

it("finds nothing where everything ends once", () => {
  expect(() => endsOnce(ended())).not.toThrow()
})

it("finds an element, and an instance, that ends twice", () => {
  const run = ended()
  const twice = (type: string) => ({ ...run, log: [...run.log, ...run.log.filter((event) => event.type === type)] })
  expect(() => endsOnce(twice("ElementCompleted"))).toThrow("the element instance 2 ends, and is not there")
  expect(() => endsOnce(twice("InstanceCompleted"))).toThrow("the instance ends, and had ended before")
})
