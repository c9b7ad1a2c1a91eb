/** A store under watch: the invariants, looked at after each commit. */
export { type CheckedStore, type CheckOptions, checked } from "./checked.ts"
export type { WatchedEvent } from "./WatchedInstance.ts"
