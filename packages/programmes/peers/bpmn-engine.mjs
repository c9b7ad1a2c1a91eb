/**
 * bpmn-engine as a contender: in memory, nothing is durable. The source is parsed once, as its documentation advises for
 * many executions of one model.
 */
import * as elements from "bpmn-elements"
import { Engine } from "bpmn-engine"
import BpmnModdle from "bpmn-moddle"
import serializer, { TypeResolver } from "moddle-context-serializer"
import { compete } from "../src/bench/contest/compete.ts"

const moddle = new (BpmnModdle.BpmnModdle ?? BpmnModdle)()
const flow = (from, to, condition = "") =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${condition}</sequenceFlow>`
const task = (id, service) => `<serviceTask id="${id}" implementation="\${environment.services.${service}}" />`
const modelOf = (body) =>
  `<?xml version="1.0" encoding="UTF-8"?><definitions id="contest" targetNamespace="http://bpmn.io/schema/bpmn" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><process id="process" isExecutable="true">${body}</process></definitions>`

const sequence = modelOf(
  `<startEvent id="s"/>${task("one", "none")}${task("two", "none")}${task("three", "none")}<endEvent id="e"/>` +
    flow("s", "one") +
    flow("one", "two") +
    flow("two", "three") +
    flow("three", "e"),
)
/** Many times the same task, at once or one after another: measured, much faster than flows that fork or go back. */
const repeated = (sequential, times) =>
  modelOf(
    `<startEvent id="s"/><serviceTask id="step" implementation="\${environment.services.none}"><multiInstanceLoopCharacteristics isSequential="${sequential}"><loopCardinality xsi:type="tFormalExpression">${times}</loopCardinality></multiInstanceLoopCharacteristics></serviceTask><endEvent id="e"/>` +
      flow("s", "step") +
      flow("step", "e"),
  )
const sleeper = modelOf(
  `<startEvent id="s"/><intermediateCatchEvent id="sleep"><timerEventDefinition><timeDate xsi:type="tFormalExpression">\${environment.variables.due}</timeDate></timerEventDefinition></intermediateCatchEvent>${task("awake", "awake")}<endEvent id="e"/>` +
    flow("s", "sleep") +
    flow("sleep", "awake") +
    flow("awake", "e"),
)

const parse = async (source) => serializer(await moddle.fromXML(source), TypeResolver(elements))

const open = async (_, { awake }, size) => {
  const contexts = {
    sequence: await parse(sequence),
    fanout: await parse(repeated(false, size)),
    loop: await parse(repeated(true, size)),
    sleeper: await parse(sleeper),
  }
  const none = (_, done) => done()
  let count = 0
  // Its stack grows with each turn of a loop that ends at once: a turn of the event loop now and then.
  const each = (_, done) => {
    if (++count % 100 === 0) setImmediate(done)
    else done()
  }
  const start = (context, services, variables = {}) => {
    const engine = new Engine({ name: "contest", sourceContext: context, services, variables })
    return { engine, started: engine.execute() }
  }
  const run = (context, services) => {
    const { engine, started } = start(context, services)
    return Promise.all([engine.waitFor("end"), started])
  }
  return {
    settings: "in memory, nothing durable; the model parsed once, an engine for each instance; fan-out and loop as multi-instance tasks",
    sequence: () => run(contexts.sequence, { none }),
    fanout: () => run(contexts.fanout, { none }),
    loop: () => run(contexts.loop, { none: each }),
    sleep: (index, due) =>
      start(
        contexts.sleeper,
        {
          awake: (_, done) => {
            awake(index)
            done()
          },
        },
        { due: new Date(due).toISOString() },
      ).started,
    close: async () => {},
  }
}

await compete(open)
