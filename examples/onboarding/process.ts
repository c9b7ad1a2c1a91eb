/** Somebody begins a new job: accounts on many systems at once, each opened by a process of its own, and a contract beside that. */
import { Effect } from "effect"
import { process, Schema } from "millrace"

/** Somebody else has the name on that system. */
export class NameTaken extends Schema.TaggedError<NameTaken>()("NameTaken", { system: Schema.String, name: Schema.String }) {}

const open = (system: string, name: string): Effect.Effect<string, NameTaken> =>
  system === "mail" && name === "ada" ? Effect.fail(new NameTaken({ system, name })) : Effect.succeed(`${name}@${system}`)

/** Opens one account. Other processes call it. */
export const account = process("account", { version: 1, input: Schema.Struct({ system: Schema.String, name: Schema.String }) })
  .serviceTask("login", ({ vars }) => open(vars.system, vars.name))
  .output(({ vars }) => vars.login)

const Newcomer = Schema.Struct({ name: Schema.String, systems: Schema.Array(Schema.String) })

export const onboarding = process("onboarding", { version: 1, input: Newcomer })
  .parallel("prepare", {
    paper: (b) =>
      b
        .userTask("contract", { form: Schema.Struct({ signed: Schema.Boolean }), groups: ["hr"] })
        .onTimer("reminder", "2 days", (b) => b.serviceTask("reminded", ({ vars }) => `${vars.name}, please sign`), {
          interrupting: false,
        }),
    machines: (b) =>
      b.forEach(
        "accounts",
        ({ vars }) => vars.systems,
        (b) =>
          b
            .call("opened", account, ({ vars }) => ({ system: vars.system, name: vars.name }))
            .onError("taken", NameTaken, (b) => b.userTask("otherLogin", { form: Schema.Struct({ login: Schema.String }), groups: ["it"] }))
            .output(({ vars }) => vars.opened ?? vars.otherLogin?.login ?? ""),
        { as: "system", concurrency: 10 },
      ),
  })
  .output(({ vars }) => ({ signed: vars.contract.signed, logins: vars.accounts }))
