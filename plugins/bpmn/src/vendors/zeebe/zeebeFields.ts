/**
 * Extensions of Camunda 8.
 */
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { type Found, type Mapping, together, type VendorContext } from "../Vendor.ts"
import { readCall, readDecision, readScript } from "./readCall.ts"
import { readKey } from "./readKey.ts"
import { readMany } from "./readMany.ts"
import { readMappings } from "./readMappings.ts"
import { readPeople } from "./readPeople.ts"
import { readHeaders, readTask } from "./readTask.ts"

const runs = new Set(["ServiceTask", "SendTask", "BusinessRuleTask", "ScriptTask", "IntermediateThrowEvent", "EndEvent"])

/** What the extensions of `zeebe` in an element say. */
export const zeebeFields = (element: ModdleElement, type: string, context: VendorContext): Found => {
  const mappings = readMappings(element, context)
  const headers = readHeaders(element, context)
  const inputs = [...((mappings.fields?.inputs as ReadonlyArray<Mapping> | undefined) ?? []), ...headers]
  const outputs = mappings.fields?.outputs as ReadonlyArray<Mapping> | undefined
  const listeners = ["executionListeners", "taskListeners"].filter((name) => context.extensions(element, "zeebe", name).length > 0)
  return together([
    mappings,
    inputs.length === 0 ? {} : { fields: { inputs } },
    runs.has(type) ? readTask(element, type, context) : {},
    element.$type === "bpmn:BusinessRuleTask" ? readDecision(element, context) : {},
    element.$type === "bpmn:ScriptTask" ? readScript(element, context) : {},
    type === "UserTask" ? readPeople(element, context) : {},
    type === "CallActivity" ? readCall(element, inputs, outputs, context) : {},
    readMany(element, context),
    readKey(element, type, context),
    {
      problems: listeners.map((name) =>
        context.problem("NotExecutable", element, `its '${name}' have no effect: do in tasks what they do.`, "warning"),
      ),
    },
  ])
}
