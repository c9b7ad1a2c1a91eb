/**
 * Compiles a recipe item after item. Each kind of item has a line in the table; the compiler asks for those missing.
 */
import type { ActivityItem, Item, Recipe } from "../recipe/Item.ts"
import type { Draft, DraftFlow } from "./Draft.ts"
import { compileAdded } from "./items/added.ts"
import { compileAdHoc } from "./items/adHoc.ts"
import { compileAssign } from "./items/assign.ts"
import { compileBegin } from "./items/begin.ts"
import { compileCall } from "./items/call.ts"
import { compileEnd, compileFail } from "./items/ends.ts"
import { compileCatch, compileListen, compileRace, compileTell, compileThrow } from "./items/events.ts"
import { compileExclusive } from "./items/exclusive.ts"
import { compileGraph } from "./items/graph.ts"
import { compileJoin } from "./items/join.ts"
import { compileGoto, compileLabel } from "./items/label.ts"
import { compileRepeat, compileWhile } from "./items/loop.ts"
import { compileReceive, compileSend } from "./items/messages.ts"
import { compileMultiple } from "./items/multiple.ts"
import { compileParallel } from "./items/parallel.ts"
import { compileRollback } from "./items/rollback.ts"
import { compileServiceTask } from "./items/serviceTask.ts"
import { compileSome } from "./items/some.ts"
import { compileStart } from "./items/start.ts"
import { compileSubProcess } from "./items/subProcess.ts"
import { compileDecide, compilePlain, compileScript } from "./items/tasks.ts"
import { compileUserTask } from "./items/userTask.ts"
import { type Place, type Site, within } from "./Site.ts"
import { compileSingle } from "./single.ts"

type ItemCompiler<K extends Item["kind"]> = (item: Extract<Item, { readonly kind: K }>, site: Site) => DraftFlow | undefined

const compilers: { readonly [K in Item["kind"]]: ItemCompiler<K> } = {
  added: compileAdded,
  adHoc: compileAdHoc,
  assign: compileAssign,
  begin: compileBegin,
  call: compileCall,
  catch: compileCatch,
  decide: compileDecide,
  end: compileEnd,
  exclusive: compileExclusive,
  fail: compileFail,
  goto: compileGoto,
  graph: compileGraph,
  inclusive: compileExclusive,
  join: compileJoin,
  label: compileLabel,
  listen: compileListen,
  multiple: compileMultiple,
  parallel: compileParallel,
  plain: compilePlain,
  race: compileRace,
  receive: compileReceive,
  repeat: compileRepeat,
  rollback: compileRollback,
  script: compileScript,
  send: compileSend,
  serviceTask: compileServiceTask,
  some: compileSome,
  start: compileStart,
  subProcess: compileSubProcess,
  tell: compileTell,
  throw: compileThrow,
  use: (item, site) => site.compile(item.flow, within(site.place, site.place.at, new Map()), site.from),
  userTask: compileUserTask,
  while: compileWhile,
}

/** Compiles a recipe behind an open flow; gives the open flow at its end, or nothing where it ended. */
export const compileRecipe = (draft: Draft, recipe: Recipe, place: Place, from: DraftFlow): DraftFlow | undefined => {
  let open: DraftFlow | undefined = from
  for (const item of recipe) {
    if (open === undefined) {
      reportUnreachable(draft, place, item)
      return undefined
    }
    checkName(item, draft, place)
    open = compileItem(item, siteOf(draft, place, open))
  }
  return open
}

const siteOf = (draft: Draft, place: Place, from: DraftFlow): Site => ({
  draft,
  place,
  from,
  compile: (inner, at, flow) => compileRecipe(draft, inner, at, flow),
  compileItem: (item, at, flow) => compileItem<ActivityItem["kind"]>(item, siteOf(draft, at, flow)),
})

const compileItem = <K extends Item["kind"]>(item: Extract<Item, { readonly kind: K }>, site: Site): DraftFlow | undefined =>
  "single" in item && item.single !== undefined ? compileSingle(item, item.single, site) : compilers[item.kind as K](item, site)

/** Names are what ids of generated elements and paths are made of, with `:` and `/` between them. */
const checkName = (item: Item, draft: Draft, place: Place): void => {
  const branches =
    "branches" in item ? item.branches.map((branch) => branch.name) : "steps" in item ? item.steps.map((step) => step.name) : []
  const attached = "attachments" in item ? item.attachments.flatMap((attachment) => ("id" in attachment ? [attachment.id] : [])) : []
  const assigned = "assignments" in item ? item.assignments.map((assignment) => assignment.variable) : []
  const own = "single" in item ? [...(item.single?.inputs ?? []), ...(item.single?.outputs ?? [])].map(([variable]) => variable) : []
  const scripted = item.kind === "script" ? item.values.map(([variable]) => variable) : []
  for (const name of [...namesOf(item), ...branches, ...attached, ...assigned, ...own, ...scripted]) {
    if (typeof name === "string" && /^[^\s\0/:]+$/.test(name) && name !== "__proto__") continue
    draft.problem(
      "InvalidName",
      place.scope.idOf(name),
      `'${name}' cannot be the name of a step, branch or label.`,
      "Leave out spaces, '/' and ':'.",
    )
  }
}

const namesOf = (item: Item): ReadonlyArray<string> => ("id" in item ? [item.id] : "label" in item ? [item.label] : [])

/** An end behind ended ways says nothing: the chain needs it for its type. Any other step is a mistake. */
const reportUnreachable = (draft: Draft, place: Place, item: Item): void => {
  if (item.kind === "end" || item.kind === "goto" || item.kind === "fail") return
  const [name = item.kind] = namesOf(item)
  draft.problem(
    "UnreachableStep",
    place.scope.idOf(name),
    `'${name}' can never be reached: every way before it has ended.`,
    "Take it out, or let a branch go on.",
  )
}
