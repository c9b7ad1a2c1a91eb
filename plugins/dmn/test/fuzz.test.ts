/** Models that were damaged: reading and deciding ends soon, and throws nothing but the package's own errors. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DmnError, decisions, readModel, writeModel } from "../src/index.ts"
import { kitModels } from "./kit.ts"
import { dmnXml } from "./models.ts"

const own = dmnXml(`
  <itemDefinition name="t"><typeRef>number</typeRef><allowedValues><text>[0..10]</text></allowedValues></itemDefinition>
  <inputData id="x" name="x"><variable name="x" typeRef="t"/></inputData>
  <businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="n" typeRef="t"/>
    <literalExpression><text>if n &lt; 2 then 1 else n * f(n - 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <decision id="d" name="d"><informationRequirement><requiredInput href="#x"/></informationRequirement>
    <knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
    <decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>x</text></inputExpression></input><output/>
      <rule><inputEntry><text>&gt; 3, not(5)</text></inputEntry><outputEntry><text>f(x)</text></outputEntry></rule></decisionTable></decision>
  <decision id="e" name="e"><informationRequirement><requiredDecision href="#d"/></informationRequirement>
    <for iteratorVariable="i"><in><literalExpression><text>[d, 2, 3]</text></literalExpression></in>
      <return><literalExpression><text>i + sum(partial)</text></literalExpression></return></for></decision>`)

const seeds = [
  own,
  ...kitModels()
    .filter(({ xml }) => xml.length < 30_000)
    .filter((_, i) => i % 4 === 0)
    .map(({ xml }) => xml),
]

/** Pieces that mean something in models. */
const pieces = fc.constantFrom(
  "<",
  ">",
  "/>",
  '"',
  "#d",
  "#x",
  "#f",
  "&lt;",
  "f(",
  ")",
  "[",
  "]",
  "..",
  "not(",
  "-",
  "?",
  "null",
  "d",
  "x",
  "1e6000",
  "** 99999",
  "if ",
  "for i in 1..999999999 return ",
  "COLLECT",
  "PRIORITY",
  "tNothing",
  "\u0000",
)

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(12),
  insert: fc.oneof(pieces, fc.constant("")),
  copy: fc.boolean(),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
})

const damaged = (
  xml: string,
  changes: ReadonlyArray<{
    readonly at: number
    readonly remove: number
    readonly insert: string
    readonly copy: boolean
    readonly from: number
  }>,
): string => {
  let text = xml
  for (const { at, remove, insert, copy, from } of changes) {
    const start = Math.floor(at * text.length)
    const piece = copy ? text.slice(Math.floor(from * text.length)).slice(0, 40) : insert
    text = text.slice(0, start) + piece + text.slice(start + remove)
  }
  return text
}

const survives = (xml: string): void => {
  try {
    const model = readModel(xml)
    const ready = decisions([model], { limits: { steps: 20_000 } })
    for (const name of new Set(ready.names)) {
      try {
        const explained = ready.evaluate(name, { x: 5 }, { explain: true, now: 0 })
        const plain = ready.evaluate(name, { x: 5 }, { now: 0 })
        const limited = [...explained.diagnostics, ...plain.diagnostics].some(({ code }) => code === "LimitReached")
        // Rules found by the index are those that match one by one.
        if (!limited) expect(plain.value).toEqual(explained.value)
      } catch (error) {
        if (!(error instanceof DmnError)) throw error
      }
    }
    writeModel(model)
  } catch (error) {
    if (!(error instanceof DmnError)) throw error
  }
}

describe("damaged models", () => {
  it("end soon, with errors of the package only", () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 4 }), (xml, changes) =>
        survives(damaged(xml, changes)),
      ),
      { numRuns: 300 },
    )
  })

  it("end soon where only texts of FEEL are damaged", () => {
    const texts = own.split(/(?<=<text>)|(?=<\/text>)/)
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.array(mutation, { minLength: 1, maxLength: 3 }), (at, changes) => {
        const changed = texts.map((text, i) =>
          i === at && !text.startsWith("<") ? damaged(text, changes).replaceAll("<", "&lt;").replaceAll("\u0000", "") : text,
        )
        survives(changed.join(""))
      }),
      { numRuns: 300 },
    )
  })

  it("end soon where types are made of each other again and again", () => {
    const level = (i: number): string =>
      `<itemDefinition name="t${i}">${["a", "b"].map((name) => `<itemComponent name="${name}"><typeRef>t${i + 1}</typeRef></itemComponent>`).join("")}</itemDefinition>`
    const types = Array.from({ length: 60 }, (_, i) => level(i)).join("")
    const input = '<inputData id="x" name="x"><variable name="x" typeRef="t0"/></inputData>'
    const text = "for i in [x, x] return i.a.b = i.b.a"
    const decision = `<decision id="d" name="d"><variable name="d" typeRef="t1"/><informationRequirement><requiredInput href="#x"/></informationRequirement>
      <literalExpression><text>${text}</text></literalExpression></decision>`
    const ready = decisions([
      readModel(dmnXml(`${types}<itemDefinition name="t60"><typeRef>number</typeRef></itemDefinition>${input}${decision}`)),
    ])
    expect(ready.evaluate("d", { x: 1 })).toMatchObject({ value: null })
    expect(ready.evaluate("d", { x: 1 }).diagnostics[0]?.reason.length).toBeLessThan(1000)
  })

  it("end where knowledge models call each other for ever in tables", () => {
    const call = (name: string) => `<literalExpression><text>${name}(n + 1)</text></literalExpression>`
    const model = (name: string, other: string) =>
      `<businessKnowledgeModel id="${name}" name="${name}"><encapsulatedLogic><formalParameter name="n"/>${call(other)}</encapsulatedLogic>
       <knowledgeRequirement><requiredKnowledge href="#${other}"/></knowledgeRequirement></businessKnowledgeModel>`
    const xml =
      dmnXml(`${model("f", "g")}${model("g", "f")}<decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
      <literalExpression><text>f(1)</text></literalExpression></decision>`)
    expect(decisions([readModel(xml)]).evaluate("d")).toMatchObject({ value: null, diagnostics: [{ code: "LimitReached" }] })
  })
})
