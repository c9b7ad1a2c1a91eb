/** The way past a person: what is not valid ends at once, without a user task. */
import { process, Schema } from "millrace"

export const rejectPath = process("reject-path", { version: 1, input: Schema.Struct({ valid: Schema.Boolean }) })
  .exclusive("gateway", ({ vars }) => (vars.valid ? "approve" : "reject"), {
    approve: (b) => b.userTask("approve", { form: Schema.Struct({ approved: Schema.Boolean }) }),
    reject: (b) => b.output(() => "rejected" as const),
  })
  .output(({ vars }) => (vars.approve.approved ? ("approved" as const) : ("declined" as const)))
