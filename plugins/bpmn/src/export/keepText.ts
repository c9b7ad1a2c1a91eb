/**
 * The text of a document that was imported: as it was, or what stands around its root.
 */
import type { BpmnDocument } from "../moddle/readModdle.ts"

/** The text that was read, comments and all. It is given as text, so that whoever writes it writes UTF-8, whatever it was before. */
export const asWritten = ({ xml }: BpmnDocument): string =>
  xml.replace(/^<\?xml[^>]*\?>/, (declaration) => declaration.replace(/(\sencoding\s*=\s*)["'][^"']*["']/, '$1"UTF-8"'))

/** Comments and instructions before and after the root stay; those inside of it belong to no element, and go where it is printed anew. */
export const keepAround = (printed: string, { beforeRoot, afterRoot }: BpmnDocument): string => {
  const [declaration = ""] = /^<\?xml[^>]*\?>/.exec(printed) ?? []
  const parts = [declaration, beforeRoot, printed.slice(declaration.length), afterRoot]
  return `${parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n")}\n`
}
