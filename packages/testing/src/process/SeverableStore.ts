/**
 * A store that can be cut off from one of its engines, as when the engine's process is killed: what the engine asks
 * afterwards is not done, and what it had asked is not answered.
 */
import { type Store, StoreError } from "@millrace/engine"
import { Deferred, Effect } from "effect"

export interface SeverableStore {
  readonly store: Store["Service"]
  /** Cuts the engine off. Its leases run out at once, or in their time where `releases` is false. */
  readonly sever: (options?: { readonly releases?: boolean }) => Effect.Effect<void>
}

/** `watch` sees every call that is let through. */
export const severable = (
  inner: Store["Service"],
  watch: <A, E>(call: Effect.Effect<A, E>) => Effect.Effect<A, E> = (call) => call,
): SeverableStore => {
  let severed = false
  const engineNumbers: Array<number> = []
  const whileWhole = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => (severed ? Effect.never : Effect.tap(watch(effect), () => (severed ? Effect.never : Effect.void))))
  const { log, instances, jobs, timers, userTasks, incidents, definitions, engines, wakes, transactions } = inner
  const { messages, subscriptions, children, deliveries, schedules } = inner
  const cut = Deferred.makeUnsafe<never, StoreError>()
  return {
    store: {
      log: {
        parallelism: log.parallelism,
        commit: (batch) => whileWhole(log.commit(batch)),
        load: (key, values) => whileWhole(log.load(key, values)),
        committed: (id, rows) => whileWhole(log.committed(id, rows)),
        history: (key, seq, limit) => whileWhole(log.history(key, seq, limit)),
      },
      instances: {
        reserve: (count) => whileWhole(instances.reserve(count)),
        byKey: (key) => whileWhole(instances.byKey(key)),
        byKeys: (keys) => whileWhole(instances.byKeys(keys)),
        byId: (id) => whileWhole(instances.byId(id)),
        byBusinessKey: (process, businessKey) => whileWhole(instances.byBusinessKey(process, businessKey)),
        list: (query) => whileWhole(instances.list(query)),
        takeOver: (engine, now, limit, of) => whileWhole(instances.takeOver(engine, now, limit, of)),
        purge: (request) => whileWhole(instances.purge(request)),
        quarantine: (key, fault) => whileWhole(instances.quarantine(key, fault)),
      },
      jobs: { take: (request) => whileWhole(jobs.take(request)), nextDue: (busy, of) => whileWhole(jobs.nextDue(busy, of)) },
      timers: { due: (now, limit, of) => whileWhole(timers.due(now, limit, of)), nextDue: (of) => whileWhole(timers.nextDue(of)) },
      userTasks: { list: (query) => whileWhole(userTasks.list(query)), get: (key, id) => whileWhole(userTasks.get(key, id)) },
      incidents: { list: (query) => whileWhole(incidents.list(query)) },
      messages: {
        publish: (all, now) => whileWhole(messages.publish(all, now)),
        broadcast: (signal) => whileWhole(messages.broadcast(signal)),
        match: (request) => whileWhole(messages.match(request)),
        giveBack: (delivery) => whileWhole(messages.giveBack(delivery)),
        expire: (now, limit) => whileWhole(messages.expire(now, limit)),
        list: (query) => whileWhole(messages.list(query)),
      },
      subscriptions: { list: (query) => whileWhole(subscriptions.list(query)) },
      children: { list: (query) => whileWhole(children.list(query)) },
      deliveries: {
        due: (request) => whileWhole(deliveries.due(request)),
        remove: (ids) => whileWhole(deliveries.remove(ids)),
      },
      schedules: {
        put: (row) => whileWhole(schedules.put(row)),
        due: (now, limit, of) => whileWhole(schedules.due(now, limit, of)),
        advance: (row, expected) => whileWhole(schedules.advance(row, expected)),
        nextDue: (of) => whileWhole(schedules.nextDue(of)),
      },
      definitions: {
        putStarts: (definition, starts, now) => whileWhole(definitions.putStarts(definition, starts, now)),
        put: (row) => whileWhole(definitions.put(row)),
        byKey: (key) => whileWhole(definitions.byKey(key)),
        list: (id) => whileWhole(definitions.list(id)),
        names: () => whileWhole(definitions.names()),
      },
      engines: {
        register: (now, ttl, offers) =>
          whileWhole(Effect.tap(engines.register(now, ttl, offers), (number) => Effect.sync(() => engineNumbers.push(number)))),
        isOffered: (definition, now) => whileWhole(engines.isOffered(definition, now)),
        renew: (engine, now, ttl, offers) => whileWhole(engines.renew(engine, now, ttl, offers)),
        hasOthers: (engine, now) => whileWhole(engines.hasOthers(engine, now)),
        release: (engine) => whileWhole(engines.release(engine)),
      },
      ...(transactions === undefined
        ? {}
        : {
            transactions: {
              ...transactions,
              // A handler may take its time: only the commit is watched. What is open when the engine is cut off is rolled
              // back, as by a database whose client is gone.
              run: (name, use) => {
                const untilCut = transactions.run(name, ({ sql, commit }) =>
                  Effect.raceFirst(
                    use({ sql, commit: (batch) => Effect.suspend(() => (severed ? Deferred.await(cut) : watch(commit(batch)))) }),
                    Deferred.await(cut),
                  ),
                )
                const answer = Effect.suspend(() => (severed ? Effect.never : Effect.void))
                return Effect.andThen(
                  answer,
                  Effect.onExit(untilCut, () => answer),
                )
              },
            },
          }),
      wakes: { listen: (heard) => wakes.listen((announcement) => severed || heard(announcement)) },
    },
    sever: ({ releases = true } = {}) =>
      Effect.suspend(() => {
        severed = true
        Deferred.doneUnsafe(cut, Effect.fail(new StoreError({ code: "StoreUnavailable", message: "The engine was cut off." })))
        if (!releases) return Effect.void
        return Effect.ignore(Effect.forEach(engineNumbers, (number) => engines.release(number), { discard: true }))
      }),
  }
}
