/**
 * The `_tag` of a class made with `Schema.TaggedError`: the code by which its errors are caught.
 */
import { Schema } from "effect"

/** The tag that the class gives its instances. */
export const tagOf = (error: object): string => {
  const field: unknown = Object(Reflect.get(error, "fields"))._tag
  if (Schema.isSchema(field) && field.ast._tag === "Literal" && typeof field.ast.literal === "string") return field.ast.literal
  throw new Error("The class of an error that is caught has to be made with Schema.TaggedError.")
}
