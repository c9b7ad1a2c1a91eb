/** The conformance programme, and the kits themselves where they lie beside the repository. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { runModels } from "../src/conformance/bpmn/runModels.ts"
import { scoreOf } from "../src/conformance/ConformanceRecord.ts"
import { conformance, sharedFolder } from "../src/conformance/conformance.ts"
import { runKit } from "../src/conformance/dmn/runKit.ts"
import { dmnMarkdown } from "../src/conformance/markdownOf.ts"
import { UsageError } from "../src/Options.ts"

const kit = resolve(sharedFolder, "dmn-tck")
const page = fileURLToPath(new URL("../../../docs/reference/dmn-conformance.md", import.meta.url))
const isThere = existsSync(kit)
if (!isThere) console.warn(`The DMN kit is not in ${kit}: its cases are not run.`)

const model = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
  <inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>
  <decision id="half" name="half"><variable name="half"/><informationRequirement><requiredInput href="#n"/></informationRequirement>
    <literalExpression><text>n / 2</text></literalExpression></decision></definitions>`

const value = (type: string, text: string): string => `<value xsi:type="xsd:${type}">${text}</value>`
const testCase = (id: string, input: string, expected: string, error = ""): string =>
  `<testCase id="${id}"><inputNode name="n">${input}</inputNode><resultNode name="half"${error}><expected>${expected}</expected></resultNode></testCase>`
const cases = `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <modelName>m.dmn</modelName>
  ${testCase("right", value("decimal", "3"), value("decimal", "1.5"))}
  ${testCase("wrong kind", value("decimal", "3"), value("string", "1.5"))}
  ${testCase("error", value("string", "3"), "", ' errorResult="true"')}
  ${testCase("no error", "", value("decimal", "1"))}
</testCases>`

describe("pnpm conformance", () => {
  it("runs the cases of a folder, strictly, and writes records", async () => {
    const folder = mkdtempSync(join(tmpdir(), "conformance-"))
    const json = join(folder, "records.json")
    writeFileSync(join(folder, "m.dmn"), model)
    writeFileSync(join(folder, "m-test.xml"), cases)
    writeFileSync(join(folder, "n-test.xml"), cases.replace("m.dmn", "n.dmn").replaceAll(/<testCase id="[^r].*<\/testCase>/g, ""))
    writeFileSync(join(folder, "other.xml"), "<other/>")
    const lines: Array<string> = []
    const code = await conformance(["dmn", "--cases", folder, "--json", json], (line) => lines.push(line))
    const records = JSON.parse(readFileSync(json, "utf8"))
    rmSync(folder, { recursive: true })
    expect(code).toBe(1)
    expect(lines.join("\n")).toMatch(/all +2 +5 +1 +4/)
    expect(records).toMatchObject([
      { suite: "dmn", case: "right", ok: true, expected: "1.5", actual: "1.5" },
      { case: "wrong kind", ok: false, actual: "1.5" },
      { case: "error", ok: true, expected: "null", actual: "null" },
      { case: "no error", ok: false, expected: "1", actual: "null" },
      { case: "right", ok: false, actual: "", reason: expect.stringContaining("n.dmn") },
    ])
  })

  it("says what it does not understand", async () => {
    const none = (): void => {}
    await expect(conformance(["xml"], none)).rejects.toThrow(UsageError)
    await expect(conformance(["dmn", "--cases", "/nowhere"], none)).rejects.toThrow(/is not there/)
    const lines: Array<string> = []
    expect(await conformance(["--help"], (line) => lines.push(line))).toBe(0)
    expect(lines.join("\n")).toContain("--cases DIR")
  })
})

describe.skipIf(!isThere)("the DMN kit", { timeout: 60_000 }, () => {
  const records = isThere ? runKit(kit) : []

  it("passes, every case of level 2 and of level 3", () => {
    expect(records.filter(({ ok }) => !ok).map(({ folder, case: id, reason }) => `${folder} ${id}: ${reason}`)).toEqual([])
    expect(scoreOf(records)).toEqual({ passed: 2286, total: 2286, passedValues: 1121, totalValues: 1121 })
  })

  it("has its scores in the documentation as they are", () => {
    expect(readFileSync(page, "utf8")).toBe(dmnMarkdown(records))
  })
})

const models = resolve(sharedFolder, "models/bpmn")
if (!existsSync(models)) console.warn(`The BPMN models are not in ${models}: their scenarios are not run.`)

describe.runIf(existsSync(models))("the BPMN models", () => {
  it("behave as expected on memory and on SQLite, and those that must not run are refused", async () => {
    const records = await runModels(models)
    expect(records.filter(({ ok }) => !ok)).toEqual([])
    expect(records.length).toBeGreaterThan(150)
  }, 120_000)
})
