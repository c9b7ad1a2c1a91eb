/**
 * Random fields of activities: what each does, how often it runs, and what it must not run beside.
 */
import type { Json, JsonObject } from "@millrace/kernel"
import type { Seeded } from "../../store/seeded.ts"
import { sentMessage } from "./events.ts"
import { bindCode, number, pick, type Site, variables } from "./Site.ts"

/** Activities that have nothing in them. */
export const simpleTypes: ReadonlyArray<string> = [
  "ServiceTask",
  "UserTask",
  "ScriptTask",
  "Task",
  "ManualTask",
  "BusinessRuleTask",
  "CallActivity",
  "ReceiveTask",
  "SendTask",
]

/** One of them; calls only where there is something to call. */
export const simpleType = ({ random, calls }: Site): string => {
  const type = pick(random, simpleTypes)
  return type === "CallActivity" && calls.length === 0 ? "Task" : type
}

/** What an activity of this type does, and how often. */
export const fieldsOf = (site: Site, type: string): object => ({ ...ownFields(site, type), ...runs(site, type) })

const ownFields = (site: Site, type: string): object => {
  const { random } = site
  const result = { result: pick(random, variables) }
  const [one, other] = [pick(random, variables), pick(random, variables)]
  switch (type) {
    case "UserTask":
      return { ...result, ...taskFields(site) }
    case "ScriptTask":
      return { assignments: [{ variable: one, value: code(site, "value", (vars) => number(vars, other) + 1) }] }
    case "BusinessRuleTask":
      return { ...result, decision: code(site, "decision", (vars) => number(vars, other) % 3) }
    case "CallActivity":
      return { ...result, ...callFields(site) }
    case "ReceiveTask":
      return { ...result, ...receiveFields(site) }
    case "SendTask":
      if (random.chance(0.7)) return sentMessage(site)
      site.handlers.set("work", () => undefined)
      return { handler: "work", ...result, ...jobFields(random) }
    case "ServiceTask":
      site.handlers.set("work", () => undefined)
      return { handler: "work", ...result, ...jobFields(random) }
    default:
      return {}
  }
}

const code = (site: Site, role: string, run: (vars: JsonObject) => unknown) => bindCode(site, `code${site.code.size + 1}`, role, run)

const receiveFields = (site: Site): object => {
  const { random, codecs } = site
  codecs.set("payload", { encode: (payload) => payload as Json, decode: (json) => json })
  return {
    message: pick(random, ["paid", "sent"]),
    ...(random.chance(0.5) ? { key: code(site, "key", (vars) => number(vars, "a")) } : {}),
    ...(random.chance(0.3) ? { codec: "payload" } : {}),
  }
}

const callFields = (site: Site): object => {
  const { random, calls } = site
  return {
    process: { value: pick(random, calls) },
    ...(random.chance(0.3) ? { version: 1 } : {}),
    ...(random.chance(0.3) ? { input: code(site, "input", (vars) => ({ a: number(vars, "a") })) } : {}),
    ...(random.chance(0.3) ? { output: code(site, "output", (vars) => number(vars, "output") + 1) } : {}),
    ...(random.chance(0.3) ? { businessKey: code(site, "key", (vars) => `key ${number(vars, "a")}`) } : {}),
  }
}

/** How often it runs, and beside what. */
export const runs = (site: Site, type: string): object => {
  const { random } = site
  const luck = random.below(100)
  const isScope = type.endsWith("Process") || type === "Transaction"
  if (luck < 12) return { multiInstance: multiInstance(site) }
  if (luck < 17) return { loop: loopFields(site) }
  // What has locks inside it has one of its own, so that nobody can wait for what it holds.
  if (luck < 23) return { mutex: isScope ? `lock${site.elements.length}` : "desk" }
  return {}
}

const multiInstance = (site: Site): object => {
  const { random } = site
  const items = Array.from({ length: random.below(4) }, (_, index) => (random.chance(0.1) ? "large ".repeat(300) : index))
  const what = pick(random, [
    { items: { value: items }, item: pick(random, ["item", "a"]) },
    { items: code(site, "items", (vars) => Array.from({ length: number(vars, "b") % 4 }, (_, index) => index)), item: "item" },
    { count: { value: random.below(4) } },
  ])
  const window = random.below(4)
  const wanted = 1 + random.below(3)
  const completion = random.chance(0.3)
    ? {
        completion: code(site, "completion", (vars) => number(vars, "numberOfCompletedInstances") >= wanted),
        ...(random.chance(0.4) ? { remaining: pick(random, ["cancel", "finish"]) } : {}),
      }
    : {}
  return {
    ...what,
    ...(window === 0 ? { sequential: true } : window === 1 ? { concurrency: 1 + random.below(3) } : {}),
    ...completion,
    ...(random.chance(0.2) ? { output: code(site, "of", (vars) => number(vars, "loopCounter") * 10) } : {}),
  }
}

const loopFields = (site: Site): object => {
  const { random } = site
  const rounds = random.below(3)
  const max = { max: 1 + random.below(3) }
  if (random.chance(0.3)) return max
  return {
    condition: code(site, "again", (vars) => number(vars, "loopCounter") <= rounds),
    ...(random.chance(0.4) ? { before: true } : {}),
    ...(random.chance(0.3) ? max : {}),
  }
}

const taskFields = ({ random, codecs }: Site): object => {
  const kind = random.below(4)
  if (kind === 0) return { groups: ["staff"] }
  if (kind === 1) return { excluded: { value: ["eve"] }, due: { value: "2 days" } }
  if (kind === 2) return { assignee: { value: pick(random, ["ann", "bob"]) } }
  codecs.set("form", { encode: (form) => form as Json, decode: (json) => json })
  return { form: "form" }
}

const jobFields = (random: Seeded): object => ({
  ...(random.chance(0.3) ? { retry: { attempts: 2, retryErrors: ["Missing"] } } : {}),
  ...(random.chance(0.1) ? { timeout: 1000 + random.below(20_000) } : {}),
  ...(random.chance(0.1) ? { heartbeat: 1000 + random.below(20_000) } : {}),
  ...(random.chance(0.1) ? { concurrency: 1 + random.below(2) } : {}),
})
