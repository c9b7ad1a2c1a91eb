/**
 * The plugin: the expressions of BPMN documents. FEEL comes with `dmn()` of `@millrace/dmn`.
 */
import { definePlugin, type Plugin } from "@millrace/kernel"
import { juelLanguages } from "../juel/juelLanguage.ts"

/**
 * JUEL for processes, as documents of Camunda 7 and Flowable use it: `${amount > 100 && !vip}`.
 *
 * ```ts
 * const millrace = await Millrace.open({ processes: model.processes, plugins: [bpmn(), dmn()] })
 * ```
 */
export const bpmn = (): Plugin => definePlugin({ name: "bpmn", expressions: juelLanguages })
