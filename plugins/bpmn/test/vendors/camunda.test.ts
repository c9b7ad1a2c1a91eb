// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions are written so
import { describe, expect, it } from "vitest"
import { retryOf } from "../../src/vendors/camunda/readRetry.ts"
import { fieldsOf } from "./documents.ts"

const juel = (text: string) => ({ language: "juel", text })
const extensions = (inner: string) => `<extensionElements>${inner}</extensionElements>`

describe("handlers of Camunda 7 and Flowable", () => {
  it.each([
    ['camunda:type="external" camunda:topic="charge"', ["charge"]],
    ['flowable:type="external-worker" flowable:topic="charge"', ["charge"]],
    ['camunda:class="com.example.ChargeCard"', ["com.example.ChargeCard", "ChargeCard"]],
    ['camunda:delegateExpression="#{archiveService}"', ["#{archiveService}", "archiveService"]],
    ['flowable:expression="${stock.reserve(order, 3)}"', ["${stock.reserve(order, 3)}", "stock.reserve", "stock"]],
    ['flowable:type="mail"', ["mail"]],
  ])("are found by what %s names", async (attributes, names) => {
    const { names: found, problems } = await fieldsOf(`<serviceTask id="it" ${attributes} />`)
    expect(found).toEqual(["it", ...names])
    expect(problems).toEqual([])
  })

  it("are found by the id of a connector", async () => {
    const { names, fields } = await fieldsOf(
      `<serviceTask id="it">${extensions(
        `<camunda:connector><camunda:connectorId>http-connector</camunda:connectorId><camunda:inputOutput>
           <camunda:inputParameter name="url">http://x/\${id}</camunda:inputParameter></camunda:inputOutput></camunda:connector>`,
      )}</serviceTask>`,
    )
    expect(names).toEqual(["it", "http-connector"])
    expect(fields.inputs).toEqual([{ variable: "url", value: juel("http://x/${id}") }])
  })

  it("give their result to a variable, or fields of it to the process", async () => {
    const named = await fieldsOf('<serviceTask id="it" camunda:expression="${a.b(c)}" camunda:resultVariable="x" />')
    expect(named.fields).toMatchObject({ result: "x" })
    expect(named.fields).not.toHaveProperty("spread")
    const external = await fieldsOf('<serviceTask id="it" camunda:type="external" camunda:topic="t" />')
    expect(external.fields).toMatchObject({ type: "ServiceTask", handler: "p@1/it/handler", spread: true })
    const many = await fieldsOf(
      '<serviceTask id="it" camunda:expression="${a.b(c)}" camunda:resultVariable="x"><multiInstanceLoopCharacteristics camunda:collection="all" /></serviceTask>',
    )
    expect(many.fields).toMatchObject({ outputs: [{ variable: "x" }], multiInstance: { items: juel("${all}") } })
  })

  it("see what is injected into a class", async () => {
    const { fields } = await fieldsOf(
      `<serviceTask id="it" flowable:class="A">${extensions(
        `<flowable:field name="to" stringValue="ann" /><flowable:field name="text"><flowable:expression>Dear \${name}</flowable:expression></flowable:field>
         <flowable:field name="fixed"><flowable:string>yes</flowable:string></flowable:field>`,
      )}</serviceTask>`,
    )
    expect(fields.inputs).toEqual([
      { variable: "to", value: { value: "ann" } },
      { variable: "text", value: juel("Dear ${name}") },
      { variable: "fixed", value: { value: "yes" } },
    ])
  })

  it("send messages where an event says who does", async () => {
    const { fields, names } = await fieldsOf(
      '<intermediateThrowEvent id="it"><messageEventDefinition messageRef="m" camunda:type="external" camunda:topic="mail" /></intermediateThrowEvent>',
      '<message id="m" name="m" />',
    )
    expect(fields).toMatchObject({ type: "SendTask", handler: "p@1/it/handler" })
    expect(fields).not.toHaveProperty("trigger")
    expect(names).toEqual(["it", "mail"])
  })

  it("are tried again as the retry cycle says", async () => {
    const { fields } = await fieldsOf(
      `<serviceTask id="it" camunda:asyncBefore="true" camunda:class="A">${extensions("<camunda:failedJobRetryTimeCycle>R5/PT10M</camunda:failedJobRetryTimeCycle>")}</serviceTask>`,
    )
    expect(fields.retry).toEqual({ attempts: 5, delay: 600_000, factor: 1, maxDelay: 600_000, jitter: 0 })
    const odd = await fieldsOf(
      `<serviceTask id="it" camunda:class="A">${extensions("<camunda:failedJobRetryTimeCycle>${cycle}</camunda:failedJobRetryTimeCycle>")}</serviceTask>`,
    )
    expect(odd.problems).toEqual([expect.stringContaining("warning it: its retry cycle '${cycle}' has no effect")])
  })

  it("are refused where their topic is computed", async () => {
    const { problems, lines } = await fieldsOf('<serviceTask id="it" camunda:type="external" camunda:topic="${t}" />')
    expect(problems).toEqual([expect.stringContaining("error it: its topic is the expression '${t}'")])
    expect(lines).toEqual([9])
  })
})

it("retry cycles are policies where a policy does the same", () => {
  expect(retryOf("PT1M")).toMatchObject({ attempts: 2, delay: 60_000, factor: 1 })
  expect(retryOf("PT1M,PT2M,PT4M")).toMatchObject({ attempts: 4, delay: 60_000, factor: 2, maxDelay: 240_000 })
  expect(retryOf("PT1M,PT5M,PT6M")).toBeUndefined()
  expect(retryOf("R0/PT1M")).toBeUndefined()
  expect(retryOf("soon")).toBeUndefined()
})

describe("user tasks of Camunda 7 and Flowable", () => {
  it("have people, groups and a due date", async () => {
    const { fields, problems } = await fieldsOf(
      `<userTask id="it" camunda:assignee="\${boss}" camunda:candidateGroups="staff, managers" camunda:candidateUsers="ann,bob" camunda:dueDate="\${due}" camunda:priority="50" camunda:formKey="f" />`,
    )
    expect(fields).toMatchObject({
      assignee: juel("${boss}"),
      groups: ["staff", "managers"],
      candidates: { value: ["ann", "bob"] },
      due: juel("${due}"),
      spread: true,
    })
    expect(problems).toEqual([expect.stringContaining("warning it: its 'priority' has no effect")])
  })

  it("ask for groups and people where these are expressions", async () => {
    const { fields } = await fieldsOf('<userTask id="it" flowable:candidateGroups="${groups}" flowable:candidateUsers="a,${b}" />')
    expect(fields).toMatchObject({ groups: juel("${groups}"), candidates: juel("a,${b}") })
  })

  it("have the form that is bound to their key", async () => {
    const codec = { encode: () => null, decode: (json: unknown) => json }
    const { fields } = await fieldsOf('<userTask id="it" camunda:formKey="approval" />', "", { forms: { approval: codec } })
    expect(fields.form).toBe("p@1/it/form")
  })
})

describe("mappings of Camunda 7 and Flowable", () => {
  it("are inputs and outputs, also of lists and maps", async () => {
    const { fields } = await fieldsOf(
      `<userTask id="it">${extensions(
        `<camunda:inputOutput>
          <camunda:inputParameter name="a">\${x + 1}</camunda:inputParameter>
          <camunda:inputParameter name="list"><camunda:list><camunda:value>it's</camunda:value><camunda:value>\${y}</camunda:value></camunda:list></camunda:inputParameter>
          <camunda:inputParameter name="map"><camunda:map><camunda:entry key="k">Hello \${name}</camunda:entry></camunda:map></camunda:inputParameter>
          <camunda:inputParameter name="fixed"><camunda:list><camunda:value>1</camunda:value></camunda:list></camunda:inputParameter>
          <camunda:outputParameter name="out">\${done}</camunda:outputParameter>
        </camunda:inputOutput>`,
      )}</userTask>`,
    )
    expect(fields.inputs).toEqual([
      { variable: "a", value: juel("${x + 1}") },
      { variable: "list", value: juel("${['it\\'s', (y)]}") },
      { variable: "map", value: juel("${{'k': ('' += 'Hello ' += name)}}") },
      { variable: "fixed", value: { value: ["1"] } },
    ])
    expect(fields.outputs).toEqual([{ variable: "out", value: juel("${done}") }])
    expect(fields).not.toHaveProperty("spread")
  })

  it("are refused where they are scripts", async () => {
    const { problems } = await fieldsOf(
      `<userTask id="it">${extensions(
        '<camunda:inputOutput><camunda:inputParameter name="a"><camunda:script scriptFormat="groovy">1</camunda:script></camunda:inputParameter></camunda:inputOutput>',
      )}</userTask>`,
    )
    expect(problems).toEqual([expect.stringContaining("error it: its parameter 'a' is a script")])
  })

  it("pass nothing to a called process that is not named", async () => {
    const { fields } = await fieldsOf('<callActivity id="it" calledElement="child" />')
    expect(fields).toMatchObject({ process: { value: "child" }, input: { value: {} }, outputs: [] })
  })

  it("pass variables to a called process and back", async () => {
    const { fields } = await fieldsOf(
      `<callActivity id="it" calledElement="child">${extensions(
        `<camunda:in source="a" target="b" /><camunda:in sourceExpression="\${c + 1}" target="d" /><camunda:in businessKey="k-\${id}" />
         <camunda:out source="x" target="y" />`,
      )}</callActivity>`,
    )
    expect(fields).toMatchObject({
      input: juel("${{'b': (execution['variables']['a']), 'd': (c + 1)}}"),
      outputs: [{ variable: "y", value: juel("${execution.variables['x']}") }],
      businessKey: juel("k-${id}"),
    })
  })

  it("pass all variables where they say so, and more beside them", async () => {
    const { fields } = await fieldsOf(
      `<callActivity id="it" calledElement="child">${extensions(
        '<camunda:in variables="all" /><camunda:in source="a" target="b" /><camunda:out variables="all" />',
      )}</callActivity>`,
    )
    expect(fields).toMatchObject({ inputs: [{ variable: "b", value: juel("${execution.variables['a']}") }], spread: true })
    expect(fields).not.toHaveProperty("input")
    const inherited = await fieldsOf('<callActivity id="it" calledElement="child" flowable:inheritVariables="true" />')
    expect(inherited.fields).not.toHaveProperty("input")
  })

  it("say which version is called, and what cannot be", async () => {
    const { fields } = await fieldsOf(
      '<callActivity id="it" calledElement="child" camunda:calledElementBinding="version" camunda:calledElementVersion="3" />',
    )
    expect(fields.version).toBe(3)
    const { problems } = await fieldsOf('<callActivity id="it" calledElement="child" camunda:variableMappingClass="M" />')
    expect(problems).toEqual([expect.stringContaining("error it: its 'variableMappingClass' cannot be executed")])
  })
})

describe("collections of Camunda 7 and Flowable", () => {
  it("are the items of an activity", async () => {
    const { fields } = await fieldsOf(
      '<userTask id="it"><multiInstanceLoopCharacteristics flowable:collection="${people}" flowable:elementVariable="one" flowable:elementIndexVariable="i" /></userTask>',
    )
    expect(fields).toMatchObject({
      multiInstance: { items: juel("${people}"), item: "one" },
      inputs: [{ variable: "i", value: juel("${loopCounter}") }],
    })
  })

  it("are gathered from what the runs gave", async () => {
    const { fields } = await fieldsOf(
      `<userTask id="it"><multiInstanceLoopCharacteristics flowable:collection="people">${extensions(
        '<flowable:variableAggregation target="reviews"><variable source="score" target="points" /></flowable:variableAggregation>',
      )}</multiInstanceLoopCharacteristics></userTask>`,
    )
    expect(fields).toMatchObject({ result: "reviews", multiInstance: { output: juel("${{'points': (execution['variables']['score'])}}") } })
  })
})

describe("decisions of Camunda 7 and Flowable", () => {
  it("are found by their reference", async () => {
    const { fields, problems } = await fieldsOf(
      '<businessRuleTask id="it" camunda:decisionRef="risk" camunda:resultVariable="risk" camunda:mapDecisionResult="singleEntry" />',
    )
    expect(fields).toMatchObject({ type: "BusinessRuleTask", decision: { language: "dmn", text: "risk" }, result: "risk" })
    expect(problems).toEqual([])
  })

  it("are found in the field of a service", async () => {
    const { fields } = await fieldsOf(
      `<serviceTask id="it" flowable:type="dmn">${extensions(
        '<flowable:field name="decisionTableReferenceKey"><flowable:string>risk</flowable:string></flowable:field>',
      )}</serviceTask>`,
    )
    expect(fields).toMatchObject({ type: "BusinessRuleTask", decision: { language: "dmn", text: "risk" }, spread: true })
    expect(fields).not.toHaveProperty("handler")
  })

  it("have to be named", async () => {
    const { problems } = await fieldsOf('<businessRuleTask id="it" camunda:decisionRef="${d}" />')
    expect(problems.join()).toContain("error it: its decision is the expression '${d}'")
  })
})

describe("events of Camunda 7", () => {
  it("put the code and the message of an error, and the code of an escalation, into variables", async () => {
    const boundary = (definition: string) =>
      fieldsOf(
        `<task id="work" /><boundaryEvent id="it" attachedToRef="work">${definition}</boundaryEvent>`,
        '<escalation id="e" name="E" escalationCode="late" />',
      )
    const error = await boundary('<errorEventDefinition camunda:errorCodeVariable="code" camunda:errorMessageVariable="text" />')
    expect(error.fields.outputs).toEqual([
      { variable: "code", value: juel("${execution.variables['_tag']}") },
      { variable: "text", value: juel("${execution.variables['message']}") },
    ])
    const escalation = await boundary('<escalationEventDefinition escalationRef="e" camunda:escalationCodeVariable="code" />')
    expect(escalation.fields.outputs).toEqual([{ variable: "code", value: { value: "late" } }])
    const any = await boundary('<escalationEventDefinition camunda:escalationCodeVariable="code" />')
    expect(any.problems.join()).toContain("'code' is not set")
  })

  it("carry a payload in a signal", async () => {
    const { fields } = await fieldsOf(
      `<intermediateThrowEvent id="it"><signalEventDefinition signalRef="s">${extensions('<camunda:in source="a" target="b" />')}</signalEventDefinition></intermediateThrowEvent>`,
      '<signal id="s" name="bell" />',
    )
    expect(fields.trigger).toEqual({ type: "signal", signal: "bell", payload: juel("${{'b': (execution['variables']['a'])}}") })
  })
})

it("tells of what would run elsewhere and does not here, with its line", async () => {
  const { problems, lines } = await fieldsOf(
    `<serviceTask id="it" camunda:class="A" camunda:jobPriority="9">${extensions('<camunda:executionListener class="L" event="start" />')}</serviceTask>`,
  )
  expect(problems).toEqual([
    expect.stringContaining("warning it: its 'executionListener' has no effect"),
    expect.stringContaining("warning it: its 'jobPriority' has no effect"),
  ])
  expect(lines).toEqual([9, 9])
})

it("tells of expressions that call something, with their line", async () => {
  const { problems, lines } = await fieldsOf('<userTask id="it" camunda:assignee="${people.boss(id)}" />')
  expect(problems).toEqual([expect.stringContaining("'boss(…)' calls something")])
  expect(lines).toEqual([9])
})
