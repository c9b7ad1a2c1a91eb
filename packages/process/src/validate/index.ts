/**
 * Validation: everything that can be said about a definition before it runs. One check per file.
 */
import type { CompileOptions, Definition, Diagnostic } from "@millrace/kernel"
import { checkBindings } from "./checkBindings.ts"
import { checkBoundaries } from "./checkBoundaries.ts"
import { checkCompensation } from "./checkCompensation.ts"
import { checkConditions } from "./checkConditions.ts"
import { checkElements } from "./checkElements.ts"
import { checkEnds } from "./checkEnds.ts"
import { checkEventGateways } from "./checkEventGateways.ts"
import { checkEvents } from "./checkEvents.ts"
import { checkIds } from "./checkIds.ts"
import { checkLinks } from "./checkLinks.ts"
import { checkMutexes } from "./checkMutexes.ts"
import { checkReachability } from "./checkReachability.ts"
import { checkRegions } from "./checkRegions.ts"
import { checkScopes } from "./checkScopes.ts"
import { checkTokens } from "./checkTokens.ts"
import { checkTransactions } from "./checkTransactions.ts"
import { decodeGraph } from "./decodeGraph.ts"
import type { Check } from "./Model.ts"

const correctness: ReadonlyArray<Check> = [
  checkIds,
  checkMutexes,
  checkScopes,
  checkEnds,
  checkBoundaries,
  checkEvents,
  checkLinks,
  checkTransactions,
  checkCompensation,
  checkConditions,
  checkRegions,
  checkEventGateways,
  checkElements,
  checkBindings,
]
const soundness: ReadonlyArray<Check> = [checkReachability, checkTokens]

/** Checks a definition, bound or not. Where it is wrong, nothing is said about where its tokens go. */
export const validate = (definition: Definition<unknown>, options: CompileOptions): ReadonlyArray<Diagnostic> => {
  const { model, problems } = decodeGraph(definition, options)
  if (model === undefined || problems.length > 0) return problems
  const errors = correctness.flatMap((check) => check(model))
  const structural = errors.filter(({ severity, code }) => severity === "error" && !bindingCodes.has(code))
  return structural.length > 0 ? errors : [...errors, ...soundness.flatMap((check) => check(model))]
}

const bindingCodes: ReadonlySet<string> = new Set(["HandlerUnbound", "CodeUnbound", "CodecUnbound", "LanguageUnknown", "ExpressionInvalid"])
