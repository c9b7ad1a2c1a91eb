/**
 * Compiles a recipe item after item. Each kind of item has a line in the table; the compiler asks for those missing.
 */
import type { Item, Recipe } from "../recipe/Item.ts"
import type { Draft, DraftFlow } from "./Draft.ts"
import { compileAdded } from "./items/added.ts"
import { compileAdHoc } from "./items/adHoc.ts"
import { compileAssign } from "./items/assign.ts"
import { compileCall } from "./items/call.ts"
import { compileEnd, compileFail } from "./items/ends.ts"
import { compileCatch, compileListen, compileRace, compileThrow } from "./items/events.ts"
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
import { compileUserTask } from "./items/userTask.ts"
import { type Place, type Site, within } from "./Site.ts"

type ItemCompiler<K extends Item["kind"]> = (item: Extract<Item, { readonly kind: K }>, site: Site) => DraftFlow | undefined

const compilers: { readonly [K in Item["kind"]]: ItemCompiler<K> } = {
  added: compileAdded,
  adHoc: compileAdHoc,
  assign: compileAssign,
  call: compileCall,
  catch: compileCatch,
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
  race: compileRace,
  receive: compileReceive,
  repeat: compileRepeat,
  rollback: compileRollback,
  send: compileSend,
  serviceTask: compileServiceTask,
  some: compileSome,
  start: compileStart,
  subProcess: compileSubProcess,
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
    open = compileItem(item, { draft, place, from: open, compile: (inner, at, flow) => compileRecipe(draft, inner, at, flow) })
  }
  return open
}

const compileItem = <K extends Item["kind"]>(item: Extract<Item, { readonly kind: K }>, site: Site): DraftFlow | undefined => {
  checkName(item, site)
  return compilers[item.kind as K](item, site)
}

/** Names are what ids of generated elements and paths are made of, with `:` and `/` between them. */
const checkName = (item: Item, { draft, place }: Site): void => {
  const branches =
    "branches" in item ? item.branches.map((branch) => branch.name) : "steps" in item ? item.steps.map((step) => step.name) : []
  const attached = "attachments" in item ? item.attachments.flatMap((attachment) => ("id" in attachment ? [attachment.id] : [])) : []
  const assigned = "assignments" in item ? item.assignments.map((assignment) => assignment.variable) : []
  for (const name of [...namesOf(item), ...branches, ...attached, ...assigned]) {
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
