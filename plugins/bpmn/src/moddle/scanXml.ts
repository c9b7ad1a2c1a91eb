/**
 * A look over the text of a document before it is read: refuses what is too large, too deep, malformed or could define entities, and notes
 * at which line each element with an id begins. One pass, no copies of the text.
 */
import { BpmnError } from "../BpmnError.ts"

/** How many characters a document may have where nothing else is said. */
export const longest = 16_000_000

/** How large a document may be. */
export interface XmlLimits {
  /** Characters: 16 million where left out. */
  readonly maxLength?: number
  /** Elements inside of elements: 200 where left out. */
  readonly maxDepth?: number
  /** Elements: 100,000 where left out. */
  readonly maxElements?: number
}

/** What the look over a document found. */
export interface XmlScan {
  /** The line of the first element of each id, for elements of the namespaces of BPMN. */
  readonly lines: ReadonlyMap<string, number>
  /** Ids that stand at several elements, with the line of each further one. */
  readonly duplicates: ReadonlyArray<{ readonly id: string; readonly first: number; readonly line: number }>
  /** The prefixes that the root element declares, by namespace. */
  readonly namespaces: ReadonlyMap<string, string>
  /** How many elements there are. */
  readonly elements: number
  /** The root element, and where it stands in the text. */
  readonly root: { readonly name: string; readonly line: number; readonly start: number; readonly end: number }
}

const bpmnNamespace = /^http:\/\/www\.omg\.org\/spec\/(BPMN|DD)\//

interface Open {
  readonly name: string
  /** Prefixes and their namespaces, where this element declares some. */
  readonly declared: ReadonlyMap<string, string> | undefined
}

/** Looks over a document. Throws a `BpmnError` where it must not be read. */
export const scanXml = (xml: string, { maxLength = longest, maxDepth = 200, maxElements = 100_000 }: XmlLimits = {}): XmlScan => {
  if (xml.length > maxLength) {
    throw new BpmnError(
      "XmlTooLarge",
      `The document has ${xml.length} characters, more than ${maxLength}: raise 'maxLength' if it has to be that long.`,
    )
  }
  const lineAt = lineCounter(xml)
  const malformed = (what: string, offset: number): BpmnError => new BpmnError("XmlMalformed", what, lineAt(offset))
  const open: Array<Open> = []
  const lines = new Map<string, number>()
  const duplicates: Array<{ id: string; first: number; line: number }> = []
  let namespaces: ReadonlyMap<string, string> = new Map()
  let root = { name: "", line: 1, start: 0, end: 0 }
  let count = 0
  const nothing = xml.slice(0, 4).indexOf("\0")
  if (nothing >= 0)
    throw malformed("The text has characters of the number 0, as UTF-16 read as UTF-8 has: give the bytes of the file instead.", nothing)
  const after = (end: string, from: number, what: string): number => {
    const found = xml.indexOf(end, from)
    if (found < 0) throw malformed(`${what} does not end.`, from)
    return found + end.length
  }
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at)) {
    const start = at
    if (xml.startsWith("<!--", at)) at = after("-->", at, "A comment")
    else if (xml.startsWith("<![CDATA[", at)) at = after("]]>", at, "A CDATA section")
    else if (xml.startsWith("<?", at)) at = after("?>", at, "A processing instruction")
    else if (xml.startsWith("<!", at)) {
      throw new BpmnError("XmlRefused", "A document type (<!DOCTYPE …>) could define entities: remove it.", lineAt(at))
    } else if (xml.startsWith("</", at)) {
      at = after(">", at, "A closing tag")
      const name = xml.slice(start + 2, at - 1).trim()
      const opened = open.pop()
      if (opened === undefined) throw malformed(`</${shortened(name)}> closes nothing.`, start)
      if (open.length === 0) root.end = at
      if (opened.name !== name) throw malformed(`</${shortened(name)}> stands where <${shortened(opened.name)}> has to be closed.`, start)
    } else {
      const tag = readTag(xml, start, malformed)
      at = tag.end
      if (open.length === 0 && count > 0) throw malformed("There is more than one root element.", start)
      count++
      if (count > maxElements) {
        throw new BpmnError("XmlTooLarge", `The document has more than ${maxElements} elements: raise 'maxElements' if it needs them.`)
      }
      if (open.length >= maxDepth) {
        throw new BpmnError(
          "XmlTooLarge",
          `Elements are nested more than ${maxDepth} deep: raise 'maxDepth' if they have to be.`,
          lineAt(start),
        )
      }
      if (count === 1) {
        namespaces = new Map([...(tag.declared ?? [])].map(([prefix, uri]) => [uri, prefix]))
        root = { name: shortened(tag.name), line: lineAt(start), start, end: at }
      }
      const namespace = namespaceOf(tag.name, tag, open)
      for (const name of [tag.name, ...tag.keys]) {
        if (isPrefixed(name) && namespaceOf(name, tag, open) === "") {
          throw malformed(
            `The prefix of '${shortened(name)}' is not declared: declare it with 'xmlns:${shortened(prefixOf(name))}'.`,
            start,
          )
        }
      }
      if (tag.id !== undefined && bpmnNamespace.test(namespace)) {
        const first = lines.get(tag.id)
        if (first === undefined) lines.set(tag.id, lineAt(start))
        else duplicates.push({ id: tag.id, first, line: lineAt(start) })
      }
      if (!tag.empty) open.push(tag)
    }
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined) throw malformed(`<${shortened(unclosed.name)}> is not closed.`, xml.length)
  if (count === 0) throw new BpmnError("XmlMalformed", "The document has no element.")
  for (const { 0: found, index } of xml.matchAll(references)) {
    if (found.startsWith("&")) throw malformed(`'${found}' refers to nothing: write '&amp;' for the sign '&' itself.`, index)
  }
  return { lines, duplicates, namespaces, elements: count, root }
}

