/**
 * What the values of FEEL that are no plain JavaScript value have in common: they know their kind and never change.
 */

/** The kinds of value that FEEL tells apart. */
export type Kind =
  | "null"
  | "boolean"
  | "number"
  | "string"
  | "date"
  | "time"
  | "date and time"
  | "days and time duration"
  | "years and months duration"
  | "list"
  | "context"
  | "range"
  | "function"

/** Base of the immutable value classes: one test tells them from contexts. */
export abstract class FeelObject {
  abstract readonly kind: Kind
}
