/**
 * The plugin: decisions and FEEL for processes.
 */
import { definePlugin, type Plugin } from "@millrace/kernel"
import type { ModelProblem } from "../compile/Diagnostic.ts"
import { type DecisionsOptions, decisions } from "../Decisions.ts"
import { DmnError } from "../DmnError.ts"
import { isFields, requireThat } from "../given.ts"
import type { DecisionModel } from "../model/DecisionModel.ts"
import { readModel } from "../read/readModel.ts"
import { dmnLanguage } from "./dmnLanguage.ts"
import { feelLanguage } from "./feelLanguage.ts"

/** What the plugin is made of. */
export interface DmnOptions extends DecisionsOptions {
  /** Models, as DMN XML, as data, or as typed tables (`{ model }`); those that import each other are all given. */
  readonly models?: ReadonlyArray<string | DecisionModel | { readonly model: DecisionModel }>
  /** Takes models of which parts are wrong: those parts give null. Without it such models are refused. */
  readonly lenient?: boolean
}

const optionNames: ReadonlyArray<string> = ["models", "lenient", "externals", "limits", "clock", "zone"] satisfies ReadonlyArray<
  keyof DmnOptions
>

/**
 * Decisions and FEEL for processes: `expression("dmn", "Risk")` and `feel("amount > 1000")`.
 *
 * ```ts
 * const millrace = await Millrace.open({ processes: [loan], plugins: [dmn({ models: [readFileSync("loan.dmn", "utf8")] })] })
 * ```
 *
 * Throws a `DmnError` where a model cannot be read, or has problems.
 */
export const dmn = (given: DmnOptions = {}): Plugin => {
  requireThat(isFields(given), "dmn", given, "options in braces: dmn({ models: [text] })")
  const unknown = Object.keys(given).find((name) => !optionNames.includes(name))
  requireThat(unknown === undefined, "dmn", unknown, `no option '${unknown}'. Options: ${optionNames.join(", ")}`)
  const { models = [], lenient = false, ...options } = given
  const fits = Array.isArray(models) && models.every((model) => typeof model === "string" || isFields(model))
  requireThat(fits, "The option 'models' of dmn", models, "a list of texts of DMN, of models or of tables")
  const read = models.map((model) => (typeof model === "string" ? readModel(model) : "model" in model ? model.model : model))
  const compiled = decisions(read, options)
  if (!lenient && compiled.problems.length > 0) throw new DmnError("ModelInvalid", told(compiled.problems))
  return definePlugin({ name: "dmn", expressions: [feelLanguage(options), dmnLanguage(compiled)] })
}

const told = (problems: ReadonlyArray<ModelProblem>): string => {
  const shown = problems.slice(0, 5).map(({ place, message, line }) => `${line === undefined ? "" : `line ${line}, `}${place}: ${message}`)
  const more = problems.length > shown.length ? ` And ${problems.length - shown.length} more.` : ""
  return `Parts of the models cannot be used. ${shown.join(" ")}${more}`
}
