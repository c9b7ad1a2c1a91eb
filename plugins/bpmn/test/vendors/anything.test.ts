// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are written so
/** Whatever extensions say: a document is imported, with problems or without, and reads back from what it is exported as. */
import fc from "fast-check"
import { expect, it } from "vitest"
import { exportBpmn, importBpmn } from "../../src/index.ts"
import { between, documentOf } from "./documents.ts"

const tasks = [
  "serviceTask",
  "userTask",
  "sendTask",
  "businessRuleTask",
  "scriptTask",
  "callActivity",
  "receiveTask",
  "subProcess",
  "adHocSubProcess",
]
const attributes = [
  "assignee",
  "candidateGroups",
  "candidateUsers",
  "dueDate",
  "formKey",
  "topic",
  "type",
  "class",
  "expression",
  "delegateExpression",
  "resultVariable",
  "decisionRef",
  "calledElementBinding",
  "calledElementVersion",
  "inheritVariables",
  "collection",
  "elementVariable",
  "elementIndexVariable",
]
const names = [
  "inputOutput",
  "inputParameter",
  "outputParameter",
  "list",
  "map",
  "entry",
  "value",
  "script",
  "in",
  "out",
  "field",
  "connector",
  "connectorId",
  "failedJobRetryTimeCycle",
  "ioMapping",
  "input",
  "output",
  "taskDefinition",
  "taskHeaders",
  "header",
  "calledElement",
  "calledDecision",
  "assignmentDefinition",
  "taskSchedule",
  "loopCharacteristics",
  "variableAggregation",
  "variable",
  "adHoc",
]
const keys = [
  "name",
  "source",
  "sourceExpression",
  "target",
  "variables",
  "businessKey",
  "type",
  "retries",
  "processId",
  "decisionId",
  "resultVariable",
  "expression",
  "key",
  "value",
  "assignee",
  "candidateUsers",
  "candidateGroups",
  "dueDate",
  "inputCollection",
  "inputElement",
  "outputCollection",
  "outputElement",
  "activeElementsCollection",
  "stringValue",
  "propagateAllParentVariables",
]
const texts = [
  "x",
  "a.b",
  "a..b",
  "",
  "all",
  "true",
  "false",
  "version",
  "3",
  "dmn",
  "external",
  "R3/PT1M",
  "PT1M,PT2M",
  "a, b",
  "${x}",
  "${x + 1} of ${y}",
  "${x(",
  "#{a.b()}",
  "=x",
  '="x"',
  "= [1, 2]",
  "~x",
  "__proto__",
  "<é&\"'>",
]

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
const vendor = fc.constantFrom("camunda", "flowable", "zeebe")
const attributesOf = (of: ReadonlyArray<string>, prefix: string) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...of), fc.constantFrom(...texts)), { maxLength: 4, selector: ([name]) => name })
    .map((all) => all.map(([name, text]) => ` ${prefix}${name}="${escaped(text)}"`).join(""))
const { extension } = fc.letrec<{ extension: string }>((tie) => ({
  extension: fc
    .tuple(
      vendor,
      fc.constantFrom(...names),
      attributesOf(keys, ""),
      fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(...texts).map(escaped),
        fc.array(tie("extension"), { maxLength: 3 }).map((inner) => inner.join("")),
      ),
    )
    .map(([prefix, name, own, inner]) => `<${prefix}:${name}${own}>${inner}</${prefix}:${name}>`),
}))
const block = fc.array(extension, { maxLength: 4 }).map((all) => `<extensionElements>${all.join("")}</extensionElements>`)
const element = fc
  .tuple(fc.constantFrom(...tasks), vendor, fc.boolean(), block, block)
  .chain(([task, prefix, many, own, ofLoop]) =>
    fc
      .tuple(attributesOf(attributes, `${prefix}:`), attributesOf(["collection", "elementVariable"], `${prefix}:`))
      .map(
        ([outer, inner]) =>
          `<${task} id="it"${outer}>${own}${many ? `<multiInstanceLoopCharacteristics${inner}>${ofLoop}</multiInstanceLoopCharacteristics>` : ""}</${task}>`,
      ),
  )

it("extensions of any form are read, and what they became is exported", async () => {
  await fc.assert(
    fc.asyncProperty(element, async (text) => {
      const { definition, problems } = (await importBpmn(documentOf(between(text)))).process()
      expect(problems.every(({ message }) => message.length > 10)).toBe(true)
      if (problems.some(({ severity, code }) => severity === "error" && code !== "HandlerMissing")) return
      const again = (await importBpmn(await exportBpmn(definition))).process()
      expect(again.definition.graph.elements).toEqual(definition.graph.elements)
      expect(again.definition.digest).toBe(definition.digest)
    }),
    { numRuns: 60 },
  )
})
