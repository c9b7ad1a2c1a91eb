/**
 * A single step without its id, at run time: what `(one) => one.serviceTask(…)` is called with and gives. The types of its
 * surface stand in `surface/Work`.
 */
import type { Handler } from "@millrace/kernel"
import { foreignFlow } from "../errors.ts"
import type { ActivityItem, TaskSpec, Told } from "./Item.ts"
import { checkParameters, doingParameters, workParameters } from "./parameters.ts"
import type { MadeOf, Single, Undoing } from "./Single.ts"

type Given = ReadonlyArray<unknown>
/** Writes an activity down, by the method of a chain that does. */
export type Write = (method: string, id: string, given: Given) => ActivityItem

export class Work {
  readonly of: string
  readonly #write: Write
  readonly #inputs: NonNullable<Single["inputs"]>
  constructor(of: string, write: Write, inputs: NonNullable<Single["inputs"]> = []) {
    this.of = of
    this.#write = write
    this.#inputs = inputs
  }

  given(inputs: Readonly<Record<string, Told>>): Work {
    return new Work(this.of, this.#write, [...this.#inputs, ...Object.entries(inputs)])
  }
  serviceTask(...given: Given): Doing {
    return this.#do("serviceTask", given)
  }
  sendBy(...given: Given): Doing {
    return this.#do("sendBy", given)
  }
  userTask(...given: Given): Doing {
    return this.#do("userTask", given)
  }
  receive(...given: Given): Doing {
    return this.#do("receive", given)
  }
  send(...given: Given): Doing {
    return this.#do("send", given)
  }
  call(...given: Given): Doing {
    return this.#do("call", given)
  }
  add(...given: Given): Doing {
    return this.#do("add", given)
  }
  decide(...given: Given): Doing {
    return this.#do("decide", given)
  }
  script(...given: Given): Doing {
    return this.#do("script", given)
  }
  manualTask(...given: Given): Doing {
    return this.#do("manualTask", given)
  }
  task(...given: Given): Doing {
    return this.#do("task", given)
  }
  subProcess(...given: Given): Doing {
    return this.#do("subProcess", given)
  }
  transaction(...given: Given): Doing {
    return this.#do("transaction", given)
  }
  adHoc(...given: Given): Doing {
    return this.#do("adHoc", given)
  }

  #do(method: string, given: Given): Doing {
    const item = this.#write(method, this.of, given)
    return new Doing(this.of, this.#write, this.#inputs.length === 0 ? item : { ...item, single: { inputs: this.#inputs } })
  }
}

/** What a step does, and what becomes of what it gives. */
export class Doing {
  readonly of: string
  readonly item: ActivityItem
  readonly #write: Write
  constructor(of: string, write: Write, item: ActivityItem) {
    this.of = of
    this.#write = write
    this.item = item
  }

  gives(gives: MadeOf): Doing {
    return this.#with({ gives })
  }
  into(variables: string | Readonly<Record<string, MadeOf | Told>>): Doing {
    return this.#with({ outputs: typeof variables === "string" ? [[variables, undefined]] : Object.entries(variables) })
  }
  spread(where?: "process"): Doing {
    return this.#with({ spread: where ?? "scope" })
  }
  compensate(handler: Handler, options: TaskSpec = {}): Doing {
    return this.#undoneBy({ kind: "compensate", handler, options })
  }
  compensateBy(work: (one: Work) => unknown): Doing {
    return this.#undoneBy(undoneBy(this.of, work, this.#write))
  }

  #with(more: Single): Doing {
    return new Doing(this.of, this.#write, { ...this.item, single: { ...this.item.single, ...more } })
  }
  #undoneBy(undoing: Undoing): Doing {
    return new Doing(this.of, this.#write, { ...this.item, attachments: [...this.item.attachments, undoing] })
  }
}

checkParameters(Work.prototype, workParameters, { prefix: "one.", of: ({ of }) => of })
checkParameters(Doing.prototype, doingParameters, { prefix: ".", of: ({ of }) => of })

/** The activity that a work says. */
export const itemOf = (id: string, work: (one: Work) => unknown, write: Write): ActivityItem => {
  const done = work(new Work(id, write))
  if (done instanceof Doing && done.of === id) return done.item
  throw foreignFlow(id, `'${id}' gives back something else than its step: write it as (one) => one.serviceTask(…), and return that.`)
}

/** How an activity is undone by another one. */
export const undoneBy = (activity: string, work: (one: Work) => unknown, write: Write): Undoing => ({
  kind: "compensateBy",
  work: itemOf(`${activity}:compensation`, work, write),
})
