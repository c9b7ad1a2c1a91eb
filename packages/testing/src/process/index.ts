/** Tests of processes, as their users see them. */
export * from "./ProcessTest.ts"
export { type SeverableStore, severable } from "./SeverableStore.ts"
export { testProcess } from "./testProcess.ts"
export { VirtualClock } from "./VirtualClock.ts"
