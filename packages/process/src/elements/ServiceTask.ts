/**
 * The service task: runs a handler as a job, tries again by its policy, and puts the result into a variable.
 *
 * BPMN 2.0.2 §10.3.3 (ServiceTask), §13.3.3.
 */
import { Schema } from "effect"
import { defineActivity } from "../activity/defineActivity.ts"
import { checkJob, jobDefaults, jobFields, prepareJob } from "./handlerJob.ts"

export const ServiceTask = defineActivity({
  type: "ServiceTask",
  fields: {
    /** The name in `Bindings.handlers`. */
    handler: Schema.String,
    ...jobFields,
  },
  defaults: jobDefaults,
  prepare: (element, preparation) => prepareJob(element.handler, element, preparation),
  check: checkJob,
})
