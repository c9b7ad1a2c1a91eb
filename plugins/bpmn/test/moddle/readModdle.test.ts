/** Documents that are wrong: they are refused with the line, in bounded time, and never crash. */
import { describe, expect, it } from "vitest"
import { BpmnError } from "../../src/BpmnError.ts"
import { importBpmn } from "../../src/import/importBpmn.ts"
import type { XmlLimits } from "../../src/moddle/scanXml.ts"

const head = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p">`
const tail = "</process></definitions>"

const refusal = async (xml: string | Uint8Array, limits?: XmlLimits): Promise<string> => {
  try {
    await importBpmn(xml, limits === undefined ? {} : { limits })
    return "it is read"
  } catch (error) {
    if (!(error instanceof BpmnError)) throw error
    return `${error.code} ${error.message}`
  }
}

describe("a document", () => {
  it("is refused with a document type: entities from outside, and bombs", async () => {
    expect(await refusal(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${head}<task id="a" name="&e;"/>${tail}`)).toBe(
      "XmlRefused Line 1: A document type (<!DOCTYPE …>) could define entities: remove it.",
    )
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>${head}<task id="a" name="&b;"/>${tail}`
    expect(await refusal(bomb)).toMatch(/^XmlRefused Line 2/)
  })

  it("is refused when it is too long, too deep or has too many elements", async () => {
    expect(await refusal(`${head}<!--${"x".repeat(17_000_000)}-->${tail}`)).toMatch(/^XmlTooLarge .*more than 16000000/)
    expect(await refusal(`${head}${`<subProcess id="s">`.repeat(100_000)}`)).toMatch(/^XmlTooLarge Line 1: .*more than 200 deep/)
    expect(await refusal(`${head}${"<task/>".repeat(50)}${tail}`, { maxElements: 40 })).toMatch(/^XmlTooLarge .*more than 40 elements/)
    expect(await refusal(`${head}<task ${Array.from({ length: 500 }, (_, index) => `a${index}="1"`).join(" ")}/>${tail}`)).toMatch(
      /^XmlTooLarge .*more than 400 attributes/,
    )
  })

  it("is refused when it is nested deeper than the machine can follow, whatever the limits say", async () => {
    const deep = `${head}${Array.from({ length: 20_000 }, (_, index) => `<subProcess id="s${index}">`).join("")}${"</subProcess>".repeat(20_000)}${tail}`
    expect(await refusal(deep, { maxDepth: 100_000 })).toMatch(/^(XmlTooLarge|NotBpmn)/)
  })

  it.each([
    ["", "XmlMalformed The document has no element."],
    ["hello", "XmlMalformed The document has no element."],
    [`${head}\n<task id="a">${tail}`, "XmlMalformed Line 2: </process> stands where <task> has to be closed."],
    [`${head}<task id="a" id="b"/>${tail}`, "XmlMalformed Line 1: The tag <task> has 'id' twice."],
    [`${head}<task id=a/>${tail}`, "XmlMalformed Line 1: The tag <task> is malformed."],
    [`${head}<x:task/>${tail}`, "XmlMalformed Line 1: The prefix of 'x:task' is not declared: declare it with 'xmlns:x'."],
    [`${head}<!-- ${tail}`, "XmlMalformed Line 1: A comment does not end."],
    [`${head}${tail}<again/>`, "XmlMalformed Line 1: There is more than one root element."],
    [head, "XmlMalformed Line 1: <process> is not closed."],
    [
      `${head}\n<task id="a" name="&foo;"/>${tail}`,
      "XmlMalformed Line 2: '&foo;' refers to nothing: write '&amp;' for the sign '&' itself.",
    ],
  ])("that is no XML is refused: %s", async (xml, message) => {
    expect(await refusal(xml)).toBe(message)
  })

  it.each([
    [`<html/>`, "This is no BPMN 2.0 document."],
    [`<definitions xmlns="http://www.omg.org/spec/BPMN/1.0"/>`, "another version of BPMN"],
    [`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL/"/>`, "mistyped"],
    [`<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>`, "DMN document: give it to 'dmn("],
    [`<Package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>`, "XPDL"],
    [`<process xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="p"/>`, "unexpected element"],
  ])("that is no BPMN 2.0 is refused, and it is said what it is: %s", async (xml, hint) => {
    expect(await refusal(xml)).toMatch(/^NotBpmn Line 1: /)
    expect(await refusal(xml)).toContain(hint)
  })

  it("is read in whatever encoding its bytes are, and refused where they are none of it", async () => {
    const xml = `${head}<task id="a" name="Prüfen"/>${tail}`
    const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${xml}`
    const utf16 = Buffer.from(`\ufeff${declared("UTF-16")}`, "utf16le")
    for (const bytes of [Buffer.from(xml), utf16, Buffer.from(utf16).swap16(), Buffer.from(declared("ISO-8859-1"), "latin1")]) {
      expect((await importBpmn(bytes)).process().definition.graph.elements[0]?.name).toBe("Prüfen")
    }
    expect(await refusal(Buffer.from(declared("UTF-8"), "latin1"))).toMatch(/^XmlMalformed .*'UTF-8'/)
    expect(await refusal(Buffer.from(declared("Klingon")))).toMatch(/^XmlMalformed .*'Klingon' is not known/)
    expect(await refusal(utf16.toString("utf8"))).toMatch(/^XmlMalformed .*give the bytes/)
    expect(await refusal(Buffer.alloc(70_000_000, 32))).toMatch(/^XmlTooLarge/)
  })

  it("tells of ids that stand twice, of references that lead nowhere and of what BPMN does not know, with the line", async () => {
    const { problems } = await importBpmn(
      `${head}\n<startEvent id="s"/>\n<task id="a"/>\n<task id="a"/>\n<sequenceFlow id="f" sourceRef="s" targetRef="gone"/>\n<nonsense/>${tail}`,
    )
    expect(problems.map(({ code, severity, element, line }) => [code, severity, element, line])).toEqual([
      ["DuplicateId", "error", "a", 4],
      ["Unreadable", "warning", undefined, 6],
      ["ReferenceMissing", "error", "f", 5],
    ])
  })

  it("with thousands of mistakes tells them all, soon", async () => {
    const many = (f: (index: number) => string) => Array.from({ length: 3000 }, (_, index) => f(index)).join("\n")
    const flows = many((index) => `<sequenceFlow id="f${index}" sourceRef="s" targetRef="gone"/>`)
    const other = `</process><process id="q"><task id="t"/>`
    expect((await importBpmn(`${head}<startEvent id="s"/>${flows}${other}${tail}`)).problems).toHaveLength(3000)
    const { problems } = await importBpmn(`${head}\n<startEvent id="s"/>\n${many(() => `<task id="s"/><nonsense/>`)}${tail}`)
    expect(problems.filter(({ code }) => code === "DuplicateId").at(-1)).toMatchObject({ line: 3002 })
    expect(problems.filter(({ code }) => code === "Unreadable").at(-1)).toMatchObject({ line: 3002 })
  })

  it("may have names that objects have, too", async () => {
    const { all } = await importBpmn(`${head}<startEvent id="__proto__"/><task id="constructor"/><task id="toString"/>${tail}`)
    expect(all[0]?.definition.graph.elements.map(({ id }) => id)).toEqual(["__proto__", "constructor", "toString"])
  })

  it("may be long as long as it is plain", { timeout: 30_000 }, async () => {
    const chain = Array.from({ length: 3000 }, (_, index) => `<task id="a${index}"/>`).join("")
    expect(await refusal(`${head}<startEvent id="s"/>${chain}${tail}`)).toBe("it is read")
  })
})
