/**
 * The instance loop: letters to one instance are taken one after another, on the state in memory; what they decide
 * is committed in groups, and answered when it is durable. A lost race drops the state; letters are taken again.
 */
import type { Rejection } from "@millrace/kernel"
import { Exit } from "effect"
import { ChurnMap } from "../collections/ChurnMap.ts"
import { type CommitListener, type DetachedCommit, GroupCommit, storeErrorOf } from "../commit/GroupCommit.ts"
import type { EngineError } from "../EngineError.ts"
import type { Settings } from "../EngineOptions.ts"
import type { Caller } from "../mail/Caller.ts"
import type { LoadedModel, Registry } from "../models/Registry.ts"
import type { Runtime } from "../Runtime.ts"
import type { InstanceRow } from "../store/Rows.ts"
import type { Store } from "../store/Store.ts"
import type { StoreError } from "../store/StoreError.ts"
import { brokenBy } from "./brokenBy.ts"
import { codeNotHere } from "./codeNotHere.ts"
import { duplicateOf } from "./duplicateOf.ts"
import { type Answer, answerLetter, type Hot, isInspection, isQuiet, type Letter, type Submission } from "./Hot.ts"
import { hotOf } from "./hotOf.ts"
import { IdleCache } from "./IdleCache.ts"
import type { Loading } from "./Loading.ts"
import type { LoopListener } from "./LoopListener.ts"
import { loadInstance } from "./loadInstance.ts"
import { makeHot, newValue } from "./makeHot.ts"
import type { PendingCommit } from "./PendingCommit.ts"
import { Refusals } from "./Refusals.ts"
import { record } from "./record.ts"

export class Instances {
  readonly #store: Store["Service"]
  readonly #registry: Registry
  readonly #runtime: Runtime
  readonly #settings: Settings
  readonly #listener: LoopListener
  readonly #commits: GroupCommit
  readonly #refusals: Refusals
  readonly #hot = new ChurnMap<Hot>()
  readonly #loading = new Map<number, Loading>()
  readonly #idle: IdleCache<Hot>
  /** Instances that go on in the next turn. */
  #goingOn = 0

  constructor(
    store: Store["Service"],
    registry: Registry,
    runtime: Runtime,
    settings: Settings,
    batchPrefix: string,
    listener: LoopListener,
  ) {
    this.#store = store
    this.#registry = registry
    this.#runtime = runtime
    this.#settings = settings
    this.#listener = listener
    this.#refusals = new Refusals(runtime, (key, letter) => this.send(key, letter))
    this.#idle = new IdleCache(settings.cacheSize)
    const commitListener: CommitListener = {
      committed: (commit) => this.#committed(commit),
      lost: (commit) => this.#lost(commit),
      gone: (commit) => this.#gone(commit),
      duplicate: (commit) => this.#failed(commit, duplicateOf(commit)),
      failed: (commit, error) => this.#failed(commit, error),
      announcement: listener.announcement,
    }
    this.#commits = new GroupCommit(store.log, runtime, batchPrefix, commitListener)
  }

  /** Whether anything is being loaded, decided or committed. */
  get busy(): boolean {
    return this.committing || this.#loading.size > 0
  }

  /** How many instances are in memory with something under way. */
  get size(): number {
    return this.#hot.size + this.#loading.size
  }

  /** Those in memory with something under way. */
  get keys(): ReadonlyArray<number> {
    return this.#hot.entries().map(([key]) => key)
  }

  /** Whether anything that was decided is not durable yet. */
  get committing(): boolean {
    return this.#commits.busy || this.#goingOn > 0
  }

  /** For transactions that write a commit of an instance themselves. */
  get commits(): Pick<GroupCommit, "hold" | "attach" | "outcomeOf"> {
    return this.#commits
  }

