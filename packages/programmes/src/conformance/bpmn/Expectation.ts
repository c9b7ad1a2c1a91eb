/**
 * Expected behaviour of BPMN models, as the files beside them tell it.
 */

/** One thing that is done to the engine. */
export type Step = {
  /** The engine has to refuse it, and nothing changes. */
  readonly fails?: true
} & (
  | { readonly do: "start"; readonly process?: string; readonly variables?: Variables; readonly as?: string }
  | { readonly do: "startByMessage"; readonly message: string }
  | { readonly do: "complete"; readonly task: string; readonly variables?: Variables; readonly count?: number }
  | { readonly do: "trigger"; readonly activity: string }
  | { readonly do: "advanceTime"; readonly by: string }
  | { readonly do: "message" | "signal"; readonly name: string }
  | { readonly do: "setVariables"; readonly variables: Variables }
  | { readonly do: "startAdHoc"; readonly adHoc: string; readonly activity: string }
  | { readonly do: "completeAdHoc"; readonly adHoc: string }
)

export type Variables = Readonly<Record<string, unknown>>

/** What has to hold now; what is not given is not compared. */
export interface Expected {
  readonly instance?: string
  readonly activeTasks?: ReadonlyArray<string>
  readonly ended?: boolean
  readonly timers?: number
  readonly messages?: ReadonlyArray<string>
  readonly signals?: ReadonlyArray<string>
  readonly variables?: Variables
  readonly allActiveTasks?: ReadonlyArray<string>
  readonly instances?: number
}

export interface Scenario {
  readonly name: string
  readonly steps: ReadonlyArray<Step | { readonly expect: Expected }>
}

/** A model with what is expected of it. */
export interface Expectation {
  readonly id: string
  readonly model: string
  readonly alsoDeploy?: ReadonlyArray<string>
  readonly process: string
  /** What tasks do, in words. */
  readonly delegates?: Readonly<Record<string, string>>
  readonly scenarios?: ReadonlyArray<Scenario>
  /** Of models that have to be refused. */
  readonly expect?: { readonly deploy: "rejected"; readonly because: string }
}
