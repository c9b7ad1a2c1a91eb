/**
 * An engine that tells nobody of the trouble it is in: here trouble is what is made, and the report is what counts.
 */
import { type Layer, Logger } from "effect"

/** For the option `layer` of `Millrace.open`. */
export const silent: Layer.Layer<never> = Logger.layer([])
