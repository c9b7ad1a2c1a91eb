/**
 * A decider at work without an engine: commands in, events out, all in memory and at once. For the laws that hold for
 * every decider, for specifications, and for looking at what a decider does.
 */
import {
  type AnyEvent,
  type Bindings,
  type Command,
  type CompileOptions,
  type Decider,
  type Definition,
  deepFreeze,
  type ExpressionLanguage,
  encodeText,
  type InstanceView,
  inlineLimit,
  type Json,
  type Rejection,
  referenceOf,
  type Scene,
  StoredValue,
  type Unstorable,
  type Value,
} from "@millrace/kernel"

/** A command without its time. */
export type Untimed<C = Command> = C extends Command ? Omit<C, "now"> : never

export interface DeciderRunOptions {
  readonly bindings?: Partial<Bindings>
  readonly languages?: ReadonlyArray<ExpressionLanguage>
  readonly elements?: ReadonlyArray<unknown>
  /** The id of the instance. */
  readonly instance?: string
  /** Milliseconds since the epoch, at first. */
  readonly now?: number
  /** Write the state down and read it again before every decision, as if the engine stopped each time. */
  readonly forgetful?: boolean
  /** Called after each commit, also where more is to be done. */
  readonly afterCommit?: () => void
}

/** What a command led to. */
export interface Decision<Event extends AnyEvent> {
  readonly rejection: Rejection | undefined
  /** The events of all its commits. */
  readonly events: ReadonlyArray<Event>
  /** How many commits it took. */
  readonly commits: number
}

export interface DeciderRun<Compiled, State, Event extends AnyEvent> {
  readonly decider: Decider<Compiled, State, Event>
  readonly definition: Definition<unknown>
  readonly compiled: Compiled
  /** Every event so far. */
  readonly log: ReadonlyArray<Event>
  /** Decides a command at the run's time, and goes on as long as the decider asks for it. */
  readonly send: (command: Untimed) => Decision<Event>
  /** Decides a command once: what is left to do stays to do. */
  readonly sendOnce: (command: Untimed) => Decision<Event>
  readonly state: () => State
  readonly view: () => InstanceView
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Lets time pass, in milliseconds. Nothing fires by itself. */
  readonly pass: (milliseconds: number) => void
  /** Writes the state down and reads it again, as a store does. */
  readonly reload: () => void
  /** JSON text of anything with large values in it, read back. */
  readonly reread: (value: unknown) => unknown
  readonly value: (raw: unknown) => Value | Unstorable
}

/** Sets a decider to work on one instance of a definition. */
export const runDecider = <Compiled, State, Event extends AnyEvent>(
  decider: Decider<Compiled, State, Event>,
  definition: Definition<unknown>,
  options: DeciderRunOptions = {},
): DeciderRun<Compiled, State, Event> => {
  const compiled = decider.compile(definition, compileOptions(options))
  const values = new Map<number, StoredValue>()
  const log: Array<Event> = []
  let state = decider.initial(compiled)
  let now = options.now ?? 0
  const value = (raw: unknown): Value | Unstorable => {
    const text = encodeText(raw)
    if (typeof text !== "string") return text
    if (text.length <= inlineLimit) return deepFreeze(JSON.parse(text) as Json)
    const stored = new StoredValue(values.size + 1, text)
    values.set(stored.id, stored)
    return stored
  }
  const scene: Scene<Event> = {
    instance: options.instance ?? "instance",
    emit: (event) => {
      log.push(event as Event)
      decider.evolve(compiled, state, event)
    },
    value,
  }
  const reread = (written: unknown): unknown =>
    JSON.parse(JSON.stringify(written), (_key, inner) => {
      const id = referenceOf(inner)
      return id === undefined ? inner : (values.get(id) ?? inner)
    })
  const reload = (): void => {
    state = decider.restore(compiled, reread(decider.snapshot(state)))
  }
  const sendOnce = (command: Untimed): Decision<Event> => {
    const before = log.length
    if (options.forgetful === true) reload()
    const rejection = decider.decide(compiled, state, { ...command, now } as Command, scene)
    if (log.length > before) options.afterCommit?.()
    return { rejection, events: log.slice(before), commits: log.length > before ? 1 : 0 }
  }
  const send = (command: Untimed): Decision<Event> => {
    const before = log.length
    const { rejection, commits } = sendOnce(command)
    let all = commits
    while (log.length > before && log.at(-1)?.type === "ContinueRequested") all += sendOnce({ type: "Continue" }).commits
    return { rejection, events: log.slice(before), commits: all }
  }
  return {
    decider,
    definition,
    compiled,
    log,
    send,
    sendOnce,
    state: () => state,
    view: () => decider.view(compiled, state),
    now: () => now,
    pass: (milliseconds) => {
      now += milliseconds
    },
    reload,
    reread,
    value,
  }
}

/** What a decider compiles with, where nothing is said about it. */
export const compileOptions = (options: DeciderRunOptions): CompileOptions => ({
  bindings: {
    handlers: options.bindings?.handlers ?? new Map(),
    code: options.bindings?.code ?? new Map(),
    codecs: options.bindings?.codecs ?? new Map(),
  },
  languages: options.languages ?? [],
  elements: options.elements ?? [],
})
