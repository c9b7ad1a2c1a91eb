/**
 * Everything about mail of one engine: what comes from outside is kept, what is waited for is matched, what is for
 * somebody is brought. A sweep finds what no wake-up announced, and drops what has expired.
 */
import { Effect, Exit } from "effect"
import { Alarm } from "../Alarm.ts"
import { storeErrorOf } from "../commit/GroupCommit.ts"
import type { NewMessage, NewSignal } from "../store/Rows.ts"
import type { StoreError } from "../store/StoreError.ts"
import type { CommitMail } from "./CommitMail.ts"
import { Matcher } from "./Matcher.ts"
import { Postman, type PostmanHost } from "./Postman.ts"
import { Publisher } from "./Publisher.ts"

/** How many messages are dropped at a time. */
const pageSize = 1000

export interface MailroomHost extends Omit<PostmanHost, "gaveBack"> {
  /** Brings nothing itself. */
  readonly client: boolean
  readonly sweepInterval: number
  /** There are deliveries that other engines should look at. */
  readonly announce: () => void
}

const dropping = "messages that have expired could not be dropped"

export class Mailroom {
  readonly #host: MailroomHost
  readonly #matcher: Matcher
  readonly #postman: Postman
  readonly #publisher: Publisher
  readonly #alarm: Alarm
  #sweeping = false

  constructor(host: MailroomHost) {
    this.#host = host
    const { store, runtime } = host
    this.#matcher = new Matcher(store.messages, runtime, () => this.#arrived())
    this.#publisher = new Publisher(store.messages, runtime, (names) => this.#matcher.look(names))
    this.#postman = new Postman({ ...host, gaveBack: (name) => this.#matcher.look([name]) })
    this.#alarm = new Alarm(runtime, () => this.sweep())
    if (host.client) this.#postman.stop()
  }

  get busy(): boolean {
    return this.#sweeping || this.#matcher.busy || this.#publisher.busy || this.#postman.busy
  }

  /** A commit with mail is durable. */
  committed(mail: CommitMail): void {
    if (mail.names.size > 0) this.#matcher.look(mail.names)
    for (const process of mail.called) this.#postman.suspect(process)
    if (mail.hasDeliveries) this.#postman.look()
  }

  /** Another engine says that there is mail. */
  heard(): void {
    this.#postman.look()
  }

  readonly publish = (message: NewMessage): Effect.Effect<"kept" | "duplicate", StoreError> => this.#publisher.publish(message)

  readonly broadcast = (signal: NewSignal): Effect.Effect<number, StoreError> =>
    Effect.tap(this.#host.store.messages.broadcast(signal), (count) => Effect.sync(() => count > 0 && this.#arrived()))

  /** An instance takes commands again. */
  release(key: number): void {
    this.#postman.release(key)
  }

  sweep(): void {
    if (this.#host.client || this.#sweeping) return
    this.#matcher.lookAtAll()
    this.#postman.sweep()
    this.#sweeping = true
    const { runtime, sweepInterval } = this.#host
    runtime.run(this.#expire(), (exit) => {
      this.#sweeping = false
      if (Exit.isFailure(exit)) runtime.troubles.met(dropping, storeErrorOf(exit.cause))
      else runtime.troubles.overcame(dropping)
      this.#alarm.set(runtime.now() + sweepInterval)
    })
  }

  stop(): void {
    this.#alarm.stop()
    this.#matcher.stop()
    this.#postman.stop()
  }

  /** There are deliveries. */
  #arrived(): void {
    this.#postman.look()
    this.#host.announce()
  }

  readonly #expire = Effect.fnUntraced(function* (this: Mailroom) {
    while ((yield* this.#host.store.messages.expire(this.#host.runtime.now(), pageSize)) >= pageSize) yield* Effect.yieldNow
  })
}
