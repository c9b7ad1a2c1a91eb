/**
 * Recipes: what the builder methods write down. A recipe is a list of items, plain data beside the code it holds;
 * `compile/` makes the graph of it, one file for each kind of item.
 */
import type { Code, Handler, Json, Codec as JsonCodec, JsonObject, RetryPolicy } from "@millrace/kernel"
import type { Input as Duration } from "effect/Duration"
import type { Codec } from "effect/Schema"
import type { ExpressionText } from "../Choice.ts"
import type { Cron } from "../Cron.ts"
import type { Single, Undoing } from "./Single.ts"

export type Recipe = ReadonlyArray<Item>

/** Any schema, as the runtime half sees it. */
export type AnySchema = Codec<unknown, unknown>
/** Code, or a text of an expression language in its place. */
export type Told = Code | ExpressionText
export type DueSpec = string | Date | Cron | Told

/** What every activity can be told. */
export interface ActivitySpec {
  readonly name?: string
  readonly redacted?: boolean
  readonly lock?: string
  readonly startQuantity?: number
  readonly completionQuantity?: number
}
export interface TaskSpec extends ActivitySpec {
  readonly schema?: AnySchema
  readonly timeout?: Duration
  readonly heartbeat?: Duration
  readonly transactional?: boolean
  readonly retry?: Partial<RetryPolicy>
  readonly concurrency?: number
}
export interface UserTaskSpec extends ActivitySpec {
  readonly form?: AnySchema
  readonly assignee?: string | Told
  readonly exclude?: ReadonlyArray<string> | Told
  readonly groups?: ReadonlyArray<string> | Told
  readonly candidates?: ReadonlyArray<string> | Told
  readonly due?: DueSpec
}
/** A class made with `Schema.TaggedError`. */
export type ErrorSchema = AnySchema

/** A message as an item has it: its type, and how its key is found where it has one. */
export interface MessageSpec {
  readonly name: string
  readonly payload: JsonCodec
  readonly key?: { readonly code: Told } | { readonly value: Json }
}

/** What an event waits for. */
export type TriggerSpec =
  | { readonly type: "timer"; readonly due: DueSpec }
  /** `keyIn`: where it begins a process with others, finds the key in what came. */
  | { readonly type: "message"; readonly message: MessageSpec; readonly keyIn?: (payload: unknown) => unknown }
  | { readonly type: "signal"; readonly name: string; readonly payload: JsonCodec }
  | { readonly type: "condition"; readonly holds: Told }
  | { readonly type: "error"; readonly error?: ErrorSchema }
  | { readonly type: "escalation"; readonly code?: string; readonly payload?: JsonCodec }
  | { readonly type: "cancel" }
  | { readonly type: "compensation" }
  | { readonly type: "several"; readonly all: boolean; readonly triggers: ReadonlyArray<TriggerSpec> }

/** What an event tells others. */
export type TellSpec =
  | { readonly type: "message"; readonly sent: Pick<SendItem, "message" | "payload" | "options"> }
  | { readonly type: "signal"; readonly name: string; readonly codec: JsonCodec; readonly payload?: Told }
  | { readonly type: "escalation"; readonly code: string; readonly codec: JsonCodec; readonly payload?: Told }
  | { readonly type: "compensation"; readonly only?: string }

/** What hangs on an activity. */
export type Attachment =
  | Undoing
  | {
      readonly kind: "boundary"
      readonly id: string
      readonly trigger: TriggerSpec
      readonly flow: Recipe
      readonly interrupting: boolean
    }

