/**
 * What can be compensated, told from the events alone: an account of completed activities that is kept without a look
 * at the state, to hold against what the state says. It knows the graph only for who compensates whom.
 *
 * BPMN 2.0.2 §10.7: last completed first; a sub-process is one step of its scope, with everything in it.
 */
import type { ElementInstance, ProcessEvent, ProcessGraph, ProcessState, SequenceFlow } from "@millrace/process"

/** A completed activity that can be compensated. */
interface Completed {
  readonly handler: string
  /** Its element, behind those of the scopes that ended around it, outermost first. */
  readonly path: ReadonlyArray<string>
  /** When it completed, behind when those scopes ended. */
  readonly rank: ReadonlyArray<number>
  /** The element instance that holds it. */
  readonly holder: number
  /** It has to be undone before its holder ends. */
  readonly undo: boolean
  /** The element instance that is compensating it, 0 as long as none is. */
  readonly walk: number
  /** What was complete in it, where its handler stands in it. */
  readonly held?: ReadonlyArray<Completed>
}

interface Working {
  readonly element: string
  readonly parent: number
  readonly compensates?: Completed
  /** It holds the runs of an activity together, or is one of them. */
  readonly body?: boolean
  readonly run?: boolean
  /** Its work is done: only its flows are open. */
  readonly completing?: boolean
}

type Registered = Extract<ProcessEvent, { readonly type: "CompensationRegistered" }>

export class CompensationOracle {
  /** Who compensates an activity. */
  readonly #handlers = new Map<string, string>()
  /** The event sub-process that compensates the scope it stands in. */
  readonly #inside = new Map<string, string>()
  readonly #working = new Map<number, Working>([[1, { element: "", parent: 0 }]])
  readonly #endings = new Map<number, "all" | "sagas" | "none">()
  #completed: Array<Completed> = []
  #counted = 0
  /** The run that has to complete next, since it was registered. */
  #run: number | undefined
  /** Its caller can ask for what is complete when it has ended. */
  #called = false
  /** What the next event has to say. */
  #due: { readonly element: string; readonly scope: number; readonly handler: string } | undefined

  constructor({ elements }: ProcessGraph | { readonly elements: ReadonlyArray<object>; readonly flows: ReadonlyArray<SequenceFlow> }) {
    const scopes = new Map(elements.flatMap((one) => ("id" in one && "scope" in one ? [[String(one.id), String(one.scope)] as const] : [])))
    for (const element of elements) {
      const begins = "scope" in element && "trigger" in element ? (element.trigger as { readonly type: string }).type : undefined
      const around = begins === "compensation" && "scope" in element ? scopes.get(String(element.scope)) : undefined
      if (around !== undefined && "scope" in element && !("attachedTo" in element) && "type" in element && element.type === "StartEvent")
        this.#inside.set(around, String(element.scope))
      if (!("attachedTo" in element) || typeof element.attachedTo !== "string") continue
      const trigger = "trigger" in element ? (element.trigger as { readonly type: string; readonly handler?: string }) : undefined
      if (trigger?.type === "compensation" && trigger.handler !== undefined) this.#handlers.set(element.attachedTo, trigger.handler)
    }
  }

