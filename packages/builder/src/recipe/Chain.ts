/**
 * The builder at run time: every method gives a new chain with one more item. The types of its surface stand in
 * `ProcessBuilder`, `ScopeBuilder`, `ActivityBuilder` and `TaskBuilder`; here everything is loose.
 */
import type { Code, Handler, JsonObject } from "@millrace/kernel"
import type { Choice } from "../Choice.ts"
import { ProcessDefinitionError } from "../errors.ts"
import {
  type ActivityItem,
  type AddedItem,
  type AnySchema,
  type Attachment,
  type Branch,
  type DueSpec,
  type EndItem,
  type ErrorSchema,
  type Item,
  isActivity,
  type Recipe,
  type TaskSpec,
  type UserTaskSpec,
} from "./Item.ts"

type Body = (b: Chain) => unknown
type Bodies = Readonly<Record<string, Body>>

/** Where a chain began: the top of a process, or a branch. */
export interface Origin {
  /** For messages: what the flow belongs to. */
  readonly of: string
  /** At the top of a process: makes the process of the finished recipe. */
  readonly finish?: (recipe: Recipe) => object
}

export class Chain {
  readonly origin: Origin
  readonly recipe: Recipe
  constructor(origin: Origin, recipe: Recipe = []) {
    this.origin = origin
    this.recipe = recipe
  }

  serviceTask(id: string, handler: Handler, options: TaskSpec = {}): Chain {
    return this.#and({ kind: "serviceTask", id, handler, options, attachments: [] })
  }
  userTask(id: string, options: UserTaskSpec = {}): Chain {
    return this.#and({ kind: "userTask", id, options, attachments: [] })
  }
  subProcess(id: string, body: Body, options: { readonly saga?: boolean } = {}): Chain {
    return this.#and({ kind: "subProcess", id, body: this.#flow(id, body), saga: options.saga === true, attachments: [] })
  }
  add(id: string, activity: { readonly definition: Pick<AddedItem, "type" | "fields" | "schema"> }): Chain {
    const { type, fields, schema } = activity.definition
    return this.#and({ kind: "added", id, type, fields, attachments: [], ...(schema === undefined ? {} : { schema }) })
  }
  wait(id: string, due: DueSpec): Chain {
    return this.#and({ kind: "wait", id, due })
  }
  use(fragment: { readonly recipe: Recipe }): Chain {
    return this.#and({ kind: "use", flow: fragment.recipe })
  }

  variable(variable: string, fixed: unknown, options: { readonly schema?: AnySchema; readonly redacted?: boolean } = {}): Chain {
    const assignment = { variable, value: { fixed }, ...options }
    const last = this.recipe.at(-1)
    if (last?.kind !== "assign" || last.how !== "variable") return this.#and({ kind: "assign", how: "variable", assignments: [assignment] })
    return new Chain(this.origin, [...this.recipe.slice(0, -1), { ...last, assignments: [...last.assignments, assignment] }])
  }
  set(variable: string, value: unknown, options: { readonly schema?: AnySchema; readonly redacted?: boolean } = {}): Chain {
    const given = typeof value === "function" ? { code: value as Code } : { fixed: value }
    return this.#and({ kind: "assign", how: "set", assignments: [{ variable, value: given, ...options }] })
  }
  update(variable: string, code: Code): Chain {
    return this.#and({ kind: "assign", how: "update", assignments: [{ variable, value: { code } }] })
  }

  exclusive(id: string, choose: Code | Choice<JsonObject, string>, branches: Bodies): Chain {
    return this.#and({
      kind: "exclusive",
      id,
      choose: typeof choose === "function" ? { code: choose } : choose,
      branches: this.#branches(id, branches),
    })
  }
  match(id: string, variable: string, tag: string, branches: Bodies): Chain {
    const code: Code = ({ vars }) => Object(vars[variable])[tag]
    return this.#and({ kind: "exclusive", id, choose: { code }, branches: this.#branches(id, branches) })
  }
  parallel(id: string, branches: Bodies): Chain {
    return this.#and({ kind: "parallel", id, branches: this.#branches(id, branches) })
  }

  repeat(id: string, body: Body, options: { readonly until: Code; readonly max?: number }): Chain {
    const { until: condition, ...rest } = options
    return this.#and({ kind: "repeat", id, body: this.#flow(id, body), condition, ...rest })
  }
  while(id: string, condition: Code, body: Body, options: { readonly max?: number } = {}): Chain {
    return this.#and({ kind: "while", id, body: this.#flow(id, body), condition, ...options })
  }
  label(label: string): Chain {
    return this.#and({ kind: "label", label })
  }

  rollback(id: string, only?: string): Chain {
    return this.#and({ kind: "rollback", id, ...(only === undefined ? {} : { only }) })
  }
  goto(label: string): object {
    return this.#finish({ kind: "goto", label })
  }
  fail(id: string, error: Code): object {
    return this.#finish({ kind: "fail", id, error })
  }
  end(name?: string): object {
    return this.#end({ terminate: false }, name)
  }
  terminate(name?: string): object {
    return this.#end({ terminate: true }, name)
  }
  output(output: Code): object {
    return this.#end({ terminate: false, output }, undefined)
  }

  compensate(handler: Handler, options: TaskSpec = {}): Chain {
    return this.#attach({ kind: "compensate", handler, options })
  }
  onError(id: string, error: ErrorSchema, flow: Body): Chain {
    return this.#attach({ kind: "onError", id, error, flow: this.#flow(id, flow) })
  }
  onTimer(id: string, due: DueSpec, flow: Body, options: { readonly interrupting?: boolean } = {}): Chain {
    return this.#attach({ kind: "onTimer", id, due, flow: this.#flow(id, flow), interrupting: options.interrupting !== false })
  }

  #and(item: Item): Chain {
    return new Chain(this.origin, [...this.recipe, item])
  }
  #end(item: Omit<EndItem, "kind" | "name">, name: string | undefined): object {
    return this.#finish({ kind: "end", ...item, ...(name === undefined ? {} : { name }) })
  }
  #finish(item: Item): object {
    const ended = this.#and(item)
    return this.origin.finish?.(ended.recipe) ?? ended
  }
  #attach(attachment: Attachment): Chain {
    const last = this.recipe.at(-1)
    if (last === undefined || !isActivity(last)) {
      throw foreign(this.origin.of, `'.${attachment.kind}' follows an activity: a task, a sub-process or an added step.`)
    }
    const activity: ActivityItem = { ...last, attachments: [...last.attachments, attachment] }
    return new Chain(this.origin, [...this.recipe.slice(0, -1), activity])
  }
  #branches(id: string, bodies: Bodies): ReadonlyArray<Branch> {
    return Object.entries(bodies).map(([name, body]) => ({ name, flow: this.#flow(`${id}:${name}`, body) }))
  }
  #flow(of: string, body: Body): Recipe {
    return flowOf(of, body)
  }
}

/** Runs a body on a chain of its own and gives what it wrote down. */
export const flowOf = (of: string, body: Body): Recipe => {
  const origin: Origin = { of }
  const flow = body(new Chain(origin))
  if (flow instanceof Chain && flow.origin === origin) return flow.recipe
  throw foreign(
    of,
    `the flow of '${of}' gives back something else than the flow it was given: begin with its own parameter, and return the chain.`,
  )
}

const foreign = (of: string, message: string): ProcessDefinitionError =>
  new ProcessDefinitionError(of, [{ code: "ForeignFlow", severity: "error", element: of, message }])