interface Activity {
  readonly id: string
  readonly attachments: ReadonlyArray<Attachment>
  readonly single?: Single
}
/** `serviceTask`, and `sendBy`, which is drawn otherwise. */
export interface ServiceTaskItem extends Activity {
  readonly kind: "serviceTask"
  readonly sends?: true
  readonly handler: Handler
  readonly options: TaskSpec
}
export interface UserTaskItem extends Activity {
  readonly kind: "userTask"
  readonly options: UserTaskSpec
}
/** `subProcess`, and the transaction, which is one that can be cancelled. */
export interface SubProcessItem extends Activity {
  readonly kind: "subProcess"
  readonly body: Recipe
  readonly saga: boolean
  readonly transaction: boolean
  readonly options: ActivitySpec
}
/** `forEach` and `times`. */
export interface MultipleItem extends Activity {
  readonly kind: "multiple"
  readonly body: Recipe
  readonly of: { readonly items: Told; readonly as: string; readonly schema?: AnySchema } | { readonly count: number | Told }
  readonly options: MultipleSpec
}
export interface MultipleSpec extends ActivitySpec {
  readonly saga?: boolean
  readonly sequential?: boolean
  readonly concurrency?: number
  readonly until?:
    | ExpressionText
    | ((progress: { readonly vars: JsonObject; readonly results: ReadonlyArray<unknown>; readonly total: number }) => unknown)
  readonly remaining?: "cancel" | "finish"
}
/** `task` and `manualTask`. */
export interface PlainItem extends Activity {
  readonly kind: "plain"
  readonly type: "Task" | "ManualTask"
  readonly options: ActivitySpec
}
export interface ScriptItem extends Activity {
  readonly kind: "script"
  readonly values: ReadonlyArray<readonly [variable: string, value: Told]>
  readonly options: ActivitySpec
}
export interface DecideItem extends Activity {
  readonly kind: "decide"
  readonly decision: Told
  readonly options: ActivitySpec & { readonly schema?: AnySchema }
}
export interface AdHocItem extends Activity {
  readonly kind: "adHoc"
  readonly steps: ReadonlyArray<Branch>
  readonly options: AdHocSpec
}
export interface AdHocSpec extends ActivitySpec {
  readonly saga?: boolean
  readonly begin?: Told
  readonly ordering?: "parallel" | "sequential"
  readonly busy?: "wait" | "refuse"
  readonly until?: Told
  readonly remaining?: "cancel" | "finish"
}
export interface ReceiveItem extends Activity {
  readonly kind: "receive"
  readonly message: MessageSpec
  readonly options: ActivitySpec
}
export interface CallItem extends Activity {
  readonly kind: "call"
  readonly process: { readonly id: string } | ((look: Parameters<Code>[0]) => { readonly id: string })
  readonly input?: Told
  readonly options: CallSpec
}
export interface CallSpec extends ActivitySpec {
  readonly version?: number
  readonly businessKey?: string | Told
}
export interface SendItem extends Activity {
  readonly kind: "send"
  readonly message: { readonly name: string; readonly payload: JsonCodec; readonly key: (payload: unknown) => unknown }
  readonly payload?: Told
  readonly options: ActivitySpec & { readonly ttl?: Duration; readonly key?: string | number | Told }
}
/** `broadcast` and `escalate`. */
export interface ThrowItem {
  readonly kind: "throw"
  readonly id: string
  readonly trigger: { readonly signal: string } | { readonly escalation: string }
  readonly codec: JsonCodec
  readonly payload?: Told
}
/** `tell`: a throw event. */
export interface TellItem {
  readonly kind: "tell"
  readonly id: string
  readonly told: ReadonlyArray<TellSpec>
}
/** What `.add` puts in: made by a plugin or by `activity`. */
export interface AddedItem extends Activity {
  readonly kind: "added"
  readonly type: string
  readonly schema?: AnySchema
  readonly fields: (bind: {
    readonly code: (role: string, code: Code) => { readonly code: string }
    readonly handler: (handler: Handler) => string
  }) => { readonly [field: string]: unknown }
}
/** `wait`, `waitUntil` and `receiveSignal`. */
export interface CatchItem {
  readonly kind: "catch"
  readonly id: string
  readonly trigger: TriggerSpec
}
/** Where a flow begins with an event. */
export interface EventBranch extends Branch {
  readonly trigger: TriggerSpec
  /** Where it begins the process: makes the input of what came. */
  readonly input?: (payload: unknown) => unknown
  /** Where several begin a process together: finds the key in what came. */
  readonly keyIn?: (payload: unknown) => unknown
}
export interface RaceItem {
  readonly kind: "race"
  readonly id: string
  readonly branches: ReadonlyArray<EventBranch>
}
/** An event sub-process. */
export interface ListenItem {
  readonly kind: "listen"
  readonly id: string
  readonly trigger: TriggerSpec
  readonly flow: Recipe
  readonly interrupting: boolean
  readonly saga: boolean
}
/** A start of the process beside its usual one. */
export interface StartItem {
  readonly kind: "start"
  readonly id: string
  readonly trigger: TriggerSpec
  readonly input?: (payload: unknown) => unknown
  /** Drawn as a receive task. */
  readonly task?: boolean
}
/** `startOnFirst` and `startOnAll`: a gateway that begins the process. */
export interface BeginItem {
  readonly kind: "begin"
  readonly id: string
  readonly all: boolean
  readonly branches: ReadonlyArray<EventBranch>
  readonly input?: (payload: unknown) => unknown
}
export interface Assignment {
  readonly redacted?: boolean
  readonly variable: string
  readonly value: { readonly fixed: unknown } | { readonly code: Told }
  readonly schema?: AnySchema
}
/** `variable`, `set` and `update`; variables declared one after another share one item. */
export interface AssignItem {
  readonly kind: "assign"
  readonly how: "variable" | "set" | "update"
  readonly assignments: readonly [Assignment, ...ReadonlyArray<Assignment>]
}
export interface Branch {
  readonly name: string
  readonly flow: Recipe
}
export type ChooseSpec =
  | { readonly code: Told }
  | {
      readonly conditions: ReadonlyArray<{ readonly branch: string; readonly holds: ExpressionText | Code }>
      readonly otherwise?: string
    }
