/**
 * Writes XML: prefixes are declared once, at the root.
 */
import { DmnError } from "../DmnError.ts"
import type { XmlElement } from "./XmlElement.ts"

/** A document of an element. `known` says which prefixes namespaces should have; others are numbered. */
export const writeXml = (root: XmlElement, known: ReadonlyMap<string, string>): string => {
  const prefixes = prefixesFor(root, known)
  const declared = Array.from(
    prefixes,
    ([namespace, prefix]) => ` xmlns${prefix === "" ? "" : `:${prefix}`}="${escaped(namespace, attributeSpecials)}"`,
  ).join("")
  const lines: Array<string> = ['<?xml version="1.0" encoding="UTF-8"?>']
  write(root, prefixes, declared, "", lines)
  return `${lines.join("\n")}\n`
}

const prefixesFor = (root: XmlElement, known: ReadonlyMap<string, string>): Map<string, string> => {
  const prefixes = new Map([[root.namespace, ""]])
  const add = (namespace: string): void => {
    if (namespace === "" || prefixes.has(namespace)) return
    prefixes.set(namespace, known.get(namespace) ?? `ns${prefixes.size}`)
  }
  const visit = (element: XmlElement): void => {
    add(element.namespace)
    for (const name of Object.keys(element.attributes)) {
      const namespace = /^\{(.*)\}/.exec(name)?.[1]
      if (namespace !== undefined) add(namespace)
    }
    for (const child of element.children) if (typeof child !== "string") visit(child)
  }
  visit(root)
  return prefixes
}

const write = (
  element: XmlElement,
  prefixes: ReadonlyMap<string, string>,
  declared: string,
  indent: string,
  lines: Array<string>,
): void => {
  const prefix = prefixes.get(element.namespace) ?? ""
  const name = prefix === "" ? element.name : `${prefix}:${element.name}`
  const attributes = Object.entries(element.attributes)
    .map(([key, value]) => ` ${attributeName(key, prefixes)}="${escaped(value, attributeSpecials)}"`)
    .join("")
  const opening = `${indent}<${name}${declared}${element.namespace === "" ? ' xmlns=""' : ""}${attributes}`
  const elements = element.children.filter((child) => typeof child !== "string")
  const text = element.children.filter((child) => typeof child === "string").join("")
  if (elements.length === 0) {
    lines.push(text === "" ? `${opening}/>` : `${opening}>${escaped(text)}</${name}>`)
    return
  }
  // Blanks between elements say nothing; other text beside elements is not a part of DMN.
  lines.push(`${opening}>`)
  for (const child of elements) write(child, prefixes, "", `${indent}  `, lines)
  lines.push(`${indent}</${name}>`)
}

const attributeName = (key: string, prefixes: ReadonlyMap<string, string>): string => {
  const [, namespace, local] = /^\{(.*)\}(.*)$/.exec(key) ?? []
  if (namespace === undefined || local === undefined) return key
  return namespace === "http://www.w3.org/XML/1998/namespace" ? `xml:${local}` : `${prefixes.get(namespace) ?? "ns"}:${local}`
}

/** What text needs, and in attributes blanks too; line ends become references where readers would change them. */
const escaped = (text: string, special = /[&<>"\r]/g): string => {
  const refused = forbidden.exec(text)
  if (refused !== null) {
    const code = (refused[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0")
    throw new DmnError("ModelInvalid", `XML has no way to write the character U+${code}: write it as an escape of FEEL.`)
  }
  return text.replace(special, (char) => references[char] ?? `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`)
}

const attributeSpecials = /[&<>"\r\n\t]/g

/** What is none of the characters of XML 1.0. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
