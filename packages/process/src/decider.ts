/**
 * The process decider: what the engine knows of BPMN.
 */
import type { Decider } from "@millrace/kernel"
import type { CompiledProcess } from "./CompiledProcess.ts"
import { compile } from "./compile.ts"
import { decide } from "./decide.ts"
import {
  describeChild,
  describeJob,
  describeSubscription,
  describeUserTask,
  elementOf,
  open,
  transactionalJobs,
  userTasks,
  view,
} from "./describe.ts"
import type { ProcessEvent } from "./Event.ts"
import { evolve } from "./evolve/index.ts"
import { explainDifference } from "./explainDifference.ts"
import type { ProcessGraph } from "./Graph.ts"
import { violations } from "./invariants/index.ts"
import { processKind } from "./makeDefinition.ts"
import { redactedValues } from "./redaction.ts"
import { initialState, type ProcessState } from "./State.ts"
import { type ProcessSnapshot, restore, snapshot } from "./snapshot.ts"
import { starts } from "./starts.ts"
import { validate } from "./validate/index.ts"

export const processDecider: Decider<CompiledProcess, ProcessState, ProcessEvent> = {
  kind: processKind,
  format: 1,
  upcastEvent: (event) => event,
  upcastSnapshot: (snapshot) => snapshot,
  validate,
  explainDifference: (before, after) => explainDifference(before as ProcessGraph, after as ProcessGraph),
  compile,
  initial: () => initialState(),
  decide,
  evolve,
  snapshot,
  restore: (_compiled, from) => restore(from as ProcessSnapshot),
  status: ({ status }) => (status === "new" ? "active" : status),
  open,
  describeJob,
  describeUserTask,
  describeSubscription,
  describeChild,
  elementOf,
  view,
  redactedNames: (compiled) => compiled.root.redactedWithin,
  redactedValues,
  violations,
  starts,
  transactionalJobs,
  userTasks,
}
