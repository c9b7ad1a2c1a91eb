/**
 * Names of steps, variables and labels, and the parts of which the type of the variables is made.
 */
import type { ToIntersection } from "./Flow.ts"
import type { MillraceTypeError } from "./MillraceTypeError.ts"

/** No variables at all: what an intersection of named parts begins with. */
export type NoVars = {}
/** The result of one step, under the step's name: the named part that hovers show. */
export type Step<Id extends string, T> = { readonly [K in Id]: T }
/** The names of the start and the end that every scope has. */
export type Reserved = "start" | "end"
export type NewId<Id extends string, Ids extends string> = Id extends Ids ? MillraceTypeError<`'${Id}' is already a step or variable`> : Id
export type NewLabel<L extends string, Labels extends string> = L extends Labels ? MillraceTypeError<`'${L}' is already a label`> : L
/** A stretch of a graph among the labels: ways beside each other can go there, too. No label has a ':'. */
export type Stretch<N extends string> = `graph:${N}`
export type Stretches<Labels extends string> = Extract<Labels, Stretch<string>>
export type KnownLabel<L extends string, Labels extends string> = L extends Labels
  ? L
  : Stretch<L> extends Labels
    ? L
    : MillraceTypeError<`no label '${L}' stands before this step in the same scope`>
/** The fields that tell the members of a union apart: their type is a union of literals. */
export type TagOf<X> = { [K in keyof X]: X[K] extends string ? (string extends X[K] ? never : K) : never }[keyof X]
/** The tags of `X`, or why there are none. */
export type TagName<X> = [TagOf<X>] extends [never]
  ? MillraceTypeError<"this variable has no field that tells its kinds apart: a match needs a union with a field of literals">
  : TagOf<X>
/** A variable that starts as one literal can hold others of its kind; unions and brands stay as they are. */
export type Widen<T> = [T] extends [boolean]
  ? boolean
  : [T] extends [string | number]
    ? NoVars extends { readonly [K in T]: 1 }
      ? T
      : [T] extends [ToIntersection<T>]
        ? T extends string
          ? string
          : number
        : T
    : T