  /** Takes the next event of the log; says what is wrong with it. */
  follow(event: ProcessEvent): ReadonlyArray<string> {
    const due = this.#due
    this.#due = undefined
    const flaws: Array<string> = []
    if (due !== undefined && !(event.type === "CompensationRegistered" && event.element === due.element && event.handler === due.handler))
      flaws.push(`'${due.element}' completed and was not registered for compensation: ${event.type} came next.`)
    const run = this.#run
    this.#run = undefined
    if (run !== undefined && !((event.type === "ElementCompleted" || event.type === "ElementCompleting") && event.id === run))
      flaws.push(`The run ${run} was registered for compensation and did not complete: ${event.type} came next.`)
    if (event.type === "CompensationRegistered") this.#run = event.item ?? event.within
    const unasked = event.type === "CompensationRegistered" && this.#run === undefined && event.child === undefined
    if (unasked && event.handler !== undefined && due === undefined)
      flaws.push(`'${event.element}' was registered for compensation, and it had not just completed.`)
    flaws.push(...this.#take(event))
    return flaws
  }

  /** What the state says otherwise, after a commit. */
  compare(state: ProcessState): ReadonlyArray<string> {
    const flaws = this.#due === undefined ? [] : [`'${this.#due.element}' completed and was not registered for compensation.`]
    const expected = this.#completed.map(({ holder, undo, walk, path }) => placeOf(holder, undo, walk, path.at(-1) ?? "")).sort()
    const ended = state.root === undefined || state.elements.has(state.root.id) ? [] : [state.root]
    const actual = [...state.elements.values(), ...ended].flatMap((it) => placesIn(state, it)).sort()
    if (expected.join() !== actual.join())
      flaws.push(`By the log, what can be compensated is [${expected.join(", ")}], and by the state it is [${actual.join(", ")}].`)
    return flaws
  }

  #take(event: ProcessEvent): ReadonlyArray<string> {
    switch (event.type) {
      case "InstanceStarted":
        this.#called = event.called === true
        return []
      case "InstanceCompensated": {
        const left = this.#completed
        this.#completed = []
        return left.map(({ path }) => `The instance is compensated, and '${path.at(-1)}' was to be undone before.`)
      }
      case "ElementActivated":
        this.#working.set(event.id, {
          element: event.element,
          parent: event.scope,
          body: event.body === true,
          run: event.item !== undefined,
        })
        return []
      case "EventTriggered":
        this.#working.set(event.id, { element: event.element, parent: event.scope })
        return []
      case "CompensationRegistered":
        return this.#register(event)
      case "CompensationStarted": {
        const ending = this.#endings.get(event.owner)
        this.#change((one) => {
          if (one.holder !== event.scope || one.walk !== 0) return one
          const wanted =
            ending === undefined
              ? !one.undo && (event.activity === undefined || one.path[0] === event.activity)
              : ending === "all" || one.undo
          return wanted ? { ...one, walk: event.owner } : one
        })
        return []
      }
      case "CompensationTriggered":
        return this.#trigger(event.id, event.element, event.owner, event.body === true)
      case "CompensationEnded":
        return this.#completed
          .filter(({ walk }) => walk === event.owner)
          .map(({ path }) => `The compensation by element instance ${event.owner} ended, and '${path.at(-1)}' is not undone.`)
      case "ElementTerminating":
        this.#endings.set(event.id, event.undo)
        return []
      case "ScopeInterrupted":
        // It is alive again.
        this.#endings.delete(event.id)
        return []
      case "ElementCompleting": {
        // It can be compensated from then on, whatever its flows decide.
        const it = this.#working.get(event.id)
        if (it === undefined) return []
        const handler = it.compensates === undefined && it.body !== true ? this.#handlers.get(it.element) : undefined
        if (handler !== undefined) this.#due = { element: it.element, scope: it.parent, handler }
        this.#completed = this.#completed.filter(({ holder }) => holder !== event.id)
        this.#working.set(event.id, { ...it, completing: true })
        return []
      }
      case "ElementCompleted":
        return this.#complete(event.id)
      case "ElementTerminated":
        this.#terminate(event.id, event.undo === true, event.child !== undefined)
        return []
      case "InstanceCompleted":
      case "InstanceFailed":
      case "InstanceCancelled": {
        const left = this.#endings.get(1) === "all" ? this.#completed : this.#completed.filter(({ undo }) => undo)
        this.#completed = this.#called ? this.#completed.filter(({ holder, undo, walk }) => holder === 1 && !undo && walk === 0) : []
        this.#endings.delete(1)
        return left.map(({ path }) => `The instance ended, and '${path.at(-1)}' was to be undone before.`)
      }
      default:
        return []
    }
  }

  #register(event: Registered): ReadonlyArray<string> {
    const { element, scope, handler, group, child, within } = event
    const order = ++this.#counted
    if (handler !== undefined && within !== undefined) {
      const held = this.#completed.filter(({ holder, undo, walk }) => holder === within && !undo && walk === 0)
      this.#completed = this.#completed.filter((one) => !held.includes(one))
      this.#completed.push({ handler, path: [element], rank: [order], holder: scope, undo: false, walk: 0, held })
      return this.#inside.get(element) === handler ? [] : [`'${element}' was registered for '${handler}', which does not compensate it.`]
    }
    if (handler !== undefined) {
      this.#completed.push({ handler, path: [element], rank: [order], holder: scope, undo: false, walk: 0 })
      return (child === undefined ? this.#handlers.get(element) : element) === handler
        ? []
        : [`'${element}' was registered for '${handler}', which does not compensate it.`]
    }
    this.#change((one) =>
      one.holder === group && one.walk === 0 && !one.undo
        ? { ...one, holder: scope, path: [element, ...one.path], rank: [order, ...one.rank] }
        : one,
    )
    return []
  }

  #trigger(id: number, handler: string, owner: number, body: boolean): ReadonlyArray<string> {
    const inWalk = this.#completed.filter(({ walk }) => walk === owner).sort(later)
    const [next] = inWalk
    const taken = next?.handler === handler ? next : inWalk.find((one) => one.handler === handler)
    this.#working.set(id, { element: handler, parent: owner, body, ...(taken === undefined ? {} : { compensates: taken }) })
    this.#completed = this.#completed.filter((one) => one !== taken)
    for (const one of taken?.held ?? []) this.#completed.push({ ...one, holder: id })
    if (taken === undefined) return [`'${handler}' began to compensate what is not complete.`]
    return taken === next ? [] : [`'${handler}' began, and it was the turn of '${next?.handler}': what completed last comes first.`]
  }

  #complete(id: number): ReadonlyArray<string> {
    const it = this.#working.get(id)
    this.#working.delete(id)
    if (it === undefined) return []
    const left = this.#completed.filter(({ holder }) => holder === id)
    this.#completed = this.#completed.filter(({ holder }) => holder !== id)
    const undoing = it.compensates !== undefined || (it.run === true && this.#working.get(it.parent)?.compensates !== undefined)
    const handler = undoing || it.body === true || it.completing === true ? undefined : this.#handlers.get(it.element)
    // A run is registered before it completes, since its variables go with it.
    if (handler !== undefined && it.run !== true) this.#due = { element: it.element, scope: it.parent, handler }
    // What compensates it as a whole takes the place of what is complete in it.
    if (handler !== undefined || undoing) return []
    return left.map(({ path }) => `'${it.element}' completed, and '${path.at(-1)}' in it cannot be compensated any more.`)
  }

  #terminate(id: number, undo: boolean, child: boolean): void {
    const it = this.#working.get(id)
    this.#working.delete(id)
    this.#endings.delete(id)
    if (it === undefined) return
    // What was not compensated to its end can be compensated once more.
    if (it.compensates !== undefined) this.#completed.push(it.compensates)
    this.#change((one) => (one.walk === id ? { ...one, walk: 0, undo: false } : one))
    if (it.compensates !== undefined) {
      this.#completed = this.#completed.filter(({ holder }) => holder !== id)
      return
    }
    for (const owed of [false, true]) {
      if (!this.#completed.some((one) => one.holder === id && one.undo === owed)) continue
      const order = ++this.#counted
      this.#change((one) =>
        one.holder === id && one.undo === owed
          ? { ...one, holder: it.parent, undo: owed || undo, path: [it.element, ...one.path], rank: [order, ...one.rank] }
          : one,
      )
    }
    if (!child) return
    const { element, parent } = it
    this.#completed.push({ handler: element, path: [element], rank: [++this.#counted], holder: parent, undo: true, walk: 0 })
  }

  #change(change: (one: Completed) => Completed): void {
    this.#completed = this.#completed.map(change)
  }
}

