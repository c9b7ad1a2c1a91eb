/** Reading XML: what is refused, and where mistakes are. */
import { describe, expect, it } from "vitest"
import { DmnError, parseXml } from "../../src/index.ts"
import { lineOf } from "../../src/xml/XmlElement.ts"

const errorOf = (text: string, limits = {}): DmnError => {
  try {
    parseXml(text, limits)
  } catch (error) {
    if (error instanceof DmnError) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

describe("parseXml", () => {
  it("gives elements with namespaces in place of prefixes, and the lines on which they began", () => {
    const root = parseXml('<a:x xmlns:a="urn:a" p="1" a:q="2">\n  text<y xmlns="urn:y"/>\n</a:x>')
    expect(root).toEqual({
      name: "x",
      namespace: "urn:a",
      attributes: { p: "1", "{urn:a}q": "2" },
      children: ["\n  text", { name: "y", namespace: "urn:y", attributes: {}, children: [] }, "\n"],
    })
    expect(root.children.map((child) => (typeof child === "string" ? undefined : lineOf(child)))).toEqual([undefined, 2, undefined])
  })

  it("refuses document types, and so entities", () => {
    const laughs = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<lolz>&b;</lolz>'
    expect(errorOf(laughs).code).toMatch(/ModelRefused|ModelMalformed/)
    expect(errorOf('<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<x/>')).toMatchObject({
      code: "ModelRefused",
      line: 2,
    })
    expect(errorOf("<x>&secret;</x>")).toMatchObject({ code: "ModelMalformed", line: 1 })
  })

  it("knows the five entities of XML and references to characters", () => {
    expect(parseXml("<x>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;<![CDATA[<raw>]]></x>").children).toEqual([`<>&"'AB<raw>`])
  })

  it("says the line of what is not well-formed", () => {
    expect(errorOf("<a>\n<b></a>")).toMatchObject({ code: "ModelMalformed", line: 2 })
    expect(errorOf('<a>\n<p:b xmlns:q="urn:q"/></a>').message).toBe("Line 2: The prefix 'p' is not declared.")
    expect(errorOf("").code).toBe("ModelMalformed")
  })

  it("refuses what is too long or too deep", () => {
    expect(errorOf("<a>12345</a>", { maxLength: 10 }).code).toBe("ModelTooLarge")
    expect(errorOf("<a><b><c/></b></a>", { maxDepth: 2 }).code).toBe("ModelTooLarge")
    expect(errorOf(`${"<a>".repeat(200_000)}${"</a>".repeat(200_000)}`).code).toBe("ModelTooLarge")
  })
})
