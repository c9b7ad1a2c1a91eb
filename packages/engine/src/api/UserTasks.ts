/**
 * User tasks: what people have to do, and what they do with it.
 */
import { type Command, definitionName, encodeText, hostileIn, type JsonObject } from "@millrace/kernel"
import { Effect } from "effect"
import type { Core } from "../Core.ts"
import { EngineError } from "../EngineError.ts"
import { codeNotHere } from "../instance/codeNotHere.ts"
import { messageOf } from "../messageOf.ts"
import { taskScrubber } from "../redaction.ts"
import type { InstanceRow, UserTaskRow } from "../store/Rows.ts"
import type { UserTaskQuery } from "../store/Store.ts"
import {
  allow,
  checkCursor,
  checkLimit,
  checkName,
  checkOptionalDate,
  checkOptionalName,
  checkOptionalText,
  checkOptionalTexts,
  checkText,
  isFields,
  type Problem,
  shown,
  takeOptions,
} from "./Argument.ts"
import { command, engineClosed, inspect, rowOf } from "./ask.ts"
import { looks } from "./Endings.ts"
import { type LocalId, localId, parseLocalId } from "./LocalId.ts"

/** A task that somebody has to do. */
export interface UserTask {
  /** Names the task in every operation. */
  readonly id: LocalId
  readonly instance: string
  readonly process: string
  readonly businessKey: string | undefined
  /** The path of the step. */
  readonly element: string
  readonly name: string
  readonly assignee: string | undefined
  /** Groups whose members may claim it. */
  readonly groups: ReadonlyArray<string>
  /** People who must not do it. */
  readonly excluded: ReadonlyArray<string>
  readonly due: Date | undefined
  readonly createdAt: Date
}

const userTaskOf = (row: UserTaskRow): UserTask => ({
  id: localId(row.instance, row.id),
  instance: row.instance,
  process: row.process,
  businessKey: row.businessKey ?? undefined,
  element: row.element,
  name: row.name,
  assignee: row.assignee ?? undefined,
  groups: row.groups,
  excluded: row.excluded,
  due: row.due === null ? undefined : new Date(row.due),
  createdAt: new Date(row.createdAt),
})

export interface UserTaskFilter extends Omit<UserTaskQuery, "limit" | "dueBefore"> {
  /** 100 by default. */
  readonly limit?: number
  readonly dueBefore?: Date
}

const notFound = (id: string) =>
  new EngineError({ code: "UserTaskNotFound", message: `No user task '${id}' is open: it was completed or cancelled.` })

const listTexts = ["assignee", "process", "businessKey", "instance", "element"] as const

const takeBy = Effect.fnUntraced(function* (options: { readonly by: string }) {
  const { by } = yield* takeOptions("complete", options)
  yield* allow(checkName("'by', who completes a task,", by))
  return by
})