  /**
   * Decides on an instance that is kept in memory, and takes what is pending on it out of its turn. Undefined where the
   * command is refused, or cannot be decided at this moment: whoever asks has to look at the instance again.
   */
  decideApart(hot: Hot, command: Submission["command"]): DetachedCommit | undefined {
    if (this.#hot.get(hot.key) !== hot || hot.continuing || hot.flushing !== undefined) return undefined
    const answer = this.#decide(hot, { command, reply: () => {}, internal: true })
    return answer === "accepted" ? this.#commits.detach(hot) : undefined
  }

  /** A transaction does not need the instance in memory any more. */
  letGo(hot: Hot): void {
    hot.kept--
    this.#settle(hot)
  }

  /** Brings a new instance to life; the first letter has to start it. */
  begin(row: InstanceRow, model: LoadedModel, letter: Submission, caller?: Caller): void {
    const hot = makeHot(row, model, model.decider.initial(model.compiled), this.#settings.maxValueLength, caller)
    this.#hot.set(row.key, hot)
    this.#take(hot, letter)
  }

  /** Sends a letter to an instance, loading it if need be. */
  send(key: number, letter: Letter): void {
    const hot = this.#hot.get(key)
    if (hot !== undefined) {
      this.#receive(hot, letter)
      return
    }
    const idle = this.#idle.take(key)
    if (idle !== undefined) {
      this.#hot.set(key, idle)
      this.#receive(idle, letter)
      return
    }
    const loading = this.#loading.get(key)
    if (loading !== undefined) {
      loading.letters.push(letter)
      return
    }
    const begun: Loading = { letters: [letter], atLeast: 0, stale: false }
    this.#loading.set(key, begun)
    this.#load(key, begun)
  }

  /** Whether the instance is in memory with something under way. */
  isHot(key: number): boolean {
    return this.#hot.has(key) || this.#loading.has(key)
  }

  /** Whether the instance is in memory or on its way there: another engine may have gone on with it meanwhile. */
  isKnown(key: number): boolean {
    return this.isHot(key) || this.#idle.peek(key) !== undefined
  }

  /** At which commit the instance stands in memory. */
  seqOf(key: number): number | undefined {
    return (this.#hot.get(key) ?? this.#idle.peek(key))?.seq
  }

  /** Forgets what is in memory of an instance that the store has seen further on: another engine decided for it. */
  catchUp(key: number, seq: number): void {
    const hot = this.#hot.get(key) ?? this.#idle.peek(key)
    if (hot !== undefined && hot.seq < seq) {
      hot.seenAt = seq
      this.forget(key)
    }
    const loading = this.#loading.get(key)
    if (loading !== undefined && loading.atLeast < seq) loading.atLeast = seq
  }

  /**
   * Forgets what is in memory of an instance, unless something is on its way to the store: the store knows better. A
   * transaction that keeps it in memory finds it gone, and begins anew: what it would commit is too old. What has more to
   * do is gone on with when it is loaded again, and what waited for that waits for the loading.
   */
  forget(key: number): void {
    this.#idle.take(key)
    const loading = this.#loading.get(key)
    if (loading !== undefined) loading.stale = true
    const hot = this.#hot.get(key)
    if (hot === undefined || hot.pending !== undefined || hot.flushing !== undefined) return
    this.#hot.delete(key)
    const letters = hot.mailbox
    hot.mailbox = []
    for (const letter of letters) this.send(key, letter)
  }

  /** The same for all of them: whoever has their work now goes on with them. */
  forgetAll(): void {
    for (const [key] of this.#hot.entries()) this.forget(key)
  }

  #load(key: number, loading: Loading): void {
    this.#runtime.run(loadInstance(this.#store, this.#registry, key), (exit) => {
      if (loading.stale || (Exit.isSuccess(exit) && exit.value.row.seq < loading.atLeast)) {
        loading.stale = false
        this.#load(key, loading)
        return
      }
      const { letters } = loading
      this.#loading.delete(key)
      if (Exit.isFailure(exit)) {
        const [reason] = exit.cause.reasons
        const failure = reason?._tag === "Fail" ? reason.error : storeErrorOf(exit.cause as never)
        if (failure._tag === "Unreadable") this.#listener.broken(key, failure.error)
        const error = failure._tag === "Unreadable" ? (failure.cause ?? failure.error) : failure
        for (const letter of letters) this.#refusals.tell(key, letter, error)
        return
      }
      const hot = hotOf(exit.value, this.#settings.maxValueLength)
      this.#hot.set(key, hot)
      if (exit.value.unfinished) {
        if (hot.model.absent === undefined) this.#continue(hot)
        else hot.left = true
      }
      // After any letter the instance may be gone from memory again, and must not be decided on twice.
      for (const letter of letters) this.send(key, letter)
      this.#settle(hot)
    })
  }

  #receive(hot: Hot, letter: Letter): void {
    if (hot.continuing && !isInspection(letter)) hot.mailbox.push(letter)
    else this.#take(hot, letter)
  }

  #take(hot: Hot, letter: Letter): void {
    if (isInspection(letter)) {
      letter.look(hot)
      this.#answerWhenDurable(hot, letter, "accepted")
      if (isQuiet(hot)) this.#settle(hot)
      return
    }
    if (hot.left) {
      this.#refusals.tell(hot.key, letter, codeNotHere(hot))
      this.#settle(hot)
      return
    }
    const answer = this.#decide(hot, letter)
    if (answer === "broken") return
    this.#answerWhenDurable(hot, letter, answer)
    // Where the state is not dirty, nothing will come back to evict it.
    if (isQuiet(hot)) this.#settle(hot)
  }

