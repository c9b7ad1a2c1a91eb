/**
 * How a promise was broken, as proofs note it.
 */
export interface Flaw {
  /** Something acknowledged or started is gone, waits for ever, or happened twice. */
  readonly kind: "lost" | "stuck" | "doubled"
  readonly instance: string
  readonly what: string
}

/** Notes a flaw of the instance that is looked at. */
export type Note = (kind: Flaw["kind"], what: string) => void

/** How many flaws there are of each kind. */
export const countFlaws = (flaws: ReadonlyArray<Flaw>): Readonly<Record<Flaw["kind"], number>> => {
  const of = (kind: Flaw["kind"]) => flaws.filter((flaw) => flaw.kind === kind).length
  return { lost: of("lost"), doubled: of("doubled"), stuck: of("stuck") }
}
