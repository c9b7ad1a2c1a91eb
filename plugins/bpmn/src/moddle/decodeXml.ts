/**
 * The bytes of a file as text, in the encoding that it has: by its byte order mark, else by what its first line declares, else UTF-8.
 *
 * XML 1.0, appendix F.
 */
import { BpmnError } from "../BpmnError.ts"

/** The text of a document; a `BpmnError` says where bytes are none of the encoding. */
export const decodeXml = (bytes: Uint8Array, maxLength: number): string => {
  if (bytes.length > 4 * maxLength) {
    throw new BpmnError("XmlTooLarge", `The document has ${bytes.length} bytes: raise 'maxLength' if it has to be that long.`)
  }
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof RangeError) {
      throw new BpmnError("XmlMalformed", `The encoding '${encoding.slice(0, 40)}' is not known: save the document as UTF-8.`, 1)
    }
    throw new BpmnError(
      "XmlMalformed",
      `The document is not in the encoding '${encoding}' that it declares or has without a declaration: save it as UTF-8.`,
      1,
    )
  }
}

const encodingOf = (bytes: Uint8Array): string => {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8"
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le"
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be"
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200))
  return /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1] ?? "utf-8"
}
