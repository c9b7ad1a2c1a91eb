/** A store under watch: the invariants, looked at after each commit. */
export { type CheckedStore, type CheckOptions, checked } from "./checked.ts"