/** What has to be undone comes first, then what completed later. */
const later = (a: Completed, b: Completed): number => {
  if (a.undo !== b.undo) return a.undo ? -1 : 1
  for (let depth = 0; ; depth++) {
    const first = a.rank[depth]
    const second = b.rank[depth]
    if (first === undefined || second === undefined) return 0
    if (first !== second) return second - first
  }
}

const placeOf = (holder: number, undo: boolean, walk: number, element: string): string =>
  walk === 0 ? `'${element}' in ${holder}${undo ? " to be undone" : ""}` : `'${element}' in ${holder} by ${walk}`

type Registration = NonNullable<ElementInstance["registrations"]>[number]

const elementsOf = (list: ReadonlyArray<Registration> | undefined): ReadonlyArray<string> =>
  (list ?? []).flatMap((one) => ("items" in one ? elementsOf(one.items) : one.element))

const placesIn = (state: ProcessState, it: ElementInstance): ReadonlyArray<string> => {
  const places = [
    ...elementsOf(it.registrations).map((element) => placeOf(it.id, false, 0, element)),
    ...elementsOf(it.undo).map((element) => placeOf(it.id, true, 0, element)),
  ]
  const { walk } = it
  if (walk === undefined) return places
  const atWork = [...(it.children ?? []), ...(it.leaving ?? [])].some((id) => state.elements.get(id)?.compensates !== undefined)
  const current = walk.current === undefined || atWork ? [] : [walk.current.element]
  return [...places, ...[...elementsOf(walk.todo), ...current].map((element) => placeOf(walk.scope, false, it.id, element))]
}
