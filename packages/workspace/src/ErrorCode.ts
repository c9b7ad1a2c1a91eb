/**
 * The codes of errors, read from the sources: whoever adds a code there has to document it. A code is
 *
 * - a member of a union type or of `Schema.Literals` whose name ends in `Code`,
 * - a text in the type of a property `code`,
 * - the tag of a tagged error class, and `_tag` and `code` of a class that extends `Error`,
 * - or what is given for a property `code`, such as that of a diagnostic.
 *
 * Codes are words in PascalCase; other texts under these names (those of SQLite, say) are not ours.
 */
import { type Expression, parseSync, type TSType, Visitor } from "oxc-parser"

const isCode = (text: unknown): text is string => typeof text === "string" && /^([A-Z][a-z0-9]+)+$/.test(text)

const membersOf = (type: TSType): ReadonlyArray<string> => {
  if (type.type === "TSUnionType") return type.types.flatMap(membersOf)
  if (type.type === "TSLiteralType" && type.literal.type === "Literal" && isCode(type.literal.value)) return [type.literal.value]
  return []
}

/** The texts of `Schema.Literals(["A", "B"])` and `Schema.Literal("A")`. */
const literalsOf = (expression: Expression | null): ReadonlyArray<string> => {
  if (expression?.type !== "CallExpression" || expression.callee.type !== "MemberExpression") return []
  const { property } = expression.callee
  if (property.type !== "Identifier" || (property.name !== "Literals" && property.name !== "Literal")) return []
  const [first] = expression.arguments
  const elements = first?.type === "ArrayExpression" ? first.elements : [first]
  return elements.flatMap((element) => (element?.type === "Literal" && isCode(element.value) ? [element.value] : []))
}

/** The tag in `class X extends Schema.TaggedError<X>()("X", {…})` and `class X extends Data.TaggedError("X")`. */
const tagOf = (superClass: Expression | null): ReadonlyArray<string> => {
  if (superClass?.type !== "CallExpression") return []
  const callee = superClass.callee.type === "CallExpression" ? superClass.callee.callee : superClass.callee
  if (
    callee.type !== "MemberExpression" ||
    callee.property.type !== "Identifier" ||
    !/^Tagged(Error|ErrorClass)$/.test(callee.property.name)
  )
    return []
  const [tag] = superClass.arguments
  return tag?.type === "Literal" && isCode(tag.value) ? [tag.value] : []
}

/** The codes that a source declares and, unless it is full of samples as contract suites are, those that it gives. */
export const errorCodesOf = (path: string, text: string, options?: { readonly samples?: boolean }): ReadonlySet<string> => {
  const codes = new Set<string>()
  const add = (found: ReadonlyArray<string>) => {
    for (const code of found) codes.add(code)
  }
  new Visitor({
    TSTypeAliasDeclaration({ id, typeAnnotation }) {
      if (id.name.endsWith("Code")) add(membersOf(typeAnnotation))
    },
    TSPropertySignature({ key, typeAnnotation }) {
      if (key.type === "Identifier" && key.name === "code" && typeAnnotation) add(membersOf(typeAnnotation.typeAnnotation))
    },
    VariableDeclarator({ id, init }) {
      if (id.type === "Identifier" && id.name.endsWith("Code")) add(literalsOf(init))
    },
    Property({ key, value }) {
      if (key.type !== "Identifier" || key.name !== "code") return
      if (value.type === "Literal" && isCode(value.value) && options?.samples !== true) add([value.value])
      if (value.type === "CallExpression") add(literalsOf(value))
    },
    ClassDeclaration({ superClass, body }) {
      add(tagOf(superClass))
      if (superClass?.type !== "Identifier" || superClass.name !== "Error") return
      for (const field of body.body) {
        if (field.type !== "PropertyDefinition" || field.key.type !== "Identifier" || field.value?.type !== "Literal") continue
        if (["_tag", "code"].includes(field.key.name) && isCode(field.value.value)) add([field.value.value])
      }
    },
  }).visit(parseSync(path, text).program)
  return codes
}

/** A row of the page of error codes. */
export interface DocumentedCode {
  readonly code: string
  readonly when: string
  readonly what: string
}

/** The codes that the page documents, by the package whose heading they stand under: rows of `| code | when | what to do |`. */
export const documentedCodes = (markdown: string): ReadonlyMap<string, ReadonlyArray<DocumentedCode>> => {
  const byPackage = new Map<string, Array<DocumentedCode>>()
  let rows: Array<DocumentedCode> | undefined
  for (const line of markdown.split("\n")) {
    const heading = /^## `?([^`\s]+)`?$/.exec(line)?.[1]
    if (heading !== undefined) {
      rows = []
      byPackage.set(heading, rows)
    }
    const [, code, when = "", what = ""] = /^\| `(\w+)` \|([^|]*)\|([^|]*)\|$/.exec(line) ?? []
    if (code !== undefined) rows?.push({ code, when: when.trim(), what: what.trim() })
  }
  return byPackage
}
