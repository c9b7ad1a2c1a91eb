/**
 * How often a job is tried, and with which pauses: `R5/PT10M`, a number, or pauses with commas between them.
 */
import { readDue } from "@millrace/process"
import type { ModdleElement } from "../../moddle/ModdleElement.ts"
import { attributeOf, textOf } from "../Extension.ts"
import type { Found, Vendor, VendorContext } from "../Vendor.ts"

/** Reads the retry cycle of a task that runs a handler. */
export const readRetry = (element: ModdleElement, vendor: Vendor, context: VendorContext): Found => {
  const [cycle] = context.extensions(element, vendor, "failedJobRetryTimeCycle")
  const text = cycle === undefined ? attributeOf(context, element, vendor, "failedJobRetryTimeCycle") : textOf(cycle)
  if (text === undefined || text === "") return {}
  const retry = retryOf(text)
  if (retry !== undefined) return { fields: { retry } }
  return {
    problems: [
      context.problem(
        "NotExecutable",
        element,
        `its retry cycle '${text}' has no effect: write it as 'R5/PT10M', or as pauses that are the same or grow by one factor.`,
        "warning",
      ),
    ],
  }
}

/** No cycle that means something is longer. */
const longest = 500

/** The policy that a cycle describes; undefined where none does the same. */
export const retryOf = (text: string): { readonly attempts: number; readonly [field: string]: number } | undefined => {
  if (text.length > longest) return undefined
  const [, times, pause] = /^R(\d+)\/(.+)$/.exec(text) ?? []
  const pauses = (pause ?? text).split(",").map((one) => readSpan(one.trim()))
  const [first, second] = pauses
  if (first === undefined || pauses.includes(undefined)) return undefined
  const attempts = times === undefined ? pauses.length + 1 : Number(times)
  if (attempts < 1 || (times !== undefined && pauses.length > 1)) return undefined
  const factor = second === undefined || first === 0 ? 1 : second / first
  const fits = pauses.every((one, index) => Math.abs((one ?? 0) - first * factor ** index) < 1)
  if (!fits) return undefined
  return { attempts, delay: first, factor, maxDelay: Math.max(...pauses.map((one) => one ?? 0)), jitter: 0 }
}

/** Milliseconds of a duration of ISO 8601. */
const readSpan = (text: string): number | undefined => {
  const due = text.startsWith("P") ? readDue(text, 0) : { problem: "no duration" }
  return "at" in due ? due.at : undefined
}
