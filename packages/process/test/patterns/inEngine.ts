/** Patterns that have to do with other instances or with what comes from outside: the process in an engine. */
import type { Does, Executable, Json } from "@millrace/kernel"
import { testProcess } from "@millrace/testing"
import { processDecider } from "../../src/index.ts"
import { bindingsOf, definitionOf, type Sketch } from "../play.ts"

type Running = Executable<"sample", Json, Json, never, never, Does<string, "task", Json>>

/** The process in an engine with a store in memory. */
export const inEngine = (sketch: Sketch) => {
  const process: Running = {
    id: "sample",
    version: 1,
    build: () => ({ definition: definitionOf(sketch), bindings: bindingsOf(sketch), decider: processDecider }),
  }
  return testProcess(process)
}
