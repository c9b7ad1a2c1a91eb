/** Tests of processes, as their users see them. */
export { type EngineRun, type EngineRunOptions, openEngineRun } from "./EngineRun.ts"
export * from "./ProcessTest.ts"
export { type SeverableStore, severable } from "./SeverableStore.ts"
export { makeTestStore, type TestStore } from "./TestStore.ts"
export { testProcess } from "./testProcess.ts"
export { VirtualClock } from "./VirtualClock.ts"