export const makeUserTasks = (core: Core) => {
  const locate = Effect.fnUntraced(function* (id: string) {
    yield* allow(checkText("The id of a user task", id))
    const parsed = parseLocalId(id)
    if (parsed === undefined) return yield* notFound(id)
    return { row: yield* rowOf(core, parsed.instance), task: parsed.id }
  })
  const send = (id: string, problem: Problem, make: (task: number, now: number) => Command) =>
    Effect.flatMap(Effect.andThen(allow(problem), locate(id)), ({ row, task }) => command(core, row, (now) => make(task, now)))

  /** The form as JSON text, checked by the form's schema. */
  const formText = Effect.fnUntraced(function* (row: InstanceRow, task: number, form: unknown, by: string, encoded: boolean) {
    const found = yield* inspect(core, row, (hot) => {
      const description = hot.model.decider.describeUserTask(hot.model.compiled, hot.state, task)
      return (
        description && {
          element: description.element,
          takesFields: description.takesFields === true,
          scrub: taskScrubber(description, form),
          codec: description.form === undefined ? undefined : hot.model.bindings.codecs.get(description.form),
          // Nobody here can say whether the form fits.
          unchecked: hot.model.absent !== undefined && description.form !== undefined ? codeNotHere(hot, description.element) : undefined,
        }
      )
    })
    if (found === undefined) return yield* notFound(localId(row.id, task))
    const { element, codec, scrub, takesFields, unchecked } = found
    if (unchecked !== undefined) return yield* unchecked
    // The variable is the form and who completed it.
    const limit = core.settings.maxValueLength - JSON.stringify({ completedBy: by }).length
    const invalid = (reason: string, code: "FormInvalid" | "ValueTooLarge" = "FormInvalid") =>
      new EngineError({
        code,
        message: `The form of '${element}' (${row.process}, instance ${row.id}) does not fit: ${scrub(reason)}. Complete the task with what its form describes.`,
        process: row.process,
        instance: row.id,
        element,
      })
    const text = yield* Effect.try({
      try: () => {
        // The schema might let it pass, or drop it without a word.
        const hostile = hostileIn(form)
        if (hostile !== undefined) return { reason: hostile, code: undefined }
        if (takesFields && codec === undefined && form !== undefined && form !== null && !isFields(form))
          return {
            reason: `it is ${shown(form)}, and the task has no form that says so: give an object with fields, or {}`,
            code: undefined,
          }
        if (codec === undefined) return encodeText(form, limit)
        if (!encoded) return encodeText(codec.encode(form), limit)
        const plain = encodeText(form, limit)
        return typeof plain === "string" ? encodeText(codec.encode(codec.decode(JSON.parse(plain))), limit) : plain
      },
      catch: (cause) => invalid(messageOf(cause)),
    })
    return typeof text === "string" ? text : yield* invalid(text.reason, text.code)
  })

  const finish = Effect.fnUntraced(function* (row: InstanceRow, task: number, form: unknown, by: string, encoded: boolean) {
    const text = yield* formText(row, task, form, by, encoded)
    yield* command(core, row, (now, value) => ({ type: "CompleteUserTask", task, form: value(text), by, now }))
  })

  /** What the definition does not have would be waited for until the instance ends. */
  const requireTask = Effect.fnUntraced(function* (row: InstanceRow, element: string) {
    const { decider, compiled } = yield* core.registry.load(row.definition)
    const paths = decider.userTasks?.(compiled)
    if (paths === undefined || paths.includes(element)) return
    const known = paths.length === 0 ? "It has none." : `There are ${paths.map((path) => `'${path}'`).join(", ")}.`
    return yield* new EngineError({
      code: "ElementNotFound",
      message: `${definitionName({ id: row.process, version: row.version })} has no user task '${element}', so that none will open in instance ${row.id}. ${known}`,
      process: row.process,
      instance: row.id,
      element,
    })
  })

  return {
    /** Open tasks, a page at a time. */
    list: Effect.fn("Engine.userTasks.list")(function* (options: UserTaskFilter = {}) {
      const filter = yield* takeOptions("userTasks.list", options)
      yield* allow(
        checkLimit(filter.limit),
        checkCursor(filter.after, 2),
        checkOptionalDate("'dueBefore'", filter.dueBefore),
        checkOptionalTexts("'groups'", filter.groups),
        ...listTexts.map((name) => checkOptionalText(`'${name}'`, filter[name])),
      )
      if (core.closed) return yield* engineClosed()
      const { dueBefore, limit, ...rest } = filter
      const query: UserTaskQuery = { ...rest, limit: limit ?? 100, ...(dueBefore === undefined ? {} : { dueBefore: dueBefore.getTime() }) }
      const page = yield* core.store.userTasks.list(query)
      return { items: page.rows.map(userTaskOf), next: page.next }
    }),
    /** Waits until a task of this element is open, and gives it; fails with `InstanceEnded` when there will be none. */
    opened: Effect.fn("Engine.userTasks.opened")(function* (instance: string, element: string) {
      yield* allow(checkText("The path of a step", element))
      const row = yield* rowOf(core, instance)
      yield* requireTask(row, element)
      const look = Effect.gen(function* () {
        for (let interval: number = looks.first; ; interval = Math.min(looks.most, interval * looks.factor)) {
          const { count } = core.taskWatch
          // It was there a moment ago, and whoever waits for an end waits through an outage too.
          const [found] = yield* Effect.catch(
            Effect.map(core.store.userTasks.list({ instance, element, limit: 1 }), ({ rows }) => rows),
            (error) => (error.code === "StoreUnavailable" ? Effect.succeed([]) : Effect.fail(error)),
          )
          if (found !== undefined) return userTaskOf(found)
          // Another engine may have decided: that is only found by looking.
          const nextLook = core.lease.isShared ? interval : core.settings.sweepInterval
          yield* Effect.race(core.taskWatch.next(row.key, count), Effect.sleep(nextLook))
        }
      })
      const over = Effect.flatMap(core.endings.of(row.key), ({ status }) =>
        Effect.fail(
          new EngineError({
            code: "InstanceEnded",
            message: `Instance ${instance} of ${row.process} has ended (${status}): its user task '${element}' will not open any more.`,
            process: row.process,
            instance,
            element,
          }),
        ),
      )
      return yield* Effect.raceFirst(look, over)
    }),
    /** One open task and the variables it sees. */
    get: Effect.fn("Engine.userTasks.get")(function* (id: string) {
      const { row, task } = yield* locate(id)
      const found = yield* core.store.userTasks.get(row.key, task)
      if (found === undefined) return yield* notFound(id)
      const vars = yield* inspect(
        core,
        row,
        (hot): JsonObject | undefined => hot.model.decider.describeUserTask(hot.model.compiled, hot.state, task)?.vars,
      )
      return { ...userTaskOf(found), vars: vars ?? {} }
    }),
    /** Takes a task that nobody has. */
    claim: (id: string, user: string) =>
      send(id, checkName("Who claims a task", user), (task, now) => ({ type: "ClaimUserTask", task, user, now })),
    /** Gives a task back. */
    unclaim: (id: string, user: string) =>
      send(id, checkName("Who gives a task back", user), (task, now) => ({ type: "UnclaimUserTask", task, user, now })),
    /** Gives a task to somebody, whoever had it; to nobody in particular without `assignee`. */
    assign: (id: string, assignee?: string) =>
      send(id, checkOptionalName("Who a task is given to", assignee), (task, now) => ({
        type: "AssignUserTask",
        task,
        now,
        ...(assignee === undefined ? {} : { assignee }),
      })),
    /** Changes or lifts the due date. */
    setDue: (id: string, due?: Date) =>
      send(id, checkOptionalDate("A due date", due), (task, now) => ({
        type: "ChangeUserTaskDue",
        task,
        now,
        ...(due === undefined ? {} : { due: due.getTime() }),
      })),
    /** Completes a task with form data as JSON. */
    complete: Effect.fn("Engine.userTasks.complete")(function* (id: string, form: unknown, options: { readonly by: string }) {
      const by = yield* takeBy(options)
      const { row, task } = yield* locate(id)
      yield* finish(row, task, form, by, true)
    }),
    /** Completes the one open task of an element, with the form as the process sees it. */
    completeAt: Effect.fn("Engine.userTasks.completeAt")(function* (
      instance: string,
      element: string,
      form: unknown,
      options: { readonly by: string },
    ) {
      const by = yield* takeBy(options)
      yield* allow(checkText("The path of a user task", element))
      const row = yield* rowOf(core, instance)
      const { rows } = yield* core.store.userTasks.list({ instance, element, limit: 2 })
      const [first, second] = rows
      if (first === undefined) {
        return yield* new EngineError({
          code: "UserTaskNotFound",
          message: `No user task '${element}' is open in instance ${instance} of ${row.process}: ask why('${instance}') what it waits for.`,
          process: row.process,
          instance,
          element,
        })
      }
      if (second !== undefined) {
        return yield* new EngineError({
          code: "UserTaskAmbiguous",
          message: `Several user tasks '${element}' are open in instance ${instance}: list them and complete one by its id.`,
          process: row.process,
          instance,
          element,
        })
      }
      yield* finish(row, first.id, form, by, false)
    }),
  }
}

export type UserTasks = ReturnType<typeof makeUserTasks>
