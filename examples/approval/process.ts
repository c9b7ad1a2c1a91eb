/** A request is checked; a valid one waits for a person, any other ends as rejected. */
import { process, Schema } from "millrace"

const Request = Schema.Struct({ customer: Schema.String, amount: Schema.Number })
const Decision = Schema.Struct({ approved: Schema.Boolean })

export const approval = process("approval", { version: 1, input: Request })
  .serviceTask("validate", ({ vars }) => ({ valid: vars.customer !== "" && vars.amount > 0 }))
  .set("valid", ({ vars }) => vars.validate.valid)
  .exclusive("gateway", ({ vars }) => (vars.valid ? "valid" : "invalid"), {
    valid: (b) => b.userTask("approve", { form: Decision, groups: ["managers"], due: "2 days" }),
    invalid: (b) => b.output(() => ({ status: "reject" as const })),
  })
  .output(({ vars }) => ({ status: vars.approve.approved ? ("approved" as const) : ("declined" as const), by: vars.approve.completedBy }))