export interface ExclusiveItem<K extends "exclusive" | "inclusive" = "exclusive" | "inclusive"> {
  readonly kind: K
  readonly id: string
  readonly choose: ChooseSpec
  readonly branches: ReadonlyArray<Branch>
  readonly withoutGateway?: boolean
}
export interface ParallelItem {
  readonly kind: "parallel"
  readonly id: string
  readonly branches: ReadonlyArray<Branch>
  readonly oneAtATime: boolean
  readonly withoutGateway?: boolean
}
export interface SomeItem {
  readonly kind: "some"
  readonly id: string
  readonly count: number | Told | { readonly when: Told }
  readonly cancels?: ReadonlyArray<string>
  readonly branches: ReadonlyArray<Branch>
  readonly remaining: "cancel" | "finish"
  readonly blocking: boolean
}
export interface GraphItem {
  readonly kind: "graph"
  readonly id: string
  readonly names: ReadonlyArray<string>
  readonly branches: ReadonlyArray<Branch>
}
/** A gateway that waits for several ways. */
export interface JoinItem {
  readonly kind: "join"
  readonly id: string
  readonly how: "parallel" | "inclusive" | JoinSpec
}
export interface JoinSpec {
  readonly count?: number | Told
  readonly when?: Told
  readonly cancels?: ReadonlyArray<string>
  readonly blocking?: boolean
}
export interface LoopItem<K extends "repeat" | "while" = "repeat" | "while"> {
  readonly kind: K
  readonly id: string
  readonly body: Recipe
  /** `repeat` leaves the loop when it holds, `while` goes on as long as it holds. */
  readonly condition: Code
  readonly max?: number
}
export interface LabelItem<K extends "label" | "goto" = "label" | "goto"> {
  readonly kind: K
  readonly label: string
  /** Of a label: jumps to it are link events. */
  readonly link?: boolean
}
export interface RollbackItem {
  readonly kind: "rollback"
  readonly id: string
  readonly only?: string
}
export interface FailItem {
  readonly kind: "fail"
  readonly id: string
  readonly tell?: ReadonlyArray<TellSpec>
  readonly error: Told | { readonly _tag: string }
}
export interface EndItem {
  readonly kind: "end"
  readonly name?: string
  readonly trigger?: "terminate" | "cancel"
  readonly tell?: ReadonlyArray<TellSpec>
  readonly output?: Told
}
/** A fragment, with labels of its own. */
export interface UseItem {
  readonly kind: "use"
  readonly flow: Recipe
}

export type ActivityItem =
  | ServiceTaskItem
  | UserTaskItem
  | SubProcessItem
  | MultipleItem
  | AdHocItem
  | ReceiveItem
  | SendItem
  | CallItem
  | PlainItem
  | ScriptItem
  | DecideItem
  | AddedItem
export type Item =
  | ActivityItem
  | ThrowItem
  | TellItem
  | CatchItem
  | RaceItem
  | ListenItem
  | StartItem
  | BeginItem
  | AssignItem
  | ExclusiveItem<"exclusive">
  | ExclusiveItem<"inclusive">
  | ParallelItem
  | SomeItem
  | GraphItem
  | JoinItem
  | LoopItem<"repeat">
  | LoopItem<"while">
  | LabelItem<"label">
  | LabelItem<"goto">
  | RollbackItem
  | FailItem
  | EndItem
  | UseItem

/** Whether things can be attached to the item. */
export const isActivity = (item: Item): item is ActivityItem => "attachments" in item
