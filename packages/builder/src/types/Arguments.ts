/**
 * Arguments that are there or not by type: the key of a message that has one, the payload of what carries one.
 */
import type { ExpressionText } from "../Choice.ts"
import type { Cancels } from "./Facts.ts"
import type { Look } from "./Handler.ts"
import type { MillraceTypeError } from "./MillraceTypeError.ts"
import type { CheckStored } from "./Storable.ts"

/** The key of a message: a value, or code that gives it; `undefined` for messages that have none. */
export type KeyOf<Vars, K> = [K] extends [undefined]
  ? ExpressionText | undefined
  : NoInfer<K> | ((look: Look<Vars>) => NoInfer<K>) | ExpressionText

/** What stands behind a message: its key, unless it has none, and then the rest. */
export type Keyed<Vars, K, Rest extends ReadonlyArray<unknown>> = [K] extends [undefined]
  ? Rest | [key: ExpressionText, ...rest: Rest]
  : [key: KeyOf<Vars, K>, ...rest: Rest]

/** What stands behind something that is told: its payload, unless it has none, and then the rest. */
export type Carrying<Vars, P, Rest extends ReadonlyArray<unknown>> = [P] extends [undefined]
  ? Rest
  : [payload: ((look: Look<Vars>) => NoInfer<P>) | ExpressionText, ...rest: Rest]

/** What a called process is given: nothing where it takes nothing. */
export type Given<Vars, I, Rest extends ReadonlyArray<unknown>> = {} extends I
  ? [input?: ((look: Look<Vars>) => NoInfer<I>) | ExpressionText, ...rest: Rest]
  : [input: ((look: Look<Vars>) => NoInfer<I>) | ExpressionText, ...rest: Rest]

/** What a start makes the input of: of the payload itself where that is an input already. */
export type Mapped<P, I, Rest extends ReadonlyArray<unknown> = []> = [P] extends [undefined]
  ? {} extends I
    ? [input?: () => I, ...rest: Rest]
    : [input: () => I, ...rest: Rest]
  : [P] extends [I]
    ? [input?: (payload: P) => I, ...rest: Rest]
    : [input: (payload: P) => I, ...rest: Rest]

/** A start that says no input has to bring one, or the process has to take nothing. */
export type BringsInput<P, I> = [P] extends [undefined] ? ({} extends I ? unknown : MissingInput) : [P] extends [I] ? unknown : MissingInput

type MissingInput = MillraceTypeError<"what these events bring is no input of the process: give a third argument that makes one of it">

/** The variable of an item, which must not hide another. */
export type FreeItem<As extends string, Ids extends string> = As extends Ids
  ? MillraceTypeError<`the item would hide the variable '${As}': name it with 'as'`>
  : unknown

/** The variable of an event's payload is named by its branch, and must not hide another. */
export type FreeBranch<Name extends string, Ids extends string> = Name extends Ids
  ? MillraceTypeError<`the payload would hide the variable '${Name}': give the branch another name`>
  : unknown

/** Only what can be cancelled has a way for that. */
export type CancelId<Id, OwnFacts> = [Extract<OwnFacts, Cancels>] extends [never]
  ? MillraceTypeError<"nothing in this activity cancels it: only a transaction with a '.cancel' in it can be caught so">
  : Id

/** A value under a name: a new one can be stored, one that is there already keeps its type. */
export type Fits<Vars, K, T> = K extends keyof Vars
  ? [T] extends [Vars[K]]
    ? unknown
    : MillraceTypeError<`'${K & string}' is a variable of another type`>
  : CheckStored<T>

/** A name is free where no step has it; a variable that is seen can be given another value. */
export type FreeName<Vars, K, Ids extends string> = K extends keyof Vars
  ? unknown
  : K extends Ids
    ? MillraceTypeError<`'${K & string}' is already a step or variable`>
    : unknown

/** Values of variables by their names: code, or text in an expression language. */
export type Assignments<Vars, I> = { readonly [K in keyof I]: ((look: Look<Vars>) => I[K] & Fits<Vars, K, I[K]>) | ExpressionText }

/** Those that are new: the others keep their types. */
export type NewVars<Vars, I> = { readonly [K in Exclude<keyof I, keyof Vars>]: I[K] }
