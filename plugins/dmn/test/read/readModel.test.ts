/** Reading DMN XML of all versions. */
import { describe, expect, it } from "vitest"
import { DmnError, decisions, readModel } from "../../src/index.ts"
import { dmnXml } from "../models.ts"

const errorOf = (xml: string): DmnError => {
  try {
    readModel(xml)
  } catch (error) {
    if (error instanceof DmnError) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

const risk = (namespace: string, feel: string): string => `
<dmn:definitions xmlns:dmn="${namespace}" xmlns:feel="${feel}" id="risk" name="Risk" namespace="urn:risk">
  <dmn:itemDefinition name="tAge"><dmn:typeRef>feel:number</dmn:typeRef><dmn:allowedValues><dmn:text>&gt;= 0</dmn:text></dmn:allowedValues></dmn:itemDefinition>
  <dmn:inputData id="age" name="Age"><dmn:variable name="Age" typeRef="tAge"/></dmn:inputData>
  <dmn:decision id="level" name="Level">
    <dmn:variable name="Level" typeRef="feel:string"/>
    <dmn:informationRequirement><dmn:requiredInput href="#age"/></dmn:informationRequirement>
    <dmn:decisionTable hitPolicy="FIRST">
      <dmn:input><dmn:inputExpression typeRef="feel:number"><dmn:text>Age</dmn:text></dmn:inputExpression></dmn:input>
      <dmn:output/>
      <dmn:rule><dmn:inputEntry><dmn:text>&lt; 25</dmn:text></dmn:inputEntry><dmn:outputEntry><dmn:text>"high"</dmn:text></dmn:outputEntry></dmn:rule>
      <dmn:rule><dmn:inputEntry><dmn:text>-</dmn:text></dmn:inputEntry><dmn:outputEntry><dmn:text>"low"</dmn:text></dmn:outputEntry></dmn:rule>
    </dmn:decisionTable>
  </dmn:decision>
</dmn:definitions>`

describe("readModel", () => {
  it.each([
    ["1.1", "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/FEEL/20140401"],
    ["1.2", "http://www.omg.org/spec/DMN/20180521/MODEL/", "http://www.omg.org/spec/DMN/20180521/FEEL/"],
    ["1.3", "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20191111/FEEL/"],
    ["1.4", "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20211108/FEEL/"],
    ["1.5", "https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20230324/FEEL/"],
  ])("reads DMN %s", (_version, namespace, feel) => {
    const model = readModel(risk(namespace, feel))
    expect(model.types).toEqual([{ name: "tAge", typeRef: "number", allowedValues: ">= 0" }])
    const ready = decisions([model])
    expect(ready.problems).toEqual([])
    expect(ready.evaluate("Level", { Age: 20 }).value).toBe("high")
    expect(ready.evaluate("level", { Age: 30 }).value).toBe("low")
    expect(ready.evaluate("Level", { Age: -1 }).diagnostics).toMatchObject([{ code: "WrongType", place: "input 'Age'" }])
  })

  it("refuses what is no DMN, and says what it found", () => {
    expect(errorOf("<definitions/>")).toMatchObject({ code: "NotDmn", line: 1 })
    expect(errorOf('<definitions xmlns="urn:other"/>').message).toContain("urn:other")
  })

  it("says the line of what is missing or wrong", () => {
    expect(errorOf(dmnXml("\n<decision/>"))).toMatchObject({ code: "ModelInvalid", line: 2 })
    expect(errorOf(dmnXml('<decision name="d">\n<decisionTable hitPolicy="LAST"><output/></decisionTable></decision>')).message).toBe(
      "Line 2: The attribute 'hitPolicy' is one of UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT ORDER, COLLECT, not 'LAST'.",
    )
    expect(errorOf(dmnXml('<decision name="d"><decisionTable><output/>\n<rule/></decisionTable></decision>')).message).toBe(
      "Line 2: Rule 1 needs 0 input entries and 1 output entries.",
    )
  })

  it("names imports without a name by the prefix of their namespace, as DMN 1.1 does", () => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" xmlns:base="urn:base" name="m" namespace="urn:m">
      <import namespace="urn:base" importType="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>
      <inputData name="x" id="x"><variable name="x" typeRef="base:tAge"/></inputData></definitions>`
    const model = readModel(xml)
    expect(model.imports).toMatchObject([{ name: "base", namespace: "urn:base" }])
    expect(model.inputs).toMatchObject([{ typeRef: "base.tAge" }])
  })

  it("takes names with any number of blanks as FEEL does", () => {
    const xml = dmnXml(`<itemDefinition name=" t  Sum "><typeRef>number</typeRef></itemDefinition>
      <inputData name="Monthly&#10;   Salary " id="s"><variable name="Monthly Salary" typeRef="t Sum"/></inputData>
      <decision name="d" id="d"><informationRequirement><requiredInput href="#s"/></informationRequirement>
        <literalExpression><text>12 * Monthly   Salary</text></literalExpression></decision>`)
    const ready = decisions([readModel(xml)])
    expect(ready.problems).toEqual([])
    expect(ready.evaluate("d", { "Monthly Salary": 2 }).value).toBe(24)
  })

  it("tells of ids that two parts have, and takes the first", () => {
    const xml = dmnXml(`<inputData name="x" id="i"/><inputData name="y" id="i"/>
      <decision name="d" id="d"><informationRequirement><requiredInput href="#i"/></informationRequirement>
        <literalExpression><text>x</text></literalExpression></decision>`)
    const ready = decisions([readModel(xml)])
    expect(ready.problems).toMatchObject([{ code: "DuplicatePart", line: 1 }])
    expect(ready.evaluate("d", { x: 1, y: 2 }).value).toBe(1)
  })

  it("keeps diagrams", () => {
    const diagram = '<d:DMNDI xmlns:d="https://www.omg.org/spec/DMN/20230324/DMNDI/"><d:DMNDiagram size="1"/></d:DMNDI>'
    expect(readModel(dmnXml(diagram)).rest).toMatchObject([
      { name: "DMNDI", children: [{ name: "DMNDiagram", attributes: { size: "1" } }] },
    ])
  })
})