  #decide(hot: Hot, letter: Submission): "accepted" | Rejection | "broken" {
    const { decider, compiled } = hot.model
    const now = this.#runtime.now()
    hot.events = []
    if (letter.taking !== undefined) letter.taking.taken = false
    if (hot.newValues.length > 0) hot.newValues = []
    let rejection: Rejection | undefined
    try {
      rejection = decider.decide(
        compiled,
        hot.state,
        letter.command(now, (text) => newValue(hot, text)),
        hot.scene,
      )
      if (hot.model.absent?.takeAsked() !== undefined) {
        this.#withoutCode(hot, letter)
        return "broken"
      }
      if (rejection === undefined && hot.events.length > 0) record(hot, now, letter.taking, this.#listener, () => this.#commits.add(hot))
    } catch (cause) {
      if (hot.model.absent?.takeAsked() !== undefined) this.#withoutCode(hot, letter)
      else this.#broken(hot, letter, cause)
      return "broken"
    }
    return rejection ?? "accepted"
  }

  #answerWhenDurable(hot: Hot, letter: Letter, answer: Answer): void {
    const commit = hot.pending ?? hot.flushing
    if (commit === undefined) answerLetter(letter, answer)
    else commit.answers.push({ letter, answer })
  }

  #committed(commit: PendingCommit): void {
    const { hot } = commit
    hot.flushing = undefined
    this.#listener.jobs(commit)
    if (commit.anyMail !== undefined) this.#listener.mail(commit.anyMail)
    const due = commit.nextDue()
    if (due !== undefined) this.#listener.wakeAt(due)
    if (commit.ending !== undefined) {
      // Gone from memory before anybody hears of it: who asks from now on looks into the store.
      this.#evict(hot)
      this.#listener.ended(hot, commit.ending)
    }
    // What was seen or refused on an older state than the store had already is looked at again.
    const outdated: Array<Letter> = []
    for (const { letter, answer } of commit.answers) {
      if (hot.seenAt > commit.seq && (isInspection(letter) || answer !== "accepted")) outdated.push(letter)
      else answerLetter(letter, answer)
    }
    if (hot.continuing) this.#goOnSoon(hot)
    this.#settle(hot)
    if (outdated.length === 0) return
    this.forget(hot.key)
    for (const letter of outdated) this.send(hot.key, letter)
  }

  /** What goes on has much to do: others have their turn between writing one part and deciding the next. */
  #goOnSoon(hot: Hot): void {
    this.#goingOn++
    setImmediate(() => {
      this.#goingOn--
      // Unless it broke meanwhile.
      if (hot.continuing && hot.pending === undefined && this.#hot.get(hot.key) === hot) this.#continue(hot)
    })
  }

  /** Feeds `Continue` before anything else, then what had to wait for it. */
  #continue(hot: Hot): void {
    hot.continuing = false
    this.#take(hot, { command: (now) => ({ type: "Continue", now }), reply: () => {}, internal: true })
    while (!hot.continuing && hot.mailbox.length > 0 && this.#hot.get(hot.key) === hot) {
      const letters = hot.mailbox
      hot.mailbox = []
      for (const letter of letters) this.send(hot.key, letter)
    }
  }

  #lost(commit: PendingCommit): void {
    for (const letter of this.#drop(commit)) this.send(commit.hot.key, letter)
  }

  /** Deliveries that are still there are brought again, to the state that there is then. */
  #gone(commit: PendingCommit): void {
    for (const letter of this.#drop(commit)) {
      if (!isInspection(letter) && letter.taking?.taken === true) letter.taking.gone()
      else this.send(commit.hot.key, letter)
    }
  }

  #failed(commit: PendingCommit, error: StoreError | EngineError): void {
    this.#refusals.tellAll(commit.hot.key, this.#drop(commit), error)
  }

  /** Forgets the state in memory, and gives every letter that was not answered yet. */
  #drop(commit: PendingCommit): ReadonlyArray<Letter> {
    const { hot } = commit
    this.#evict(hot)
    this.#listener.dropped(commit)
    const letters = commit.answers.map(({ letter }) => letter)
    if (hot.pending !== undefined) {
      this.#listener.dropped(hot.pending)
      for (const { letter } of hot.pending.answers) letters.push(letter)
    }
    for (const letter of hot.mailbox) letters.push(letter)
    hot.flushing = undefined
    hot.pending = undefined
    hot.mailbox = []
    return letters
  }

  /** Code was asked for that is not here: what was decided is taken back, and all else that was not written is decided again. */
  #withoutCode(hot: Hot, letter: Submission): void {
    const others = this.#takeBack(hot)
    this.#refusals.tell(hot.key, letter, codeNotHere(hot))
    for (const other of others) this.send(hot.key, other)
  }

  /** Forgets the state in memory, half evolved as it may be, and gives the letters to what was decided on it and not handed to the store. */
  #takeBack(hot: Hot): ReadonlyArray<Letter> {
    this.#evict(hot)
    const letters = hot.mailbox
    hot.mailbox = []
    const commit = hot.pending
    if (commit === undefined) return letters
    hot.pending = undefined
    this.#listener.dropped(commit)
    return [...letters, ...commit.answers.map((answer) => answer.letter)]
  }

  /** `decide` threw: a bug. The state in memory may be half evolved; the log is as it was. */
  #broken(hot: Hot, letter: Submission, cause: unknown): void {
    const isNew = hot.pending?.start !== undefined
    const letters = [letter, ...this.#takeBack(hot)]
    const error = brokenBy(hot, cause)
    // An instance that was never written needs no quarantine: its start failed.
    if (!isNew && hot.seq > 0) this.#listener.broken(hot.key, error)
    for (const unread of letters) this.#refusals.tell(hot.key, unread, error)
  }

  /** Takes it out of memory, and nothing that has been loaded in its place meanwhile. */
  #evict(hot: Hot): void {
    if (this.#hot.get(hot.key) === hot) this.#hot.delete(hot.key)
  }

  /** Keeps an instance in memory while work is under way; then for a while; an ended one not at all. */
  #settle(hot: Hot): void {
    if (!isQuiet(hot) || this.#hot.get(hot.key) !== hot) return
    const ended = hot.status !== "active" && hot.status !== "terminating"
    if (!ended && hot.directJobs.size > 0 && hot.owner === this.#listener.engine) return
    this.#hot.delete(hot.key)
    if (!ended) this.#idle.put(hot)
  }
}
