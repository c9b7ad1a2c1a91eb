/** Three service tasks in a row; each counts one step further. */
import { type Context, process } from "millrace"

/** A handler written once, for several tasks: it names what it reads. */
const next = ({ vars }: Context<{ readonly step: number }>): number => vars.step + 1

export const serviceTaskChain = process("service-task-chain", { version: 1 })
  .variable("step", 0)
  .serviceTask("first", next)
  .update("step", ({ vars }) => vars.first)
  .serviceTask("second", next)
  .update("step", ({ vars }) => vars.second)
  .serviceTask("third", next)
  .update("step", ({ vars }) => vars.third)
  .output(({ vars }) => ({ step: vars.step }))