/** What begins like a reference and is none; what stands beside elements is passed over. */
const references = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)[\w.-]{0,30};?/g

interface Tag extends Open {
  readonly end: number
  readonly id: string | undefined
  /** The names of its attributes. */
  readonly keys: ReadonlySet<string>
  readonly empty: boolean
}

const maxAttributes = 400

const nameEnd = /[\s/>]/g
const attribute = /\s+([^\s=/><"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const closing = /\s*(\/?)>/y

const readTag = (xml: string, start: number, malformed: (what: string, offset: number) => BpmnError): Tag => {
  nameEnd.lastIndex = start + 1
  const named = nameEnd.exec(xml)
  const at = named?.index ?? xml.length
  const name = xml.slice(start + 1, at)
  if (name === "" || name.includes("<")) throw malformed("'<' begins no tag: write '&lt;' for the sign itself.", start)
  let declared: Map<string, string> | undefined
  let id: string | undefined
  const keys = new Set<string>()
  attribute.lastIndex = at
  let end = at
  for (let found = attribute.exec(xml); found !== null; found = attribute.exec(xml)) {
    end = attribute.lastIndex
    const [, key = "", double, single] = found
    const value = double ?? single ?? ""
    if (keys.has(key)) throw malformed(`The tag <${shortened(name)}> has '${shortened(key)}' twice.`, start)
    if (keys.size >= maxAttributes)
      throw new BpmnError("XmlTooLarge", `The tag <${shortened(name)}> has more than ${maxAttributes} attributes.`)
    keys.add(key)
    if (key === "id") id = value
    else if (key === "xmlns" || key.startsWith("xmlns:")) {
      declared ??= new Map()
      declared.set(key === "xmlns" ? "" : key.slice("xmlns:".length), value)
    }
  }
  closing.lastIndex = end
  const closed = closing.exec(xml)
  if (closed === null) throw malformed(`The tag <${shortened(name)}> is malformed.`, start)
  return { name, declared, id, keys, end: closing.lastIndex, empty: closed[1] === "/" }
}

const prefixOf = (name: string): string => (name.includes(":") ? name.slice(0, name.indexOf(":")) : "")

const isPrefixed = (name: string): boolean => name.includes(":") && !name.startsWith("xmlns:") && !name.startsWith("xml:")

const namespaceOf = (name: string, tag: Tag, open: ReadonlyArray<Open>): string => {
  const prefix = prefixOf(name)
  const own = tag.declared?.get(prefix)
  if (own !== undefined) return own
  for (let index = open.length - 1; index >= 0; index--) {
    const found = open[index]?.declared?.get(prefix)
    if (found !== undefined) return found
  }
  return ""
}

/** Lines by offset, for offsets that mostly grow. */
const lineCounter = (xml: string): ((offset: number) => number) => {
  let line = 1
  let start = 0
  // The next line break is looked for once: a document may be one long line.
  let end = xml.indexOf("\n")
  return (offset) => {
    if (offset < start) {
      line = 1
      start = 0
      end = xml.indexOf("\n")
    }
    while (end >= 0 && end < offset) {
      line++
      start = end + 1
      end = xml.indexOf("\n", start)
    }
    return line
  }
}

const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name)
