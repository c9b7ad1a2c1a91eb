/**
 * What every Millrace has built in: the decider of processes, so that stored instances load even where the code of
 * their process is not registered any more.
 */
import type { Plugin } from "@millrace/kernel"
import { processDecider } from "@millrace/process"

/** Always the first plugin; others may require `"process"`. */
export const processPlugin: Plugin = { name: "process", deciders: [processDecider] }
